import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from botocore.exceptions import ClientError, ReadTimeoutError
from pynamodb.expressions.operand import Path

from bytemeburger import clock, table
from bytemeburger.campaigns import hold_out
from bytemeburger.campaigns import records as campaigns
from bytemeburger.customers import records as customers
from bytemeburger.mailings import delivery, records
from bytemeburger.orders import records as orders
from bytemeburger.orders.rules import Status
from tests.aws_gates import Ask, guard
from tests.conftest import Context
from tests.functions import mailings, people
from tests.functions.campaigns import FIXED, save_campaign, set_state
from tests.functions.fixture_types import Call
from tests.functions.shop import change_store, entering

type Run = Callable[[], Any]


class Ses:
    """What SES was asked to send to customers, and how it answers: `faults` are raised one by one, before or after it has sent."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.faults: list[Exception | None] = []
        self.before_sending: Callable[[], None] = lambda: None

    def addresses(self) -> list[str]:
        return [each["Destination"]["ToAddresses"][0] for each in self.sent]


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch, mailbox: Any) -> Ses:
    found = Ses()

    def gate(_service: str, operation: str, parameters: dict[str, Any], ask: Ask) -> Any:
        if operation != "SendEmail" or mailings.TESTER in parameters["Destination"]["ToAddresses"]:
            return ask(operation, parameters)
        found.before_sending()
        if found.faults and (fault := found.faults.pop(0)):
            raise fault
        found.sent.append(parameters)
        return ask(operation, parameters)

    guard(monkeypatch, gate)
    return found


def refusal(code: str, status: int = 400, message: str = "") -> ClientError:
    answer = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "SendEmail")  # type: ignore[arg-type]


@pytest.fixture
def open_shop(call: Call, shop: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store with a campaign, where mails go out all day and at any pace."""
    monkeypatch.setattr(delivery, "MAILS_PER_SECOND", 10_000)
    change_store(mail_hours={"opens": "00:00", "closes": "24:00"})
    save_campaign(call, "happy-hour", FIXED)


@pytest.fixture
def ana(open_shop: None, ana: dict[str, str], call: Call) -> dict[str, str]:
    """A customer who agrees to marketing and has ordered in the store."""
    mailings.order_of(call, ana)
    return ana


@pytest.fixture
def bia(open_shop: None, ana: dict[str, str], call: Call) -> dict[str, str]:
    """Another one."""
    found = people.register("bia@example.com", "Bia")
    mailings.order_of(call, found)
    return found


@pytest.fixture
def run(event: Any, context: Any) -> Run:
    return lambda: mailings.run(event, context)


def test_the_mail_in_the_customers_language_with_one_click_to_get_no_more(
    call: Call, ana: dict[str, str], run: Run, ses: Ses
) -> None:
    mailing = mailings.start(call)
    assert run() == {"sent": 1, "skipped": 0}
    (mail,) = ses.sent
    message = mail["Content"]["Simple"]
    headers = {each["Name"]: each["Value"] for each in message["Headers"]}
    url = headers["List-Unsubscribe"].strip("<>")
    token = url.rpartition("/")[2]
    assert (mail["Destination"], message["Subject"]["Data"]) == ({"ToAddresses": ["ana@example.com"]}, "We miss you")
    assert message["Body"]["Text"]["Data"].startswith("Two burgers for one.\nUntil Sunday.\n\n--\nCentro\n")
    assert f"https://kiosk.example/unsubscribe/#{token}" in message["Body"]["Text"]["Data"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url == f"https://api.example/local/unsubscribe/{token}"
    assert mail["ConfigurationSetName"] == "bytemeburger-campaigns"
    named = f"{token} {mail['EmailTags']}"
    assert ana["sub"] not in named
    assert "happy" not in named
    found = mailings.report(call, mailing)
    assert (found["state"], found["chosen"], found["sent"]) == ("DONE", 1, 1)


def test_whoever_revoked_a_moment_ago_gets_nothing(call: Call, ana: dict[str, str], run: Run, ses: Ses) -> None:
    """The index shows the profile as it was: the consent is looked at in the table."""
    mailing = mailings.start(call)
    shown = customers.read_marketing_page(limit=10, cursor=None)
    mailings.revoke(ana["sub"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(customers, "read_marketing_page", lambda limit, cursor: shown)
        run()
    assert ses.sent == []
    assert mailings.report(call, mailing)["skipped"]["consent-revoked"] == 1


def test_whoever_revokes_between_the_look_and_the_mail_gets_nothing(
    call: Call, ana: dict[str, str], run: Run, ses: Ses, unmeasured: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing = mailings.start(call)
    claim = records.claim

    def late(*parts: Any) -> Any:
        mailings.revoke(ana["sub"])
        return claim(*parts)

    monkeypatch.setattr(records, "claim", late)
    run()
    assert ses.sent == []
    assert mailings.report(call, mailing)["skipped"]["consent-revoked"] == 1


def test_nobody_gets_a_campaign_twice(call: Call, ana: dict[str, str], run: Run, ses: Ses) -> None:
    mailings.start(call)
    run()
    again = mailings.start(call)
    run()
    run()
    assert ses.addresses().count("ana@example.com") == 1
    assert mailings.report(call, again)["skipped"]["received-before"] == 1


def test_a_page_that_broke_off_is_gone_through_again_and_counted_once(
    call: Call, bia: dict[str, str], run: Run, ses: Ses
) -> None:
    """SES asks to come back later at the second mail: the first is neither sent nor counted twice, the second is sent."""
    mailing = mailings.start(call)
    ses.faults = [None, refusal("TooManyRequestsException", 429)]
    with pytest.raises(Exception, match="TooManyRequests"):
        run()
    assert len(ses.sent) == 1
    run()
    assert sorted(ses.addresses()) == ["ana@example.com", "bia@example.com"]
    found = mailings.report(call, mailing)
    assert (found["state"], found["chosen"], found["sent"], found["uncertain"]) == ("DONE", 2, 2, 0)


def test_whoever_dies_while_sending_sends_at_most_once(
    call: Call, ana: dict[str, str], run: Run, ses: Ses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the claim, before or after SES took the mail: nobody can know, and nothing is sent again."""
    mailing = mailings.start(call)

    class Killed(BaseException):
        pass

    def die() -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(records, "end_lease", lambda *_, **__: None)
        ses.before_sending = die
        with pytest.raises(Killed):
            run()
    ses.before_sending = lambda: None
    assert run() == {"sent": 0, "skipped": 0}  # its lease still stands
    with time_machine.travel(clock.now() + timedelta(seconds=records.LEASE_SECONDS), tick=True):
        run()
    assert ses.sent == []
    found = mailings.report(call, mailing)
    assert (found["state"], found["uncertain"]) == ("DONE", 1)


def test_an_answer_that_never_came_is_not_asked_for_again(call: Call, ana: dict[str, str], run: Run, ses: Ses) -> None:
    mailing = mailings.start(call)
    ses.faults = [ReadTimeoutError(endpoint_url="ses")]
    run()
    assert (ses.sent, mailings.report(call, mailing)["uncertain"]) == ([], 1)


def test_an_address_that_ses_refuses_holds_up_nobody(call: Call, bia: dict[str, str], run: Run, ses: Ses) -> None:
    mailing = mailings.start(call)
    ses.faults = [refusal("BadRequestException")]
    run()
    found = mailings.report(call, mailing)
    assert (found["sent"], found["skipped"]["refused"], found["state"]) == (1, 1, "DONE")


@pytest.mark.parametrize(
    "fault",
    [
        refusal("MessageRejected", 400, "Email address is not verified. The following identities failed"),
        refusal("SendingPausedException"),
        refusal("LimitExceededException"),
    ],
    ids=str,
)
def test_what_stops_all_mails_uses_up_nobodys_turn(
    call: Call, ana: dict[str, str], run: Run, ses: Ses, fault: ClientError
) -> None:
    mailing = mailings.start(call)
    ses.faults = [fault]
    with pytest.raises(Exception, match=fault.response["Error"]["Code"]):
        run()
    assert mailings.report(call, mailing)["chosen"] == 0
    run()
    assert ses.addresses() == ["ana@example.com"]


@pytest.mark.parametrize(
    "damage", [Path("language").set("tlh"), Path("email").remove(), Path("last_order_at").set("ana@example.com")]
)
def test_whoever_cannot_be_read_is_skipped_and_named_nowhere(
    call: Call, ana: dict[str, str], bia: dict[str, str], run: Run, ses: Ses, damage: Any, caplog: Any
) -> None:
    table.update(customers.key(ana["sub"]), damage)
    mailing = mailings.start(call)
    assert run() == {"sent": 1, "skipped": 1}
    found = mailings.report(call, mailing)
    assert (found["state"], found["skipped"]["unreadable"], ses.addresses()) == ("DONE", 1, ["bia@example.com"])
    (record,) = [each for each in caplog.records if each.message == "customer skipped"]
    assert {"error", "line", "mailing", "store"} <= vars(record).keys()
    assert [each for each in (ana["sub"], "ana@example.com", "Ana") if each in str(vars(record))] == []
    assert list(records.mails_to(ana["sub"])) == []


@pytest.mark.parametrize(("page", "sent", "unreadable"), [(10, 2, 0), (1, 1, 1)])
def test_where_most_cannot_be_read_the_mailing_waits(
    call: Call,
    ana: dict[str, str],
    bia: dict[str, str],
    run: Run,
    ses: Ses,
    monkeypatch: pytest.MonkeyPatch,
    page: int,
    sent: int,
    unreadable: int,
) -> None:
    """It is then no customer who is at fault, however few of them a page has."""
    monkeypatch.setattr(delivery, "MAX_UNREADABLE", 1)
    monkeypatch.setattr(delivery, "PAGE", page)
    mailing = mailings.start(call)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "render", lambda *_: int("nothing"))
        with pytest.raises(ValueError, match="nothing"):
            run()
    run()
    found = mailings.report(call, mailing)
    assert (found["state"], found["sent"], found["skipped"]["unreadable"]) == ("DONE", sent, unreadable)
    assert len(ses.sent) == sent


def test_in_the_stores_quiet_hours_it_waits(call: Call, ana: dict[str, str], run: Run, ses: Ses) -> None:
    """São Paulo is three hours behind UTC; a store that has set nothing writes from 9 to 20."""
    mailing = mailings.start(call)
    change_store(mail_hours=None)
    today = clock.now().replace(minute=0, second=0, microsecond=0)
    for hour, sent in ((23, 0), (24 + 11, 0), (24 + 12, 1)):
        with time_machine.travel(today.replace(hour=0) + timedelta(hours=hour), tick=True):
            run()
        assert len(ses.sent) == sent, hour
    assert mailings.report(call, mailing)["state"] == "DONE"


def test_two_mails_a_week_whatever_the_campaign(call: Call, ana: dict[str, str], run: Run, ses: Ses) -> None:
    for name in ("one", "two", "three"):
        save_campaign(call, name, FIXED)
        last = mailings.start(call, name)
        run()
    assert ses.addresses().count("ana@example.com") == 2
    assert mailings.report(call, last)["skipped"]["weekly-limit"] == 1
    save_campaign(call, "four", FIXED)
    mailings.start(call, "four")
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1), tick=True):
        run()
    assert ses.addresses().count("ana@example.com") == 3


def test_whoever_is_held_out_of_the_campaign_hears_nothing_of_it(
    call: Call, ana: dict[str, str], run: Run, ses: Ses
) -> None:
    save_campaign(call, "happy-hour", FIXED, hold_out=5_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hold_out, "held_out", lambda campaigns, sub: {"happy-hour"})
        mailing = mailings.start(call)
        run()
    assert (ses.sent, mailings.report(call, mailing)["skipped"]["held-out"]) == ([], 1)


def test_the_audience_is_chosen_by_what_they_ordered_here(call: Call, ana: dict[str, str], run: Run, ses: Ses) -> None:
    """One burger makes no favourite, the second does; both were 40 days ago."""
    once = mailings.start(call, products=["x-burger"])
    run()
    assert mailings.report(call, once)["chosen"] == 0
    mailings.order_of(call, ana)
    recent, lost = mailings.start(call, ordered_within=30), mailings.start(call, not_ordered_within=30)
    with time_machine.travel(clock.now() + timedelta(days=40), tick=True):
        run()
    assert (mailings.report(call, recent)["chosen"], mailings.report(call, lost)["sent"]) == (0, 1)
    twice = mailings.start(call, products=["x-burger"], categories=["drink"])
    run()
    assert mailings.report(call, twice)["skipped"]["received-before"] == 1


def test_who_has_not_ordered_here_or_only_called_it_off_is_no_audience(
    call: Call, open_shop: None, run: Run, ses: Ses, customer_pool: str
) -> None:
    people.register("new@example.com", "New")
    quitter = people.register("quitter@example.com", "Quitter")
    orders.change(mailings.order_of(call, quitter), entering(Status.CANCELLED))
    silent = people.register("silent@example.com", "Silent", [people.consent(granted=False)])
    mailings.order_of(call, silent)
    mailings.start(call)
    run()
    assert ses.sent == []


def test_a_large_audience_takes_several_runs_and_nobody_is_left_out(
    call: Call, open_shop: None, event: Any, ses: Ses, customer_pool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PAGE", 2)
    for number in range(7):
        mailings.order_of(call, people.register(f"p{number}@example.com", "P"))
    mailing = mailings.start(call)
    for _ in range(8):

        class Short(Context):
            """Time for one page."""

            def get_remaining_time_in_millis(self) -> int:
                self._remaining -= 23_000
                return self._remaining

        mailings.run(event, Short())
    found = mailings.report(call, mailing)
    assert (found["state"], found["sent"]) == ("DONE", 7)
    assert len(set(ses.addresses())) == 7


def test_a_paused_campaigns_mailing_waits_and_an_ended_ones_stops(
    call: Call, ana: dict[str, str], run: Run, ses: Ses
) -> None:
    mailing = mailings.start(call)
    set_state(call, "happy-hour", "PAUSED")
    run()
    assert mailings.report(call, mailing)["state"] == "SENDING"
    set_state(call, "happy-hour", "ENDED")
    run()
    assert (ses.sent, mailings.report(call, mailing)["state"]) == ([], "STOPPED")


def test_a_stopped_one_is_sent_no_more(call: Call, ana: dict[str, str], run: Run, ses: Ses) -> None:
    mailing = mailings.start(call)
    listed = records.sending()
    mailings.set_state(call, mailing, "STOPPED")
    run()
    assert records.lease(listed[0]) is None
    assert ses.sent == []


def test_one_that_is_stopped_during_its_last_page_stays_stopped(
    call: Call, ana: dict[str, str], run: Run, ses: Ses
) -> None:
    mailing = mailings.start(call)
    ses.before_sending = lambda: mailings.set_state(call, mailing, "STOPPED")
    assert run() == {"sent": 1, "skipped": 0}
    found = mailings.report(call, mailing)
    assert (found["state"], found["chosen"], found["sent"]) == ("STOPPED", 1, 1)
    assert not {"cursor", "leased_until", "GSI1PK"} & records.read("centro", mailing).keys()


def test_one_mailing_that_fails_stops_no_other_and_what_was_sent_is_counted(
    call: Call, ana: dict[str, str], run: Run, ses: Ses, capsys: pytest.CaptureFixture[str]
) -> None:
    save_campaign(call, "other", FIXED)
    mailings.start(call, "other")
    broken = mailings.start(call)
    table.delete(campaigns.key("centro", "happy-hour"))
    with pytest.raises(Exception, match="campaign-unknown"):
        run()
    assert ses.addresses() == ["ana@example.com"]
    counted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"MailingFailed"' in line]
    assert [each.get("MailingMailSent") for each in counted] == [[1.0]]
    assert mailings.report(call, broken)["state"] == "SENDING"


def test_mails_go_out_at_the_stated_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(time, "monotonic", lambda: now)
    monkeypatch.setattr(time, "sleep", sleep)
    pace = delivery.Pace(4)
    for _ in range(5):
        pace.wait()
    assert now == pytest.approx(101.0)


def test_nothing_of_a_person_is_in_the_mailing_or_the_log(
    call: Call, ana: dict[str, str], run: Run, ses: Ses, capsys: pytest.CaptureFixture[str]
) -> None:
    mailing = mailings.start(call)
    run()
    logged = capsys.readouterr().out
    stored = str(records.read("centro", mailing))
    for personal in ("ana@", "Ana", ana["sub"]):
        assert personal not in logged + stored


def test_a_claim_that_an_erasure_undid_leaves_nothing_behind(aws: None) -> None:
    mailing = {"store": "centro", "campaign_id": "happy-hour"}
    records.release(mailing, "erased", "place_0")
    assert table.fetch([(customers.partition("erased"), "PLACES")]) == {}
