"""RefundChanged on the bus: tell the customer that the money is back, or the store that it has to give it back itself."""

from bytemeburger.bus import event_consumer
from bytemeburger.notices import customers, stores
from bytemeburger.orders.events import RefundChanged
from bytemeburger.telemetry import logger


@event_consumer
def handler(detail: RefundChanged) -> None:
    notified = stores.refund_refused(detail) if detail["status"] == "REFUSED" else customers.refund_done(detail)
    logger.info("refund changed", extra={"order_id": detail["order_id"], "notified": notified})
