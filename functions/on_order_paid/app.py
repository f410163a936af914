"""OrderPaid on the bus: tell the customer the order's number by e-mail, where an address is known; otherwise nothing."""

from bytemeburger.bus import event_consumer
from bytemeburger.notices import customers
from bytemeburger.orders.events import OrderPaid
from bytemeburger.telemetry import logger


@event_consumer
def handler(detail: OrderPaid) -> None:
    notified = customers.order_paid(detail)
    logger.info("order paid", extra={"order_id": detail["order_id"], "notified": notified})
