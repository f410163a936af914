"""OrderStatusChanged and RefundChanged on the bus: tell the kitchen's screens, the board and whoever follows the order.

The frame carries the store's next sequence number, by which a screen sees that it missed one, and the order as it is
once that number is taken: an event that comes late or twice must not tell of the past under a new number.
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
