"""What a store does between two requests."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bytemeburger import table
from bytemeburger.menu import records as menu
from bytemeburger.orders.rules import Status
from bytemeburger.stores import records as stores
from functions.set_stock.app import handler
from tests.conftest import Context

EVENTS = Path(__file__).parents[2] / "events"
GOLDEN = Path(__file__).parents[1] / "golden" / "events"


def open_store(name: str) -> None:
    """Another store, with nothing on its menu."""

    store = stores.new(name)
    store.name, store.time_zone = name.title(), "America/Sao_Paulo"
    table.save(store)


def change_product(product_id: str, **changes: Any) -> None:
    _change(menu.read("centro", product_id), changes)


def set_stock(product_id: str, units: int, low_at: int = 0) -> None:
    change_product(product_id, counted=True)
    _change(menu.read_stock("centro", product_id), {"units": units, "low_at": low_at})


def count_stock(product_id: str, units: int | None) -> dict[str, Any]:
    """What somebody is answered who counts the units on the shelf."""

    request = json.loads((EVENTS / "set_stock.json").read_text())
    request |= {"pathParameters": {"product_id": product_id}, "body": json.dumps({"units": units})}
    return dict(handler(request, Context()))


def units_left(product_id: str) -> int:
    return menu.read_stock("centro", product_id).units


def change_store(**changes: Any) -> None:
    _change(stores.read("centro"), changes)


def _change(item: Any, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(item, name, value)
    table.save(item)


def entering(status: Status) -> Callable[[Any], bool]:
    """What `records.change` takes to move an order on, whoever may do that and whatever else it changes."""

    def decide(order: Any) -> bool:
        order.change_status(status, order.paid_at or order.created_at, "kitchen")
        return True

    return decide


def of_the_version_before(order: Any, name: str, **detail: Any) -> dict[str, Any]:
    """An event about an order as the version before emitted it: the first in the corpus with this name and detail."""
    for event in json.loads((GOLDEN / "order-1.json").read_text()):
        if event["detail-type"] == name and detail.items() <= event["detail"].items():
            event["detail"] |= {"order_id": order.order_id, "order_version": order.version}
            return dict(event)
    raise LookupError(name)
