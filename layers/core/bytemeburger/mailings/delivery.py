"""Sending of mailings, page by page, at a pace below what SES takes.

Who is in the audience is looked at when their turn comes, whether they agree to it in the transaction that claims their
mail. A page that was not finished is gone through again: whoever has the mail of this mailing is counted as they stand on
record, so that nothing is sent or counted twice. A customer whose stored data cannot be read is skipped, so that one does not
keep a mail from all behind them.
"""

import time
import traceback
from collections import Counter, deque
from collections.abc import Mapping
from datetime import datetime

from bytemeburger import clock, mail, settings
from bytemeburger.campaigns import hold_out
from bytemeburger.campaigns import records as campaigns
from bytemeburger.campaigns.model import State
from bytemeburger.campaigns.rules import has_ended
from bytemeburger.customers import records as customers
from bytemeburger.hours.rules import local_time
from bytemeburger.mailings import records, rules, unsubscribing
from bytemeburger.mailings.message import render
from bytemeburger.mailings.model import Audience, MailingState, MailOutcome
from bytemeburger.mailings.records import MailState, Recipient
from bytemeburger.mailings.rules import PaidOrder
from bytemeburger.orders import records as orders
from bytemeburger.orders.model import Line
from bytemeburger.orders.rules import UNFULFILLED, Status
from bytemeburger.schedule import Run
from bytemeburger.stores import records as stores
from bytemeburger.table import Plain
from bytemeburger.telemetry import logger

MAILS_PER_SECOND = 4
"""Of all mailings together. SES lets a new account that left its sandbox send 14 a second: codes to sign in and notices
about orders have the rest."""
PAGE = 10
"""Customers that are looked at under one lease, and at most got a mail after a mailing was stopped."""
MAX_UNREADABLE = 3
"""Customers of a mailing who are skipped in any case. Where they are more, and more than could be read, the mailing is at
fault, or this code, and everybody waits."""
_UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)
"""What data raises that is not as it should be; what AWS refuses or does not answer is none of these."""


class Pace:
    """Lets a mail go only so long after the one before."""

    def __init__(self, per_second: float):
        self._interval, self._next = 1 / per_second, 0.0

    def wait(self) -> None:
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + self._interval


def deliver(run: Run, outcomes: Counter[MailOutcome]) -> None:
    """Send what there is time for, and add what became of each page; mailings take turns, a page each. Raises mail.NotSent
    when SES takes nothing now, and the last fault of a mailing that could not go on; either goes on with the next run."""
    pace, turns, fault = Pace(MAILS_PER_SECOND), deque(records.sending()), None
    while turns and run.has_time():
        mailing = turns.popleft()
        try:
            if _next_page(mailing, pace, outcomes):
                turns.append(mailing)
        except mail.NotSent:
            raise
        except Exception as error:
            logger.exception("mailing interrupted", extra={"store": mailing["store"], "mailing": mailing["mailing_id"]})
            fault = error
    if fault:
        raise fault


def _next_page(listed: Plain, pace: Pace, total: Counter[MailOutcome]) -> bool:
    """Send to the customers of a mailing's next page; whether there is more of it to do now."""
    store = stores.read(listed["store"])
    at = clock.now()
    local = local_time(at, store.time_zone)
    if not rules.may_write(store.mail_hours, local):
        return False
    campaign = campaigns.read(listed["store"], listed["campaign_id"])
    assert campaign.definition
    if campaign.state == State.ENDED or has_ended(campaign.definition.ends, local):
        records.change_state(listed, MailingState.STOPPED)
        return False
    if campaign.state == State.PAUSED:
        return False
    mailing = records.lease(listed)
    if mailing is None:
        return False
    outcomes, place, complete = Counter[MailOutcome](), mailing.get("cursor"), False
    try:
        page = customers.read_marketing_page(limit=PAGE, cursor=place)
        audience = Audience.of(mailing["audience"])
        for profile in page.items:
            try:
                if not _belongs(audience, profile, mailing["store"], at):
                    continue
                held_out = hold_out.held_out([campaign.definition], profile["sub"])
                outcome = MailOutcome.HELD_OUT if held_out else _send(mailing, profile, store.name, pace)
            except _UNREADABLE as error:
                if _is_at_fault(mailing, outcomes):
                    raise
                _report_unreadable(mailing, error)
                outcome = MailOutcome.UNREADABLE
            outcomes[outcome] += 1
        place, complete = page.cursor, page.cursor is None
    except BaseException:
        outcomes.clear()  # the page is gone through again
        raise
    finally:
        records.end_lease(mailing, outcomes, place, complete=complete)
    total.update(outcomes)
    return not complete


def _is_at_fault(mailing: Plain, outcomes: Mapping[MailOutcome, int]) -> bool:
    """Whether it is no single customer any more who cannot be read, after what was counted before and on this page."""
    counted = {each: int(mailing.get(each, 0)) + outcomes.get(each, 0) for each in MailOutcome}
    unreadable = counted.pop(MailOutcome.UNREADABLE)
    return unreadable >= MAX_UNREADABLE and unreadable >= sum(counted.values())


def _report_unreadable(mailing: Plain, error: Exception) -> None:
    """What was raised and where: its text could hold what was read."""
    raised = traceback.extract_tb(error.__traceback__)[-1]
    line = f"{raised.filename.rpartition('/')[2]}:{raised.lineno}"
    about = {"store": mailing["store"], "mailing": mailing["mailing_id"]}
    logger.error("customer skipped", extra={**about, "error": type(error).__qualname__, "line": line})


def _belongs(audience: Audience, profile: Plain, store: str, at: datetime) -> bool:
    last = profile.get("last_order_at")
    if not rules.may_belong(audience, clock.instant(last) if last else None, at):
        return False
    placed = orders.of_customer(profile["sub"], limit=orders.MAX_RECENT, cursor=None).items
    kept = [
        _past(order)
        for order in placed
        if order["store"] == store and order["status"] not in (*UNFULFILLED, Status.AWAITING_PAYMENT)
    ]
    return rules.belongs(audience, kept, at)


def _past(order: Plain) -> PaidOrder:
    lines = [Line.of(line) for line in order["lines"]]
    return PaidOrder(
        clock.instant(order["created_at"]),
        frozenset(product for line in lines for product in line.product_ids),
        frozenset(line.category for line in lines),
    )


def _send(mailing: Plain, listed: Plain, store_name: str, pace: Pace) -> MailOutcome:
    """Send to a customer of the audience, unless something stands against it at this very moment."""
    sub, email = listed["sub"], listed["email"]
    pace.wait()
    to = records.recipient(mailing, sub, email)
    place = to.free_place(clock.now())
    if refused := _refusal(mailing, to, place):
        return refused
    assert place
    mail_id = unsubscribing.new_mail_id()
    message = _message(mailing, to, store_name, mail_id)
    if refused := records.claim(mailing, to, place, mail_id):
        return refused
    try:
        mail.send_once(email, **message)
    except mail.MessageRejected:
        records.set_mail_state(mailing, sub, MailState.REFUSED)
        return MailOutcome.REFUSED
    except mail.NotSent:
        records.release(mailing, sub, place)
        raise
    except mail.Unanswered:
        return MailOutcome.UNCERTAIN
    records.set_mail_state(mailing, sub, MailState.SENT)
    return MailOutcome.SENT


def _refusal(mailing: Plain, to: Recipient, place: str | None) -> MailOutcome | None:
    """What stands against a mail; for who has it already, what became of it."""
    if to.mail is not None:
        if to.mail["mailing_id"] != mailing["mailing_id"]:
            return MailOutcome.RECEIVED_BEFORE
        states = {MailState.SENT: MailOutcome.SENT, MailState.REFUSED: MailOutcome.REFUSED}
        return states.get(to.mail["state"], MailOutcome.UNCERTAIN)
    if to.profile is None or not customers.has_marketing_consent(to.profile):
        return MailOutcome.CONSENT_REVOKED
    if to.suppressed:
        return MailOutcome.SUPPRESSED
    return None if place else MailOutcome.WEEKLY_LIMIT


def _message(mailing: Plain, to: Recipient, store_name: str, mail_id: str) -> dict[str, str]:
    """As `mail.send_once` takes it."""
    assert to.profile
    language, token = to.profile["language"], unsubscribing.token(mail_id)
    message = mailing["messages"][language]
    link = f"{settings.pages_url()}/unsubscribe/#{token}"
    return {
        "subject": message["subject"],
        "text": render(message, language, store_name, link),
        "unsubscribe_url": f"{settings.unsubscribe_url()}/{token}",
        "mail_id": mail_id,
    }
