"""OrderStatusChanged and RefundChanged on the bus: send a frame to the kitchen's screens, the board and the order's
page.

The frame has the store's next sequence number, by which a screen detects a missed one, and the order as it is after
that number was taken: a late or repeated event must not send an old state under a new number.
"""

from bytemeburger.bus import event_consumer
from bytemeburger.live import delivery, records, rules
from bytemeburger.orders import records as orders
from bytemeburger.orders.events import OrderStatusChanged, RefundChanged
from bytemeburger.telemetry import count, logger


@event_consumer
def handler(detail: OrderStatusChanged | RefundChanged) -> None:
    sequence = records.next_sequence(detail["store"])
    order = orders.read(detail["order_id"])
    sent, failed = delivery.deliver(rules.frames(order.stored(), sequence))
    count("FrameSent", sent)
    count("FrameFailed", failed)
    logger.info("update pushed", extra={"order_id": order.order_id, "sequence": sequence, "sent": sent})
