"""RefundChanged on the bus: tell the customer that the money is back, or the store that it has to give it back itself."""

from typing import Any

from bytemeburger.customers import notices as customers
from bytemeburger.stores import notices as stores
from bytemeburger.telemetry import follow, logger


def handler(event: dict[str, Any], _context: Any) -> None:
    detail = event["detail"]
    follow(detail.get("correlation_id"))
    told = stores.refund_refused(detail) if detail["status"] == "REFUSED" else customers.refund_done(detail)
    logger.info("refund changed", extra={"order_id": detail["order_id"], "told": told})
