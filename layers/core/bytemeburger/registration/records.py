"""Registrations that wait for their code: `SIGNUP#mailbox` / `SIGNUP#id`, where `mailbox` is the keyed hash of an e-mail
address. They hold personal data of somebody who may never have asked for it, so they end by themselves within the hour
(the table's TTL removes them some time after that) and with the confirmation.

Beside them, what was sent lately: `SENT#subject` / `SENT`, where `subject` is the keyed hash of a person's mailbox, in one
spelling for all, or of a network that asks."""

from random import SystemRandom

from pynamodb.attributes import TTLAttribute, UnicodeAttribute
from pynamodb.expressions.operand import Path

from bytemeburger import clock, seal, table
from bytemeburger.item_attributes import IntegerAttribute, PlainListAttribute
from bytemeburger.registration.rules import CONFIRMABLE, MAX_TRIES
from bytemeburger.table import MAIN, Item, Key, Plain, fetch, query_all


class SignUp(Item):
    """`code`: the keyed hash of the code that was sent. `tries`: how often a code was offered."""

    type = UnicodeAttribute(default_for_new="sign_up")
    signup_id = UnicodeAttribute()
    mailbox = UnicodeAttribute()
    name = UnicodeAttribute()
    email = UnicodeAttribute()
    language = UnicodeAttribute()
    consents = PlainListAttribute()
    code = UnicodeAttribute()
    tries = IntegerAttribute(default_for_new=0)
    registered_at = UnicodeAttribute()
    expires_at = TTLAttribute()


def mailbox_digest(email: str) -> str:
    return seal.encode(seal.digest("mailbox", email))


def key(mailbox: str, signup_id: str) -> Key:
    return f"SIGNUP#{mailbox}", f"SIGNUP#{signup_id}"


def new(mailbox: str, signup_id: str) -> SignUp:
    return SignUp(*key(mailbox, signup_id), mailbox=mailbox, signup_id=signup_id)


def reserve_mail(kind: str, subject: str, most: int) -> int:
    """Take one of the `most` e-mails within half an hour that there are for the subject: 0, or the seconds until the
    next when all are taken. Each is a place of its own, taken by a conditional write, so that of many requests at once
    no more succeed; it is free again half an hour after its e-mail."""
    key = f"SENT#{seal.encode(seal.digest(kind, subject))}", "SENT"
    while True:
        now = int(clock.now().timestamp())
        stored = fetch([key]).get(key, {})
        busy_until = {place: stored.get(place, 0) for place in (f"place_{number}" for number in range(most))}
        free = [place for place, until in busy_until.items() if until <= now]
        if not free:
            return int(min(busy_until.values())) - now
        if _reserve(key, SystemRandom().choice(free), now):  # spreads requests at once
            return 0


def _reserve(key: Key, place: str, now: int) -> bool:
    until = now + int(CONFIRMABLE.total_seconds())
    free = Path(place).does_not_exist() | (Path(place) <= now)
    changes = Path(place).set(until), Path("expires_at").set(until), Path("type").set("sent")
    return table.update_if(free, key, *changes) is not None


def offer_code(mailbox: str, signup_id: str) -> Plain | None:
    """Count a try and answer the registration; None when there is none, or it has ended by time or by tries."""
    may_try = (SignUp.tries < MAX_TRIES) & (SignUp.expires_at > clock.now())
    return table.update_if(may_try, key(mailbox, signup_id), SignUp.tries.add(1))


def removal(mailbox: str, signup_id: str) -> Plain:
    return table.delete_action(key(mailbox, signup_id))


def forget(mailbox: str) -> None:
    """Remove all registrations of an address."""
    for item in query_all(MAIN, f"SIGNUP#{mailbox}"):
        table.delete((item["PK"], item["SK"]))
