"""Table stream: turn each change of an order into domain events on the bus, in the order of the changes, and into the
store's business metrics."""

from typing import Any

from bytemeburger.events import publish_each
from bytemeburger.orders import measures
from bytemeburger.orders.events import DomainEvent, of_change
from bytemeburger.stream import Change
from bytemeburger.telemetry import measure


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return publish_each(event, _told_and_measured)


def _told_and_measured(change: Change) -> list[DomainEvent]:
    for measured in measures.of_change(change):
        measure(*measured)
    return of_change(change)
