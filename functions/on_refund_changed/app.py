"""RefundChanged on the bus: e-mail the customer that the refund is done, or the store that it must refund by hand."""

from bytemeburger.bus import event_consumer
from bytemeburger.notices import customers, stores
from bytemeburger.orders.events import RefundChanged
from bytemeburger.telemetry import logger


@event_consumer
def handler(detail: RefundChanged) -> None:
    notified = stores.refund_refused(detail) if detail["status"] == "REFUSED" else customers.refund_done(detail)
    logger.info("refund changed", extra={"order_id": detail["order_id"], "notified": notified})
