"""Table stream: turn each change of an order into domain events on the bus, in the order of the changes."""

from typing import Any

from bytemeburger.events import publish_each
from bytemeburger.orders.events import of_change


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return publish_each(event, of_change)
