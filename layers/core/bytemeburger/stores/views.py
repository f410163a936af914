"""What the staff see of their store."""

from typing import Any, TypedDict, cast

from bytemeburger.audit.rules import Difference
from bytemeburger.formats import Count, Identifier, Version
from bytemeburger.hours.rules import SellingHours
from bytemeburger.stores.records import Store
from bytemeburger.table import Plain


class StaticPix(TypedDict):
    """Where the money goes when the provider is down."""

    key: str
    name: str
    city: str


class WaitLimits(TypedDict):
    """After how many minutes an order is shown as one to hurry up with, and as late."""

    warning_minutes: Count
    late_minutes: Count


class KitchenPlaces(TypedDict):
    """How many units of each category the kitchen makes at a time."""

    burger: Count
    side: Count
    drink: Count
    dessert: Count


class Throttle(TypedDict):
    """From which wait on slow products are not offered, and how many minutes of work on each of its places a station may
    have before it; null: no limit."""

    busy_minutes: Count | None
    full_minutes: Count | None


class MailHours(TypedDict):
    """When campaign mails go out, in the store's local time."""

    opens: str
    closes: str


WAIT_LIMITS: WaitLimits = {"warning_minutes": 8, "late_minutes": 15}
"""Of a store that has not set its own; late as the service levels count it (`orders.metrics.LATE_SECONDS`)."""


class StoreProfile(TypedDict):
    """`hours`: none means always; `accepts_orders` false is the emergency stop, whatever they say."""

    store: Identifier
    name: str
    time_zone: str
    accepts_orders: bool
    hours: list[SellingHours]
    pix: StaticPix | None
    alert_email: str | None
    wait_limits: WaitLimits
    kitchen_places: KitchenPlaces | None
    throttle: Throttle | None
    mail_hours: MailHours | None
    version: Version


class Ordering(TypedDict):
    """Whether the store takes orders."""

    store: Identifier
    accepts_orders: bool


def saved(store: Store) -> Plain:
    """What a manager saves."""
    return {
        "name": store.name,
        "hours": store.hours,
        "pix": store.pix,
        "alert_email": store.alert_email,
        "wait_limits": wait_limits(store),
        "kitchen_places": store.kitchen_places,
        "throttle": store.throttle,
        "mail_hours": store.mail_hours,
    }


def for_audit(change: Difference) -> Difference:
    """A change of that as the trail keeps it: of a Pix key or an address, which may be a person's, the end alone."""
    return change | {side: _without_person(change["path"], change[side]) for side in ("old", "new")}


def _without_person(path: str, value: Any) -> Any:
    match path, value:
        case "/pix/key" | "/alert_email", str():
            return f"…{value[-4:]}"
        case "/pix", {"key": key}:
            return {**value, "key": _without_person("/pix/key", key)}
    return value


def wait_limits(store: Store) -> WaitLimits:
    return cast("WaitLimits", store.wait_limits or WAIT_LIMITS)


def for_staff(store: Store) -> StoreProfile:
    return {
        "store": store.store,
        "name": store.name,
        "time_zone": store.time_zone,
        "accepts_orders": store.accepts_orders,
        "hours": store.hours,
        "pix": cast("StaticPix | None", store.pix),
        "alert_email": store.alert_email,
        "wait_limits": wait_limits(store),
        "kitchen_places": cast("KitchenPlaces | None", store.kitchen_places),
        "throttle": cast("Throttle | None", store.throttle),
        "mail_hours": cast("MailHours | None", store.mail_hours),
        "version": store.version,
    }
