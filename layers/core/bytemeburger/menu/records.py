"""The menu of a store, one item per product: `STORE#s#MENU` / `PRODUCT#id`; the whole menu is one query."""

from collections.abc import Iterable

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from bytemeburger.table import MAIN, Item, Key, Plain, PlainList, PlainMap, Whole, query_all


class Product(Item):
    """`price` is in centavos; `name` and `description` map a language (`pt-BR`, `en`) to a text."""

    type = UnicodeAttribute(default_for_new="product")
    store = UnicodeAttribute()
    product_id = UnicodeAttribute()
    category = UnicodeAttribute()
    name = PlainMap()
    description = PlainMap()
    price = Whole()
    allergens = PlainList()
    available = BooleanAttribute(default_for_new=True)


def key(store: str, product_id: str) -> Key:
    return f"STORE#{store}#MENU", f"PRODUCT#{product_id}"


def new(store: str, product_id: str) -> Product:
    return Product(*key(store, product_id), store=store, product_id=product_id)


def menu(store: str) -> Iterable[Plain]:
    """Every product of the store."""
    return query_all(MAIN, f"STORE#{store}#MENU", prefix="PRODUCT#")
