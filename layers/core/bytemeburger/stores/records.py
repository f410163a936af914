"""A store's settings, `STORE#s` / `SETTINGS`, in the item collection of its menu; all stores: GSI2 `STORES` / s."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist

from bytemeburger import table
from bytemeburger.errors import Conflict, Invalid, NotFound
from bytemeburger.hours.rules import local_time, sells_at
from bytemeburger.item_attributes import PlainListAttribute, PlainMapAttribute
from bytemeburger.table import BY_PERSON, Item, Key, Page, Plain, query


class Store(Item):
    """`time_zone` is an IANA name; it decides the business day. `accepts_orders` false is the emergency stop, whatever
    the `hours` say. `pix` (key, name, city): where a static Pix goes when the provider is down. `alert_email`: where
    e-mails about low stock and refused refunds go. `wait_limits` (warning_minutes, late_minutes): when the kitchen's
    screen says how long an order waits. `campaigns`: those that are active (`campaigns.records`), because whoever
    places an order reads its store. `kitchen_places`: how many units each station makes at a time; without it no times are
    promised. `throttle` (busy_minutes, full_minutes): from which wait on slow products are not offered, and how much work the
    kitchen may have before it. `mail_hours` (opens, closes): when campaign mails go out."""

    type = UnicodeAttribute(default_for_new="store")
    store = UnicodeAttribute()
    name = UnicodeAttribute()
    time_zone = UnicodeAttribute()
    accepts_orders = BooleanAttribute(default_for_new=True)
    hours = PlainListAttribute(default_for_new=list)
    pix = PlainMapAttribute(null=True)
    alert_email = UnicodeAttribute(null=True)
    wait_limits = PlainMapAttribute(null=True)
    campaigns = PlainListAttribute(null=True)
    kitchen_places = PlainMapAttribute(null=True)
    throttle = PlainMapAttribute(null=True)
    mail_hours = PlainMapAttribute(null=True)
    gsi2pk = UnicodeAttribute(attr_name="GSI2PK", default_for_new="STORES")
    gsi2sk = UnicodeAttribute(attr_name="GSI2SK", null=True)

    def index(self) -> None:
        self.gsi2sk = self.store


def key(store: str) -> Key:
    return f"STORE#{store}", "SETTINGS"


def new(store: str) -> Store:
    return Store(*key(store), store=store)


def read(store: str) -> Store:
    """Raises NotFound."""
    try:
        return Store.get(*key(store), consistent_read=True)
    except DoesNotExist:
        raise NotFound("store-unknown") from None


def show_campaigns(store: Store, active: list[Plain]) -> Plain:
    """The action that lets the settings show these campaigns; refused where they are not those that were read."""
    change = Store.campaigns.set(active) if active else Store.campaigns.remove()
    return table.update_action(
        key(store.store), change, table.cause(), Store.version.add(1), condition=Store.version == store.version
    )


def require_known(store: Plain | None) -> Plain:
    """Raises NotFound for none."""
    if store is None:
        raise NotFound("store-unknown")
    return store


def takes_orders(store: Plain, at: datetime) -> bool:
    """Whether it is within its hours and not stopped."""
    return store["accepts_orders"] and sells_at(store.get("hours") or [], local_time(at, store["time_zone"]))


@dataclass(frozen=True)
class BacklogLimit:
    """How much work the kitchen's stations may have before them: so many `minutes` on each of their `places`."""

    minutes: int
    places: Mapping[str, int]

    def seconds(self, station: str) -> int:
        """Of work at usual speed."""
        return self.minutes * 60 * self.places[station]


def backlog_limit(store: Plain) -> BacklogLimit | None:
    """None for a store that has set none."""
    minutes, places = (store.get("throttle") or {}).get("full_minutes"), store.get("kitchen_places")
    return BacklogLimit(minutes, places) if minutes and places else None


@dataclass(frozen=True)
class OpenStore:
    """What an order needs of a store's settings. `local`: when it is placed, in the store's local time; `campaigns`: as
    they are stored; `promises`: whether times are promised."""

    time_zone: str
    local: datetime
    campaigns: Sequence[Plain]
    promises: bool
    backlog_limit: BacklogLimit | None

    @property
    def business_day(self) -> str:
        return self.local.date().isoformat()


def open_store(store: Plain | None, at: datetime) -> OpenStore:
    """A store that takes orders now. Raises Invalid for no store, Conflict for a closed one."""
    if store is None:
        raise Invalid("store-unknown")
    if not store["accepts_orders"]:
        raise Conflict("store-stopped")
    if not takes_orders(store, at):
        raise Conflict("store-closed")
    return OpenStore(
        store["time_zone"],
        local_time(at, store["time_zone"]),
        store.get("campaigns") or [],
        bool(store.get("kitchen_places")),
        backlog_limit(store),
    )


def some_stores(count: int, cursor: str | None) -> Page:
    return query(BY_PERSON, "STORES", limit=count, cursor=cursor)
