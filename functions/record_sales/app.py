"""Table stream: book each sale and each refund once, in the counters that reports and suggestions read."""

from bytemeburger.orders.model import stored_order
from bytemeburger.sales import records
from bytemeburger.sales.rules import bookings
from bytemeburger.stream import Change, stream_consumer


@stream_consumer
def handler(change: Change) -> None:
    for booking in bookings(stored_order(change.old), stored_order(change.new)):
        records.book(booking)
        if booking.effect == "SALE":
            records.count_together(booking.order)
