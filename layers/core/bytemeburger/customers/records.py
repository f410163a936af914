"""Verified customers and what they agreed to, one item collection each; `sub` is the customer's own Cognito user.

A profile is written when the e-mail address is confirmed, never before. GSI1 `CUSTOMERS#shard` lists all of them, those who
ordered last at its end; GSI3 `AGREEING#marketing#shard` those whom campaigns may write to, by `sub`: a profile enters and
leaves it with the write that changes its consent, and an order costs it nothing. Four shards: each signed-in order moves its
customer in the first.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.operand import Path

from bytemeburger import clock, table
from bytemeburger.errors import NotFound
from bytemeburger.item_attributes import PlainMapAttribute
from bytemeburger.table import BY_CONSENT, BY_STATE, MAIN, Item, Key, Page, Plain, pages, query_all

SHARDS = 4
MARKETING = "marketing"
SUPERSEDED_RETENTION = timedelta(days=5 * 365)
"""What a customer agreed to once can be disputed for five years (Lei 8.078/1990, art. 27); what holds now is kept."""


class Profile(Item):
    """`language` is `pt-BR` or `en`; `username` names the Cognito user. `consents`: what holds now, by purpose: granted,
    text_version, channel, at. `last_order_at`: when an order last joined their history; `last_order_id` is that order.
    `erasing_at`: since when the customer is to be forgotten; to all others there is no such customer any more."""

    type = UnicodeAttribute(default_for_new="customer")
    sub = UnicodeAttribute()
    username = UnicodeAttribute()
    name = UnicodeAttribute()
    email = UnicodeAttribute()
    language = UnicodeAttribute(default_for_new="pt-BR")
    consents = PlainMapAttribute(default_for_new=dict)
    registered_at = UnicodeAttribute()
    last_order_at = UnicodeAttribute(null=True)
    last_order_id = UnicodeAttribute(null=True)
    erasing_at = UnicodeAttribute(null=True)
    gsi1pk = UnicodeAttribute(attr_name="GSI1PK", null=True)
    gsi1sk = UnicodeAttribute(attr_name="GSI1SK", null=True)
    gsi3pk = UnicodeAttribute(attr_name="GSI3PK", null=True)
    gsi3sk = UnicodeAttribute(attr_name="GSI3SK", null=True)

    def index(self) -> None:
        listed, shard = self.erasing_at is None, sum(self.sub.encode()) % SHARDS
        self.gsi1pk = shards()[shard] if listed else None
        self.gsi1sk = _place(self.last_order_at or self.registered_at, self.sub) if listed else None
        marketing = listed and _grants_marketing(self.consents)
        self.gsi3pk = _marketing_partitions()[shard] if marketing else None
        self.gsi3sk = self.sub if marketing else None


def shards() -> list[str]:
    """The partitions of the list of all customers, each with those who ordered last at its end."""
    return [f"CUSTOMERS#{shard}" for shard in range(SHARDS)]


def _marketing_partitions() -> list[str]:
    return [f"AGREEING#{MARKETING}#{shard}" for shard in range(SHARDS)]


def _place(at: str, sub: str) -> str:
    return f"{at}#{sub}"


def partition(sub: str) -> str:
    return f"CUSTOMER#{sub}"


def key(sub: str) -> Key:
    return partition(sub), "PROFILE"


def new(sub: str, username: str) -> Profile:
    return Profile(*key(sub), sub=sub, username=username, registered_at=clock.text(clock.now()))


def find(sub: str) -> Profile | None:
    """The customer's profile; None where there is none and for one who is being erased."""
    profile = find_profile(sub)
    return None if profile is None or profile.erasing_at else profile


def read(sub: str) -> Profile:
    """Raises NotFound."""
    profile = find(sub)
    if profile is None:
        raise NotFound("customer-not-found")
    return profile


def read_page(where: dict[str, Any], since: str | None, *, limit: int, cursor: str | None) -> Page:
    """One page of all customers with the values in `where` whose last order is not older than `since` (UTC text), the
    latest first in each shard. Raises Malformed for a foreign cursor."""
    between: dict[str, Any] = {"between": (since, "~")} if since else {}
    places = [(BY_STATE, partition) for partition in shards()]
    return pages(places, where=where, limit=limit, cursor=cursor, **between)


def record_consents(profile: Profile, consents: Iterable[Plain], at: str) -> list[Plain]:
    """Take consents (purpose, granted, text_version, channel) into the profile; answers the actions that belong to the
    transaction which writes it: the ledger only grows, and what an entry replaces may be forgotten in its time."""
    actions = []
    for each in consents:
        purpose, answer = each["purpose"], {name: each[name] for name in ("granted", "text_version", "channel")}
        previous = profile.consents.get(purpose)
        if previous and answer == {name: previous[name] for name in answer}:
            continue
        if previous:
            actions.append(_superseded(profile.sub, purpose, previous["at"]))
        profile.consents = {**profile.consents, purpose: {**answer, "at": at}}
        entry = {
            "PK": partition(profile.sub),
            "SK": f"CONSENT#{purpose}#{at}",
            "type": "consent",
            "purpose": purpose,
            "at": at,
            **answer,
        }
        actions.append(table.put_action(entry, table.IS_NEW))
    return actions


def withdraw_marketing(profile: Profile, channel: str, at: str) -> list[Plain]:
    """Take the consent to marketing out of the profile, as `record_consents`; no actions where there is none."""
    if not _grants_marketing(profile.consents):
        return []
    seen = profile.consents[MARKETING]["text_version"]
    taken_back = {"purpose": MARKETING, "granted": False, "text_version": seen, "channel": channel}
    return record_consents(profile, [taken_back], at)


def has_marketing_consent(profile: Plain) -> bool:
    """Whether campaigns may write to the customer of a stored profile."""
    return not profile.get("erasing_at") and _grants_marketing(profile["consents"])


def _grants_marketing(consents: Mapping[str, Plain]) -> bool:
    return bool(consents.get(MARKETING, {}).get("granted"))


def check_marketing_consent(sub: str) -> Plain:
    """The action that lets a transaction pass only while campaigns may write to the customer."""
    granted = Path(["consents", MARKETING, "granted"]) == True  # noqa: E712 - an expression of PynamoDB's
    return table.check_action(key(sub), granted & Profile.erasing_at.does_not_exist())


def read_marketing_page(*, limit: int, cursor: str | None) -> Page:
    """One page of the profiles whom campaigns may write to, always in the same order: by the index, which follows a moment
    later, and as they are."""
    page = pages([(BY_CONSENT, partition) for partition in _marketing_partitions()], limit=limit, cursor=cursor)
    keys = [(item["PK"], item["SK"]) for item in page.items]
    found = table.fetch(keys) if keys else {}
    return Page([found[key] for key in keys if key in found], page.cursor)


def _superseded(sub: str, purpose: str, at: str) -> Plain:
    expires_at = int((clock.now() + SUPERSEDED_RETENTION).timestamp())
    entry = partition(sub), f"CONSENT#{purpose}#{at}"
    return table.update_action(entry, Path("expires_at").set(expires_at), condition=table.IS_THERE)


def ledger(sub: str) -> Iterable[Plain]:
    """All that the customer ever agreed to or took back."""
    return query_all(MAIN, partition(sub), prefix="CONSENT#")


def add_order(sub: str, order_id: str) -> Plain:
    """The action, beside the write of an order, by which it joins the customer's history. It is refused for a customer
    who is not there or is being erased, so that no order can slip past an erasure."""
    at = clock.text(clock.now())
    return table.update_action(
        key(sub),
        Profile.last_order_at.set(at),
        Profile.last_order_id.set(order_id),
        Profile.gsi1sk.set(_place(at, sub)),
        Profile.version.add(1),
        condition=table.IS_THERE & Profile.erasing_at.does_not_exist(),
    )


def find_profile(sub: str) -> Profile | None:
    """What is still there of a customer, one who is being erased included."""
    try:
        return Profile.get(*key(sub), consistent_read=True)
    except DoesNotExist:
        return None


def forget_consents(sub: str) -> None:
    for entry in ledger(sub):
        table.delete((entry["PK"], entry["SK"]))


def removal(sub: str) -> Plain:
    """The action that removes the profile; nothing happens where there is none."""
    return table.delete_action(key(sub))
