import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from bytemeburger import mail
from bytemeburger.mailings import records
from functions.test_mailing.app import handler
from tests.aws_gates import Ask, guard
from tests.functions import mailings
from tests.functions.campaigns import FIXED, problem, save_campaign, set_state
from tests.functions.fixture_types import Call


@pytest.fixture
def happy_hour(call: Call, shop: None, mailbox: Any) -> None:
    save_campaign(call, "happy-hour", FIXED)


def test_the_manager_gets_both_languages_and_nobody_else_anything(call: Call, happy_hour: None, mailbox: Any) -> None:
    status, mailing = call("test_mailing")
    assert (status, mailing["state"], mailing["chosen"]) == (201, "TESTED", 0)
    assert [(each["to"], each["subject"]) for each in mailbox] == [
        (mailings.TESTER, "Sentimos sua falta"),
        (mailings.TESTER, "We miss you"),
    ]
    assert "VOLTE10" in mailbox[0]["text"]
    assert "[o link de cada cliente]" in mailbox[0]["text"]
    assert records.sending() == []


def test_lines_stay_lines(call: Call, happy_hour: None) -> None:
    messages = mailings.MESSAGES | {"en": {"subject": "A", "text": "\n One \r\n\r\nTwo\t!\n"}}
    mailing = call("test_mailing", body={"messages": messages})[1]
    assert mailing["messages"]["en"]["text"] == "One\n\nTwo !"


def test_an_address_that_takes_no_test_makes_no_mailing(
    call: Call, happy_hour: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: str) -> None:
        raise mail.MessageRejected

    monkeypatch.setattr(mail, "send", refuse)
    answer = call("test_mailing")
    assert problem(answer) == (422, "test-mail-refused")
    assert records.read_page("centro", limit=10, cursor=None).items == []


def refusal(code: str, message: str = "", status: int = 400) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "SendEmail")


@pytest.fixture
def ses_refuses(monkeypatch: pytest.MonkeyPatch) -> Callable[[ClientError], None]:
    """Have SES refuse each mail."""

    def refuse(fault: ClientError) -> None:
        def gate(_service: str, operation: str, parameters: Any, ask: Ask) -> Any:
            if operation == "SendEmail":
                raise fault
            return ask(operation, parameters)

        guard(monkeypatch, gate)

    return refuse


@pytest.mark.parametrize(
    "fault",
    [
        refusal("SendingPausedException"),
        refusal("AccountSuspendedException"),
        refusal("MailFromDomainNotVerifiedException"),
        refusal("MessageRejected", "Email address is not verified. The following identities failed the check"),
    ],
    ids=str,
)
def test_while_ses_takes_no_mail_the_manager_reads_why(
    call: Call,
    event: Any,
    context: Any,
    happy_hour: None,
    ses_refuses: Callable[[ClientError], None],
    fault: ClientError,
) -> None:
    ses_refuses(fault)
    assert problem(call("test_mailing")) == (503, "test-mail-unavailable")
    answer = handler(event("test_mailing"), context)
    assert (answer["statusCode"], answer["headers"]["Retry-After"]) == (503, "300")
    assert "o Amazon SES pausou os e-mails" in json.loads(answer["body"])["detail"]
    assert records.read_page("centro", limit=10, cursor=None).items == []


@pytest.mark.parametrize(
    "fault",
    [refusal("TooManyRequestsException", status=429), refusal("LimitExceededException"), refusal("X", status=503)],
    ids=str,
)
def test_what_ses_refuses_for_a_moment_is_worth_another_try(
    call: Call, happy_hour: None, ses_refuses: Callable[[ClientError], None], fault: ClientError
) -> None:
    ses_refuses(fault)
    assert problem(call("test_mailing")) == (503, "busy")


def test_who_has_no_address_cannot_test(call: Call, happy_hour: None) -> None:
    assert problem(call("test_mailing", claims={"email": None})) == (409, "own-address-missing")


def test_what_there_is_nothing_to_say_about(call: Call, happy_hour: None) -> None:
    set_state(call, "happy-hour", "ENDED")
    assert problem(call("test_mailing")) == (409, "campaign-ended")
    assert problem(call("test_mailing", pathParameters={"campaign_id": "x"})) == (404, "campaign-unknown")
    assert problem(call("test_mailing", claims={"custom:store": "norte"})) == (404, "store-unknown")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"messages": {"en": mailings.MESSAGES["en"]}},
        {"messages": mailings.MESSAGES | {"en": {"subject": "A\nB: c", "text": " \n "}}},
        {"messages": mailings.MESSAGES, "audience": {"ordered_within": 0}},
        {"messages": mailings.MESSAGES, "audience": {"ordered_within": 7, "not_ordered_within": 30}},
        {"messages": mailings.MESSAGES, "audience": {"consent": False}},
        {"messages": mailings.MESSAGES, "audience": {"categories": ["pizza"]}},
    ],
    ids=str,
)
def test_what_cannot_be_a_mailing(call: Call, happy_hour: None, body: dict[str, Any]) -> None:
    assert call("test_mailing", body=body)[0] == 422
