"""OrderPaid on the bus: tell the customer the order's number by e-mail, where an address is known; otherwise nothing."""

from typing import Any

from bytemeburger.customers import notices
from bytemeburger.telemetry import follow, logger


def handler(event: dict[str, Any], _context: Any) -> None:
    detail = event["detail"]
    follow(detail.get("correlation_id"))
    told = notices.order_paid(detail)
    logger.info("order paid", extra={"order_id": detail["order_id"], "told": told})
