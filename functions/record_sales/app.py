"""Table stream: book each sale and each refund once, in the counters that reports and suggestions read; and learn how fast the
kitchen of a store is that promises times."""

from bytemeburger.orders.model import stored_order
from bytemeburger.sales import records
from bytemeburger.sales.rules import bookings, released
from bytemeburger.stream import Change, stream_consumer


@stream_consumer
def handler(change: Change) -> None:
    old, new = stored_order(change.old), stored_order(change.new)
    for booking in bookings(old, new):
        records.book(booking)
        if booking.effect == "SALE":
            records.count_together(booking.order)
    if new and (campaign_ids := released(old, new)):
        records.book_released(new, campaign_ids)
    if new and new.get("promise"):
        from bytemeburger.kitchen import pace  # loads the orders' model, which stores without promises never need

        pace.follow(old, new)
