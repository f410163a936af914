"""OrderStatusChanged and RefundChanged on the bus: send a frame to the kitchen's screens, the board and the order's
page.

The frame has the store's next sequence number, by which a screen detects a missed one, and the order as it is after
that number was taken: a late or repeated event must not send an old state under a new number. Who listens comes with both.
"""

from bytemeburger import table
from bytemeburger.bus import event_consumer
from bytemeburger.errors import NotFound
from bytemeburger.live import delivery, records, rules
from bytemeburger.orders import records as orders
from bytemeburger.orders.events import OrderStatusChanged, RefundChanged
from bytemeburger.orders.model import stored_order
from bytemeburger.telemetry import count, logger


@event_consumer
def handler(detail: OrderStatusChanged | RefundChanged) -> None:
    order_id = detail["order_id"]
    sequence, listeners = records.next_sequence(detail["store"])
    channel = rules.order_channel(order_id)
    found = table.fetch([orders.key(order_id), records.channel_key(channel)])
    order = stored_order(found.get(orders.key(order_id)))
    if order is None:
        raise NotFound("order-not-found")
    of_order = records.listeners(channel, found.get(records.channel_key(channel)))
    sent, failed = delivery.deliver(rules.frames(order, sequence), {**listeners, channel: of_order})
    count("FrameSent", sent)
    count("FrameFailed", failed)
    logger.info("update pushed", extra={"order_id": order_id, "sequence": sequence, "sent": sent})
