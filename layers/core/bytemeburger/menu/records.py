"""The menu of a store: `STORE#s` / `PRODUCT#id`, and `STORE#s` / `STOCK#id` for what is counted. They stand in one
item collection with the store's settings, so that all a customer needs to know before ordering is one query.

Stock is an item of its own: every order writes it, and a manager who saves the product must not undo that.
"""

from collections.abc import Mapping

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from bytemeburger import table
from bytemeburger.errors import NotFound
from bytemeburger.item_attributes import IntegerAttribute, PlainListAttribute, PlainMapAttribute
from bytemeburger.menu.rules import UNPAID_ALLOWANCE
from bytemeburger.table import MAIN, Item, Key, Plain, query_all


class Product(Item):
    """`price` is in centavos; `name` and `description` map a language (`pt-BR`, `en`) to a text. The shapes of
    `option_groups`, `slots` and `hours` stand in `schemas.py`. `counted`: it has a stock item. `make_seconds`: how long the
    station of its category takes for a unit; options may add to it."""

    type = UnicodeAttribute(default_for_new="product")
    store = UnicodeAttribute()
    product_id = UnicodeAttribute()
    category = UnicodeAttribute()
    name = PlainMapAttribute()
    description = PlainMapAttribute()
    price = IntegerAttribute()
    allergens = PlainListAttribute()
    image = UnicodeAttribute(null=True)
    option_groups = PlainListAttribute(default_for_new=list)
    slots = PlainListAttribute(default_for_new=list)
    hours = PlainListAttribute(default_for_new=list)
    available = BooleanAttribute(default_for_new=True)
    counted = BooleanAttribute(default_for_new=False)
    removed = BooleanAttribute(default_for_new=False)
    make_seconds = IntegerAttribute(null=True)


UNITS, UNPAID, PAID = "units", "reserved_unpaid", "reserved_paid"
"""Where in a stock item the units on the shelf are counted: free, or reserved for an order that waits for money, or for
a paid one that is not ready."""


class Stock(Item):
    """`units` left to sell (negative when more was sold than was then counted), those reserved for open orders, and
    `low_at`: the number at which StockLow is published. Older items lack the reserved counts.

    `above_low`: how many may still go before that; negative from then on. It is stored because the stream's filters
    compare with a constant only, so they could not recognise a stock that just became low.
    """

    type = UnicodeAttribute(default_for_new="stock")
    store = UnicodeAttribute()
    product_id = UnicodeAttribute()
    units = IntegerAttribute()
    reserved_unpaid = IntegerAttribute(null=True)
    reserved_paid = IntegerAttribute(null=True)
    low_at = IntegerAttribute(default_for_new=0)
    above_low = IntegerAttribute(null=True)

    def index(self) -> None:
        self.above_low = self.units - self.low_at - 1

    @property
    def reserved(self) -> int:
        """Units that stand on the shelf and belong to open orders."""
        return max(0, self.reserved_unpaid or 0) + max(0, self.reserved_paid or 0)

    def recount(self, shelf: int) -> None:
        """Take over how many units stand on the shelf."""
        self.units = shelf - self.reserved


class Arrangement(Item):
    """In which order the products of a category are shown; those that it does not name come last."""

    type = UnicodeAttribute(default_for_new="arrangement")
    product_ids = PlainListAttribute(default_for_new=list)


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


def require(store: str, product_id: str) -> None:
    """Raises NotFound as `read` does, for a fifth of its CPU."""
    product = table.read_attributes(key(store, product_id), "removed")
    if product is None or product.get("removed"):
        raise NotFound("product-unknown", product_id=product_id)


def read_or_new(store: str, product_id: str) -> Product:
    """A product to be saved: a new one, or the one that is there under this id, removed or not."""
    try:
        return Product.get(*key(store, product_id), consistent_read=True)
    except DoesNotExist:
        return new(store, product_id)


def read_stock(store: str, product_id: str) -> Stock:
    """The stock item, a new one where nothing was counted yet."""
    try:
        return Stock.get(*stock_key(store, product_id), consistent_read=True)
    except DoesNotExist:
        return Stock(*stock_key(store, product_id), store=store, product_id=product_id, units=0)


def read_arrangement(store: str) -> Arrangement:
    """A new one where the menu was never arranged."""
    key = partition(store), "ARRANGEMENT"
    try:
        return Arrangement.get(*key, consistent_read=True)
    except DoesNotExist:
        return Arrangement(*key)


def read_menu(store: str) -> tuple[Plain | None, list[Plain]]:
    """The store's settings (None for no such store) and its products, removed ones too: each with its `place` on the
    menu, the counted with `units` and `low_at`. `kitchen` of the settings is what its kitchen has to do
    (`estimates.records`), `backlog` what it has admitted. One query."""
    found = list(query_all(MAIN, partition(store)))
    stocks = {item["product_id"]: item for item in found if item["type"] == "stock"}
    products = [item for item in found if item["type"] == "product"]
    arranged: list[str] = next((item["product_ids"] for item in found if item["type"] == "arrangement"), [])
    places = {product_id: place for place, product_id in enumerate(arranged)}
    for product in products:
        product["place"] = places.get(product["product_id"], len(places))
        if product.get("counted"):
            stock = stocks.get(product["product_id"], {})
            product |= {"units": stock.get("units", 0), "low_at": stock.get("low_at", 0)}
    settings = next((item for item in found if item["type"] == "store"), None)
    if settings is not None:
        for name in ("kitchen", "backlog"):
            settings[name] = next((item for item in found if item["type"] == name), None)
    return settings, products


def switch_counting(store: str, product_id: str, counted: bool) -> Plain:
    """The action that makes a product counted or not; refused for one that was removed."""
    changes = Product.counted.set(counted), table.cause(), Product.version.add(1)
    return table.update_action(key(store, product_id), *changes, condition=Product.removed.is_in(False))


def reserve(
    store: str, units: Mapping[str, int], counter: str | None = UNPAID, *, to_the_last: bool = True
) -> list[Plain]:
    """The actions that reserve units for an order, all or none, never more than there are.

    Unless it may go `to_the_last`, the reservation is refused while more units are reserved for unpaid orders than
    are left, and more than UNPAID_ALLOWANCE, so that orders nobody pays cannot empty a shelf.
    """
    return [_reserve(store, product_id, count, counter, to_the_last) for product_id, count in units.items()]


def move(store: str, units: Mapping[str, int], origin: str | None, goal: str | None) -> list[Plain]:
    """The actions that count units elsewhere in their stock; None for those that were or are not on the shelf."""
    return [
        table.update_action(stock_key(store, product_id), *_move_changes(count, origin, goal))
        for product_id, count in units.items()
    ]


def units_left(stock: Plain | None) -> int:
    """Of what stood against a reservation; 0 where nothing was ever counted."""
    return max(0, stock[UNITS]) if stock else 0


def _reserve(store: str, product_id: str, count: int, counter: str | None, to_the_last: bool) -> Plain:
    unpaid = Stock.reserved_unpaid
    enough: Condition = Stock.units >= count
    if not to_the_last:
        enough &= unpaid.does_not_exist() | (unpaid <= UNPAID_ALLOWANCE - count) | (unpaid <= Stock.units)
    changes = _move_changes(count, UNITS, counter)
    return table.update_action(stock_key(store, product_id), *changes, condition=enough, answer_old=True)


def _move_changes(count: int, origin: str | None, goal: str | None) -> list[Action]:
    added = {"version": 1}
    for counter, more in ((origin, -count), (goal, count)):
        if counter is not None:
            added[counter] = more
        if counter == UNITS:
            added["above_low"] = more
    return [table.cause(), *(Path(name).add(more) for name, more in added.items())]
