"""Every minute: settle what was paid without a webhook, expire what was not paid in time, finish the refunds.

Each order is handled by itself, so one that fails waits for the next minute and holds up nobody.
"""

from itertools import chain
from typing import Any

from bytemeburger import clock
from bytemeburger.errors import Conflict
from bytemeburger.orders import records as orders
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import Status
from bytemeburger.payments import providers
from bytemeburger.payments.gateway import PaymentGateway
from bytemeburger.payments.settlement import check, end_unpaid
from bytemeburger.stores import records as stores
from bytemeburger.telemetry import count, follow, logger, metrics

SPARE_MILLISECONDS = 15_000


@metrics.log_metrics
def handler(_event: dict[str, Any], context: Any) -> dict[str, int]:
    follow(context.aws_request_id)
    tried = failed = 0
    for store in stores.all_stores():
        name = store["store"]
        for item in chain(orders.unpaid(name), orders.refunding(name)):
            if context.get_remaining_time_in_millis() < SPARE_MILLISECONDS:
                logger.warning("out of time; the rest waits for the next run")
                return _counted(tried, failed)
            tried += 1
            try:
                _reconcile(orders.restore(item), providers.gateway(name))
            except Exception:
                failed += 1
                logger.exception("not reconciled", extra={"order_id": item["order_id"]})
    return _counted(tried, failed)


def _reconcile(order: Order, gateway: PaymentGateway) -> None:
    order = check(order, gateway)
    if order.status == Status.AWAITING_PAYMENT and order.due_at < clock.text(clock.now()):
        try:
            end_unpaid(order.order_id, Status.EXPIRED, "reconciler", gateway)
        except Conflict:
            logger.info("still being paid", extra={"order_id": order.order_id})


def _counted(tried: int, failed: int) -> dict[str, int]:
    count("Reconciled", tried)
    count("ReconcileFailed", failed)
    return {"tried": tried, "failed": failed}
