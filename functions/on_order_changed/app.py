"""Table stream: turn each change of an order, a product, a stock or a customer into domain events on the bus, in the
order of the changes, and the orders' into the store's business metrics."""

from typing import Any

from bytemeburger.customers import events as customers
from bytemeburger.events import DomainEvent, publish_each
from bytemeburger.menu import events as menu
from bytemeburger.orders import events as orders
from bytemeburger.orders import measures
from bytemeburger.stream import Change
from bytemeburger.telemetry import measure


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return publish_each(event, _told_and_measured)


def _told_and_measured(change: Change) -> list[DomainEvent]:
    for measured in measures.of_change(change):
        measure(*measured)
    return orders.of_change(change) + menu.of_change(change) + customers.of_change(change)
