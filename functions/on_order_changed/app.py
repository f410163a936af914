"""Table stream: turn each change of an order into domain events on the bus, in the order of the changes."""

from typing import Any

from bytemeburger import stream
from bytemeburger.orders import events


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return stream.publish_each(event, events.of_change)
