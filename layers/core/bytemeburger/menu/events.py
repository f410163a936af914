"""Domain events of the menu."""

from typing import Annotated, Any, Literal

from bytemeburger.events import DomainEvent, EventDetail
from bytemeburger.formats import Centavos, Count, Format, Identifier
from bytemeburger.menu.rules import Category
from bytemeburger.stream import Change


class _ProductDetail(EventDetail):
    event_version: Literal[1]
    store: Identifier
    product_id: Identifier
    item_version: Annotated[int, Format(minimum=1, description="Of the item: who sees a lower one later ignores it.")]


class ProductChanged(_ProductDetail):
    """A product was put on the menu, changed or taken off it."""

    change: Literal["ADDED", "CHANGED", "REMOVED"]
    category: Category
    price: Centavos
    available: bool


class StockLow(_ProductDetail):
    """The stock of a counted product fell to its `low_at` or below."""

    units: Count
    low_at: Count


EVENTS = (ProductChanged, StockLow)


def of_change(change: Change) -> list[DomainEvent]:
    """The events of one change of a product or of its stock."""
    new, old = change.new, change.old
    if new is None:
        return []
    if new["type"] == "product":
        changed = ProductChanged(
            **_head("ProductChanged", change, new),
            change="REMOVED" if new["removed"] else "ADDED" if old is None or old["removed"] else "CHANGED",
            category=new["category"],
            price=new["price"],
            available=new["available"],
        )
        return [("ProductChanged", changed)]
    if new["type"] == "stock" and old is not None and _is_low(new) and not _is_low(old):
        low = StockLow(**_head("StockLow", change, new), units=max(0, new["units"]), low_at=new["low_at"])
        return [("StockLow", low)]
    return []


def _is_low(stock: dict[str, Any]) -> bool:
    return bool(stock["units"] <= stock["low_at"])


def _head(name: str, change: Change, item: dict[str, Any]) -> _ProductDetail:
    store, product_id, version = item["store"], item["product_id"], item["version"]
    return {
        "event_id": f"{store}.{product_id}.{version}.{name}",
        "event_version": 1,
        "occurred_at": change.at,
        "store": store,
        "product_id": product_id,
        "item_version": version,
    }
