"""Table stream: book each sale and each refund once, in the counters that reports and suggestions read."""

from typing import Any

from bytemeburger import stream
from bytemeburger.sales import records
from bytemeburger.sales.rules import bookings


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return stream.each(event, _book)


def _book(change: stream.Change) -> None:
    for booking in bookings(change.old, change.new):
        records.book(booking)
        if booking.effect == "SALE":
            records.count_together(booking.order)
