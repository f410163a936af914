"""How a mail names itself, and what takes its reader's consent back.

A mail's id is the second in which it was made and random bits. What SES tells of it, and what its links hold, is that id,
the links with a signature besides: nobody can be named by either, and only who has the mail can unsubscribe from it.
"""

import base64
import secrets
from datetime import UTC, datetime, timedelta

from bytemeburger import clock, seal, table
from bytemeburger.customers import records as customers
from bytemeburger.customers.records import Profile
from bytemeburger.errors import NotFound
from bytemeburger.mailings import records
from bytemeburger.mailings.model import Feedback
from bytemeburger.table import Plain, TransactionCancelled

ID_LENGTH = 20
INDEXED_AFTER = timedelta(minutes=1)
"""Longer than the index takes that finds a mail, and not longer than Lambda waits before it tries an event again."""
_TIME_BYTES = 4
_PURPOSE = "unsubscribe"


def new_mail_id() -> str:
    """The second in which it is made and 88 random bits, in the letters that a tag of SES may have."""
    made = int(clock.now().timestamp()).to_bytes(_TIME_BYTES)
    return base64.urlsafe_b64encode(made + secrets.token_bytes(ID_LENGTH * 6 // 8 - _TIME_BYTES)).decode()


def may_be_unindexed(mail_id: str) -> bool:
    """Whether the mail is so new that its index need not show it yet. An id of before, all of it random, is of another
    century or thereabouts."""
    made = int.from_bytes(base64.urlsafe_b64decode(mail_id)[:_TIME_BYTES])
    return abs(clock.now() - datetime.fromtimestamp(made, UTC)) < INDEXED_AFTER


def token(mail_id: str) -> str:
    """What a mail's links hold: its id and the signature that proves it. It does not end."""
    return mail_id + seal.encode(seal.digest(_PURPOSE, mail_id))


def mail_of(token: str) -> str | None:
    """The mail's id, None for what is no token of ours."""
    mail_id, signature = token[:ID_LENGTH], token[ID_LENGTH:]
    return mail_id if seal.matches(_PURPOSE, mail_id, signature) else None


def withdraw(mail_id: str, feedback: Feedback) -> bool:
    """Take the consent back of whoever got that mail, and put on record why, each once; whether there is anybody to take
    it back from, which there is not after their erasure."""
    mail = records.find_mail(mail_id)
    if mail is None:
        return False
    consent: list[Plain] = []
    known = False

    def decide(profile: Profile) -> bool:
        nonlocal consent, known
        known = records.has_feedback(mail, feedback)
        consent = customers.withdraw_marketing(profile, str(feedback), clock.text(clock.now()))
        return bool(consent) or not known

    def also(profile: Profile) -> list[Plain]:
        return [*consent, *([] if known else records.feedback_actions(mail, feedback, profile.email))]

    try:
        table.change(lambda: customers.read(mail["customer"]), decide, also)
    except (NotFound, TransactionCancelled):  # an erasure removes the mail first
        return False
    return True
