"""OrderStatusChanged to READY on the bus: e-mail the customer, where an address is known."""

from bytemeburger.bus import event_consumer
from bytemeburger.notices import customers
from bytemeburger.orders.events import OrderStatusChanged
from bytemeburger.telemetry import logger


@event_consumer
def handler(detail: OrderStatusChanged) -> None:
    notified = customers.order_ready(detail)
    logger.info("order ready", extra={"order_id": detail["order_id"], "notified": notified})
