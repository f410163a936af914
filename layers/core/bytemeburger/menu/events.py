"""Domain events of the menu. The schemas stand in docs/events/."""

from typing import Any

from bytemeburger.events import DomainEvent, domain_event
from bytemeburger.stream import Change

VERSION = 1


def of_change(change: Change) -> list[DomainEvent]:
    """The events of one change of a product or of its stock."""
    new, old = change.new, change.old
    if new is None:
        return []
    if new["type"] == "product":
        what = "REMOVED" if new["removed"] else "ADDED" if old is None or old["removed"] else "CHANGED"
        told = {"change": what, "category": new["category"], "price": new["price"], "available": new["available"]}
        return [_event("ProductChanged", change, new, **told)]
    if new["type"] == "stock" and old is not None and _is_low(new) and not _is_low(old):
        return [_event("StockLow", change, new, units=max(0, new["units"]), low_at=new["low_at"])]
    return []


def _is_low(stock: dict[str, Any]) -> bool:
    return bool(stock["units"] <= stock["low_at"])


def _event(name: str, change: Change, item: dict[str, Any], /, **detail: Any) -> DomainEvent:
    store, product_id, version = item["store"], item["product_id"], item["version"]
    return domain_event(
        name,
        VERSION,
        f"{store}.{product_id}.{version}.{name}",
        change.at,
        store=store,
        product_id=product_id,
        item_version=version,
        **detail,
    )
