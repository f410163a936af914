"""OrderStatusChanged to READY on the bus: tell the customer by e-mail, where an address is known; otherwise nothing."""

from typing import Any

from bytemeburger.customers import notices
from bytemeburger.telemetry import follow, logger


def handler(event: dict[str, Any], _context: Any) -> None:
    detail = event["detail"]
    follow(detail.get("correlation_id"))
    told = notices.order_ready(detail)
    logger.info("order ready", extra={"order_id": detail["order_id"], "told": told})
