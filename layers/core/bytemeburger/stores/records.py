"""A store's settings: `STORE#s` / `SETTINGS`; all stores: GSI2 `STORES` / s."""

from collections.abc import Iterable

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from bytemeburger.errors import Conflict, Invalid
from bytemeburger.table import BY_PERSON, Item, Key, Plain, query_all


class Store(Item):
    """`time_zone` is an IANA name; it decides the business day."""

    type = UnicodeAttribute(default_for_new="store")
    store = UnicodeAttribute()
    name = UnicodeAttribute()
    time_zone = UnicodeAttribute()
    accepts_orders = BooleanAttribute(default_for_new=True)
    gsi2pk = UnicodeAttribute(attr_name="GSI2PK", default_for_new="STORES")
    gsi2sk = UnicodeAttribute(attr_name="GSI2SK", null=True)

    def index(self) -> None:
        self.gsi2sk = self.store


def key(store: str) -> Key:
    return f"STORE#{store}", "SETTINGS"


def new(store: str) -> Store:
    return Store(*key(store), store=store)


def open_store(store: Plain | None) -> Plain:
    """The settings of a store that takes orders now. Raises Invalid for no store, Conflict for a closed one."""
    if store is None:
        raise Invalid("store-unknown")
    if not store["accepts_orders"]:
        raise Conflict("store-closed")
    return store


def all_stores() -> Iterable[Plain]:
    return query_all(BY_PERSON, "STORES")
