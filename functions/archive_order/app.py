"""OrderStatusChanged and RefundChanged on the bus: keep an order that has ended, and that money moved for, in the archive,
without its person.

What an order becomes later has an event of its own. Of what has none, a code that is closed at last is no money, and an
order whose money a bank took back stays in the table (`Order.final`).
"""

from bytemeburger.bus import event_consumer
from bytemeburger.orders import archive, records
from bytemeburger.orders.events import OrderStatusChanged, RefundChanged
from bytemeburger.telemetry import logger


@event_consumer
def handler(detail: OrderStatusChanged | RefundChanged) -> None:
    order = records.read(detail["order_id"])
    if archive.concerns(order):
        archive.write(order)
        logger.info("order archived", extra={"order_id": order.order_id, "version": order.version})
