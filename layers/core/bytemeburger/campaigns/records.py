"""Campaigns and their coupons; the uses of both are counted in `discounts.records`.

`STORE#s#CAMPAIGNS` / `CAMPAIGN#id` is a campaign as it was saved. Those that are active stand in the store's settings
besides, which every order reads anyway: an order costs what it did before where there are none.

`TRIES#digest` / `TRIES` counts the codes that were refused somebody, or a network, within ten minutes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from itertools import batched
from operator import and_

from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from bytemeburger import clock, seal, table
from bytemeburger.attributes import typed_item
from bytemeburger.audit import records as audit
from bytemeburger.audit.rules import About, differences
from bytemeburger.campaigns.coupons import fold
from bytemeburger.campaigns.model import MAX_ACTIVE, MAX_ACTIVE_BYTES, Campaign, Limits, State
from bytemeburger.campaigns.rules import has_ended
from bytemeburger.discounts.model import Discount, Kind, Use
from bytemeburger.discounts.records import count_action, counter_key, day_key, person_key
from bytemeburger.errors import Conflict, Invalid, NotFound
from bytemeburger.hours.rules import local_time
from bytemeburger.item_attributes import ValueAttribute
from bytemeburger.stores import records as stores
from bytemeburger.table import MAIN, Item, Key, Plain, query_all

DAY_RETENTION = timedelta(days=60)
PERSON_RETENTION = timedelta(days=400)
"""After their last use a person's count is forgotten."""
TRIES_WINDOW = timedelta(minutes=10)
MAX_TRIES = 10
"""Codes that one person may be refused within that time."""
MAX_TRIES_OF_A_NETWORK = 60
"""All kiosks of a store, and its guests, can be one network."""


def _known(stored: Plain) -> Campaign | None:
    """The campaign, None of a kind that only a later version knows."""
    return Campaign.of(stored) if stored["offer"]["kind"] in Kind else None


class SavedCampaign(Item):
    """`changed_by`: a member of staff's `sub`."""

    type = UnicodeAttribute(default_for_new="campaign")
    store = UnicodeAttribute()
    campaign_id = UnicodeAttribute()
    state = UnicodeAttribute(default_for_new=str(State.ACTIVE))
    definition = ValueAttribute(_known)
    changed_at = UnicodeAttribute()
    changed_by = UnicodeAttribute()

    def saved(self) -> Plain | None:
        """What there is to be changed: None of a new one."""
        return {"state": self.state, **self.definition.plain()} if self.version and self.definition else None


def key(store: str, campaign_id: str) -> Key:
    return _partition(store), f"CAMPAIGN#{campaign_id}"


def read(store: str, campaign_id: str) -> SavedCampaign:
    """Raises NotFound, for one of a kind that only a later version knows too."""
    with suppress(DoesNotExist):
        campaign = SavedCampaign.get(*key(store, campaign_id), consistent_read=True)
        if campaign.definition:
            return campaign
    raise NotFound("campaign-unknown")


def read_or_new(store: str, campaign_id: str) -> SavedCampaign:
    try:
        return read(store, campaign_id)
    except NotFound:
        return SavedCampaign(*key(store, campaign_id), store=store, campaign_id=campaign_id)


def all_of(store: str) -> list[SavedCampaign]:
    """Every campaign of a store, those that have ended too, but for those of a kind that only a later version knows."""
    found = map(_from_item, query_all(MAIN, _partition(store), prefix="CAMPAIGN#"))
    return [campaign for campaign in found if campaign.definition]


def counters(store: str, campaign_ids: Sequence[str]) -> Mapping[str, Plain]:
    """The counter of each campaign that has one, `uses` and `spent`."""
    names = {counter_key(store, each): each for each in campaign_ids}
    found: dict[str, Plain] = {}
    for keys in batched(names, 100, strict=False):
        found |= {names[key]: counter for key, counter in table.fetch(keys).items()}
    return found


def save(campaign: SavedCampaign, before: Plain | None, by: str) -> None:
    """Write a campaign, and have the store's settings show it while it is active; `before`: what it was (`saved`).

    Raises Conflict when somebody else was faster, Invalid for more active campaigns than an order is to read.
    """
    store = stores.read(campaign.store)
    local = local_time(clock.now(), store.time_zone)
    campaign.changed_at, campaign.changed_by = clock.text(clock.now()), by
    definition = campaign.definition
    assert definition
    others = [each for each in store.campaigns or [] if each["campaign_id"] != campaign.campaign_id]
    active = [each for each in others if not has_ended(each.get("ends"), local)]
    if campaign.state == State.ACTIVE:
        active.append(definition.plain())
    if len(active) > MAX_ACTIVE or len(json.dumps(active, ensure_ascii=False).encode()) > MAX_ACTIVE_BYTES:
        raise Invalid("too-many-campaigns", limit=MAX_ACTIVE, limit_bytes=MAX_ACTIVE_BYTES)
    visibility = [stores.show_campaigns(store, active)] if active != (store.campaigns or []) else []
    changes = differences(before, {"state": campaign.state, **definition.plain()})
    changed = audit.record_changes(campaign.store, by, About.CAMPAIGN, changes, campaign.campaign_id)
    try:
        table.save(campaign, [*visibility, *changed])
    except (table.VersionConflict, table.TransactionCancelled):
        raise Conflict("campaign-changed") from None


def active(stored: Iterable[Plain]) -> dict[str, Campaign]:
    """By id, the campaigns of a store's settings, but for those of a kind that only a later version knows."""
    return {campaign.campaign_id: campaign for campaign in map(_known, stored) if campaign}


def coupon_key(store: str, code: str) -> Key:
    """Of a folded code: its digest is the key, so the table reveals no codes."""
    return f"COUPON#{seal.encode(seal.digest('coupon', f'{store}\0{code}'))}", "COUPON"


@dataclass(frozen=True)
class Tries:
    """What counts codes that are refused to a person, or to a network, until the end of the window; `most` of them."""

    key: Key
    most: int


def tries(person: str | None, network: str | None) -> list[Tries]:
    """Which counts a code belongs to that they try now."""
    window = int(clock.now().timestamp() // TRIES_WINDOW.total_seconds())
    return [
        Tries((f"TRIES#{seal.encode(seal.digest(kind, f'{who}\0{window}'))}", "TRIES"), most)
        for kind, who, most in (
            ("coupon-person", person, MAX_TRIES),
            ("coupon-network", network, MAX_TRIES_OF_A_NETWORK),
        )
        if who is not None
    ]


def seconds_to_next_try() -> int:
    """Until the window's end."""
    window = int(TRIES_WINDOW.total_seconds())
    return window - int(clock.now().timestamp()) % window


def count_tries(counts: Iterable[Tries]) -> None:
    """Count a code that was refused. Requests at once may all be refused before the first of them is counted: a few
    more, then none for the rest of the window."""
    for each in counts:
        changes = Path("type").set("coupon_tries"), _expiry(2 * TRIES_WINDOW), Path("tries").add(1)
        table.update(each.key, *changes)


def add_coupons(campaign: SavedCampaign, codes: Sequence[str], most: int, by: str) -> None:
    """Make codes for a campaign, each good for so many uses, all or none. Raises Conflict where one is taken."""
    issued = [{"path": "/coupons", "old": None, "new": {"codes": len(codes), "uses": most}}]
    coupons = audit.record_changes(campaign.store, by, About.CAMPAIGN, issued, campaign.campaign_id)
    for key in (coupon_key(campaign.store, fold(code)) for code in codes):
        coupon = {"PK": key[0], "SK": key[1], "type": "coupon", "store": campaign.store, "uses": 0, "most": most}
        coupons.append(table.put_action(coupon | {"campaign_id": campaign.campaign_id}, table.IS_NEW))
    try:
        table.transact(coupons)
    except table.TransactionCancelled:
        raise Conflict("coupon-taken") from None


def use(campaign: Campaign, discount: Discount, day: str, person: str | None, coupon: Key | None) -> Use:
    """What an order that has this discount takes: no more than what there is a limit for."""
    limits = campaign.limits
    return Use(
        campaign.campaign_id,
        discount.amount,
        in_all=limits.uses is not None or limits.budget is not None,
        day=day if limits.uses_per_day is not None else None,
        person=person if _per_person(campaign) is not None else None,
        coupon=coupon[0] if coupon and campaign.with_coupon else None,
    )


def take(store: str, use: Use, campaign: Campaign | None) -> list[Plain]:
    """The actions that count a use, refused where a limit of the campaign is reached; of one that is no longer active
    they are never refused."""
    limits = campaign.limits if campaign else Limits()
    actions = []
    if use.in_all:
        condition = _within(("uses", limits.uses, 1), ("spent", limits.budget, use.amount))
        actions.append(count_action(counter_key(store, use.campaign_id), condition, uses=1, spent=use.amount))
    if use.day is not None:
        condition = _within(("uses", limits.uses_per_day, 1))
        actions.append(count_action(day_key(store, use), condition, _expiry(DAY_RETENTION), uses=1))
    if use.person is not None:
        condition = _within(("uses", _per_person(campaign) if campaign else None, 1))
        actions.append(count_action(person_key(store, use), condition, _expiry(PERSON_RETENTION), uses=1))
    if use.coupon is not None:
        actions.append(count_action((use.coupon, "COUPON"), Path("uses") < Path("most"), uses=1))
    return actions


def read_limits(
    store: str, campaigns: Iterable[Campaign], day: str, person: str | None
) -> tuple[frozenset[str], dict[str, int]]:
    """Campaigns with a limit that is reached, and what is left of the budget of each that has one, as far as that is
    known before an order is written."""
    limited: dict[Key, tuple[Campaign, int | None, int | None]] = {}
    for each in campaigns:
        use, limits = Use(each.campaign_id, 0, day=day, person=person), each.limits
        if limits.uses is not None or limits.budget is not None:
            limited[counter_key(store, each.campaign_id)] = each, limits.uses, limits.budget
        if limits.uses_per_day is not None:
            limited[day_key(store, use)] = each, limits.uses_per_day, None
        if person is not None and _per_person(each) is not None:
            limited[person_key(store, use)] = each, _per_person(each), None
    found = table.fetch(limited) if limited else {}
    full, budgets = set(), {}
    for key, (each, uses, budget) in limited.items():
        counter = found.get(key, {})
        if uses is not None and counter.get("uses", 0) >= uses:
            full.add(each.campaign_id)
        if budget is not None:
            budgets[each.campaign_id] = budget - counter.get("spent", 0)
    return frozenset(full), budgets


def _from_item(item: Plain) -> SavedCampaign:
    return SavedCampaign.from_raw_data(typed_item(item))


def _partition(store: str) -> str:
    return f"STORE#{store}#CAMPAIGNS"


def _per_person(campaign: Campaign) -> int | None:
    """A first order is one, whatever two that are placed at once find."""
    return 1 if campaign.first_order else campaign.limits.uses_per_person


def _within(*counted: tuple[str, int | None, int]) -> Condition | None:
    """That so many more do not exceed the limit of each: conditions cannot add."""
    conditions: list[Condition] = [
        Path(name).does_not_exist() | (Path(name) <= limit - more) for name, limit, more in counted if limit is not None
    ]
    return reduce(and_, conditions) if conditions else None


def _expiry(time: timedelta) -> Action:
    return Path("expires_at").set(int((clock.now() + time).timestamp()))
