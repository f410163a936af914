"""StockLow on the bus: e-mail the store, where its settings have an address."""

from bytemeburger.bus import event_consumer
from bytemeburger.menu.events import StockLow
from bytemeburger.notices import stores
from bytemeburger.telemetry import logger


@event_consumer
def handler(detail: StockLow) -> None:
    notified = stores.stock_low(detail)
    logger.info("stock low", extra={"store": detail["store"], "product_id": detail["product_id"], "notified": notified})
