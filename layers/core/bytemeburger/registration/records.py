"""Registrations that wait for their code: `SIGNUP#mailbox` / `SIGNUP#id`, where `mailbox` is the keyed hash of an e-mail
address. They hold personal data of somebody who may never have asked for it, so they end by themselves within the hour
(the table's TTL removes them some time after that) and with the confirmation.

Beside them, what was sent lately: `SENT#subject` / `SENT`, where `subject` is the keyed hash of a person's mailbox, in one
spelling for all, or of a network that asks."""

import random

from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from bytemeburger import clock, seal, settings
from bytemeburger.attributes import plain_item, typed_item
from bytemeburger.registration.rules import CONFIRMABLE, MOST_TRIES
from bytemeburger.table import MAIN, IntegerAttribute, Item, Key, Plain, PlainListAttribute, client, fetch, query_all


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


def mailbox(email: str) -> str:
    return seal.encode(seal.digest("mailbox", email))


def key(mailbox: str, signup_id: str) -> Key:
    return f"SIGNUP#{mailbox}", f"SIGNUP#{signup_id}"


def new(mailbox: str, signup_id: str) -> SignUp:
    return SignUp(*key(mailbox, signup_id), mailbox=mailbox, signup_id=signup_id)


def wait(kind: str, subject: str, most: int) -> int:
    """Take one of the `most` e-mails within half an hour that there are for the subject: 0, or the seconds until the
    next when all are taken. Each is a place of its own, taken by a conditional write, so that of many requests at once
    no more succeed; it is free again half an hour after its e-mail."""
    key = f"SENT#{seal.encode(seal.digest(kind, subject))}", "SENT"
    while True:
        now = int(clock.now().timestamp())
        held = fetch([key]).get(key, {})
        taken = {place: held.get(place, 0) for place in (f"place_{number}" for number in range(most))}
        free = [place for place, until in taken.items() if until <= now]
        if not free:
            return int(min(taken.values())) - now
        if _take(key, random.choice(free), now):  # noqa: S311 - spreads requests at once
            return 0


def _take(key: Key, place: str, now: int) -> bool:
    until = now + int(CONFIRMABLE.total_seconds())
    try:
        client.update_item(
            TableName=settings.table_name(),
            Key=typed_item({"PK": key[0], "SK": key[1]}),
            UpdateExpression="SET #place = :until, expires_at = :until, #type = :type",
            ConditionExpression="attribute_not_exists(#place) OR #place <= :now",
            ExpressionAttributeNames={"#place": place, "#type": "type"},
            ExpressionAttributeValues=typed_item({":until": until, ":now": now, ":type": "sent"}),
        )
    except client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def offer_code(mailbox: str, signup_id: str) -> Plain | None:
    """Count a try and answer the registration; None when there is none, or it has ended by time or by tries."""
    pk, sk = key(mailbox, signup_id)
    now = int(clock.now().timestamp())
    try:
        answer = client.update_item(
            TableName=settings.table_name(),
            Key=typed_item({"PK": pk, "SK": sk}),
            UpdateExpression="ADD tries :one",
            ConditionExpression="tries < :most AND expires_at > :now",
            ExpressionAttributeValues=typed_item({":one": 1, ":most": MOST_TRIES, ":now": now}),
            ReturnValues="ALL_NEW",
        )
    except client.exceptions.ConditionalCheckFailedException:
        return None
    return plain_item(answer["Attributes"])


def removal(mailbox: str, signup_id: str) -> Plain:
    pk, sk = key(mailbox, signup_id)
    return {"Delete": {"TableName": settings.table_name(), "Key": typed_item({"PK": pk, "SK": sk})}}


def forget(mailbox: str) -> None:
    """Remove all registrations of an address."""
    for item in query_all(MAIN, f"SIGNUP#{mailbox}"):
        client.delete_item(TableName=settings.table_name(), Key=typed_item({"PK": item["PK"], "SK": item["SK"]}))
