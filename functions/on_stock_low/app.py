"""StockLow on the bus: tell the store by e-mail, where its settings name an address."""

from typing import Any

from bytemeburger.stores import notices
from bytemeburger.telemetry import follow, logger


def handler(event: dict[str, Any], _context: Any) -> None:
    detail = event["detail"]
    follow(detail.get("correlation_id"))
    told = notices.stock_low(detail)
    logger.info("stock low", extra={"store": detail["store"], "product_id": detail["product_id"], "told": told})
