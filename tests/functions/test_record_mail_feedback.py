from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from bytemeburger import clock, secrets, table
from bytemeburger.customers import records as customers
from bytemeburger.mailings import records
from functions.record_mail_feedback.app import NotIndexedYet, handler
from tests.functions import mailings, people
from tests.functions.campaigns import FIXED, save_campaign
from tests.functions.fixture_types import Call

type Feed = Callable[[str], None]


@pytest.fixture
def mailing(call: Call, shop: None, ana: dict[str, str], mailbox: Sequence[Any], event: Any, context: Any) -> str:
    """One whose mail `ana` has."""
    found = mailings.send_to(call, ana, event, context)
    secrets._cache.clear()  # a function starts without them
    return found


@pytest.fixture
def feed(ana: dict[str, str], mailing: str, event: Any, context: Any) -> Feed:
    """Deliver what SES says of her mail."""

    def deliver(feedback: str) -> None:
        (mail,) = records.mails_to(ana["sub"])
        happened = event("record_mail_feedback")
        happened["detail"] |= {"mail": [mail["mail_id"]], "feedback": feedback}
        handler(happened, context)

    return deliver


@pytest.mark.parametrize("feedback", ["bounced", "complained"])
def test_the_consent_is_taken_back_and_the_address_written_to_no_more(
    call: Call, ana: dict[str, str], mailing: str, feed: Feed, feedback: str, event: Any, context: Any, mailbox: Any
) -> None:
    feed(feedback)
    feed(feedback)
    profile = customers.read(ana["sub"])
    assert (profile.consents["marketing"]["granted"], profile.consents["marketing"]["channel"]) == (False, feedback)
    assert mailings.report(call, mailing)[feedback] == 1
    assert len(list(customers.ledger(ana["sub"]))) == 2
    table.save(profile, customers.record_consents(profile, [people.consent()], "2027-01-01T00:00:00.000Z"))
    save_campaign(call, "other", FIXED)
    again = mailings.start(call, "other")
    before = len(mailbox)
    with time_machine.travel(clock.now() + timedelta(days=8), tick=True):
        mailings.run(event, context)
    assert len(mailbox) == before
    assert mailings.report(call, again)["skipped"]["suppressed"] == 1


def test_a_mail_can_bounce_and_be_complained_about(call: Call, mailing: str, feed: Feed) -> None:
    feed("bounced")
    feed("complained")
    found = mailings.report(call, mailing)
    assert (found["bounced"], found["complained"], found["unsubscribed"]) == (1, 1, 0)


def test_a_bounce_that_overtakes_the_index_is_tried_again_for_a_minute(
    call: Call, ana: dict[str, str], mailing: str, event: Any, context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (mail,) = records.mails_to(ana["sub"])
    happened = event("record_mail_feedback")
    happened["detail"] |= {"mail": [mail["mail_id"]], "sent_at": clock.text(clock.now())}
    with monkeypatch.context() as patch:
        patch.setattr(records, "find_mail", lambda _: None)
        with pytest.raises(NotIndexedYet):
            handler(happened, context)
    handler(happened, context)
    assert mailings.report(call, mailing)["bounced"] == 1


def test_a_mail_that_is_not_known_any_more_is_no_fault(aws: None, event: Any, context: Any) -> None:
    happened = event("record_mail_feedback")
    for sent_at in (happened["detail"]["sent_at"], clock.text(clock.now() - timedelta(minutes=1))):
        happened["detail"]["sent_at"] = sent_at
        handler(happened, context)


def test_no_address_is_kept_of_who_is_suppressed(ana: dict[str, str], feed: Feed) -> None:
    feed("complained")
    key = records.suppression_key("ana@example.com")
    stored = table.fetch([key])[key]
    assert "ana" not in str(stored)
