"""OrderPaid on the bus: e-mail the order's number to the customer, where an address is known."""

from bytemeburger.bus import event_consumer
from bytemeburger.notices import customers
from bytemeburger.orders.events import OrderPaid
from bytemeburger.telemetry import logger


@event_consumer
def handler(detail: OrderPaid) -> None:
    notified = customers.order_paid(detail)
    logger.info("order paid", extra={"order_id": detail["order_id"], "notified": notified})
