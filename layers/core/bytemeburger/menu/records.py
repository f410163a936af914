"""The menu of a store: `STORE#s` / `PRODUCT#id`, and `STORE#s` / `STOCK#id` for what is counted. They stand in one
item collection with the store's settings, so that all a customer needs to know before ordering is one query.

Stock is an item of its own: every order writes it, and a manager who saves the product must not undo that.
"""

from collections.abc import Mapping

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist

from bytemeburger import settings
from bytemeburger.attributes import typed_item
from bytemeburger.errors import NotFound
from bytemeburger.table import MAIN, Item, Key, Plain, PlainList, PlainMap, Whole, query_all
from bytemeburger.telemetry import followed


class Product(Item):
    """`price` is in centavos; `name` and `description` map a language (`pt-BR`, `en`) to a text. The shapes of
    `option_groups`, `slots` and `hours` stand in `schemas.py`. `counted`: it has a stock item."""

    type = UnicodeAttribute(default_for_new="product")
    store = UnicodeAttribute()
    product_id = UnicodeAttribute()
    category = UnicodeAttribute()
    name = PlainMap()
    description = PlainMap()
    price = Whole()
    allergens = PlainList()
    image = UnicodeAttribute(null=True)
    option_groups = PlainList(default_for_new=list)
    slots = PlainList(default_for_new=list)
    hours = PlainList(default_for_new=list)
    available = BooleanAttribute(default_for_new=True)
    counted = BooleanAttribute(default_for_new=False)
    removed = BooleanAttribute(default_for_new=False)


class Stock(Item):
    """`units` left to sell, and `low_at`: at how many the store wants to be told.

    `above_low`: how many may still go before that; negative from then on. It is stored because the stream's filters
    compare with a constant only, so they could not tell a stock that just became low from any other.
    """

    type = UnicodeAttribute(default_for_new="stock")
    store = UnicodeAttribute()
    product_id = UnicodeAttribute()
    units = Whole()
    low_at = Whole(default_for_new=0)
    above_low = Whole(null=True)

    def index(self) -> None:
        self.above_low = self.units - self.low_at - 1


def partition(store: str) -> str:
    return f"STORE#{store}"


def key(store: str, product_id: str) -> Key:
    return partition(store), f"PRODUCT#{product_id}"


def stock_key(store: str, product_id: str) -> Key:
    return partition(store), f"STOCK#{product_id}"


def new(store: str, product_id: str) -> Product:
    return Product(*key(store, product_id), store=store, product_id=product_id)


def read(store: str, product_id: str) -> Product:
    """Raises NotFound for one that never was, and for one that was removed."""
    try:
        product = Product.get(*key(store, product_id), consistent_read=True)
    except DoesNotExist:
        product = None
    if product is None or product.removed:
        raise NotFound("product-unknown", product_id=product_id)
    return product


def restored(store: str, product_id: str) -> Product:
    """A product to be saved: a new one, or the one that was removed under this id."""
    try:
        product = Product.get(*key(store, product_id), consistent_read=True)
    except DoesNotExist:
        return new(store, product_id)
    product.removed = False
    return product


def read_stock(store: str, product_id: str) -> Stock:
    """The stock item, a new one where nothing was counted yet."""
    try:
        return Stock.get(*stock_key(store, product_id), consistent_read=True)
    except DoesNotExist:
        return Stock(*stock_key(store, product_id), store=store, product_id=product_id, units=0)


def whole(store: str) -> tuple[Plain | None, list[Plain]]:
    """The store's settings (None for no such store) and its products, removed ones too; the counted with `units`
    and `low_at`. One query."""
    found = list(query_all(MAIN, partition(store)))
    stocks = {item["product_id"]: item for item in found if item["type"] == "stock"}
    products = [item for item in found if item["type"] == "product"]
    for product in products:
        if product.get("counted"):
            stock = stocks.get(product["product_id"], {})
            product |= {"units": stock.get("units", 0), "low_at": stock.get("low_at", 0)}
    return next((item for item in found if item["type"] == "store"), None), products


def reserve(store: str, units: Mapping[str, int]) -> list[Plain]:
    """The actions that take units from stock, all or none, never more than there are."""
    return [_count(store, product_id, -some, at_least=some) for product_id, some in units.items()]


def release(store: str, units: Mapping[str, int]) -> list[Plain]:
    """The actions that put reserved units back."""
    return [_count(store, product_id, some) for product_id, some in units.items()]


def _count(store: str, product_id: str, more: int, at_least: int | None = None) -> Plain:
    pk, sk = stock_key(store, product_id)
    update: Plain = {
        "TableName": settings.table_name(),
        "Key": typed_item({"PK": pk, "SK": sk}),
        "UpdateExpression": "SET units = units + :more, correlation_id = :cause ADD above_low :more, version :one",
        "ExpressionAttributeValues": typed_item({":more": more, ":one": 1, ":cause": followed()}),
    }
    if at_least is not None:
        update["ConditionExpression"] = "units >= :at_least"
        update["ExpressionAttributeValues"] |= typed_item({":at_least": at_least})
    return {"Update": update}
