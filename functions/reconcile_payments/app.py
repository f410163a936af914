"""Every minute: settle what was paid without a webhook, expire what was not paid in time, finish the refunds.

Each order is handled by itself, so one that fails waits for the next minute and holds up nobody. They come in random
order: where time does not suffice for all, it is not always the same ones that wait. Each time that the provider is
silent, the next order waits for it half as long, so that what needs no answer of it is done all the same.
"""

import random
from itertools import chain
from typing import Any

from bytemeburger import clock
from bytemeburger.errors import Conflict
from bytemeburger.orders import records as orders
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import Status
from bytemeburger.payments import providers
from bytemeburger.payments.gateway import PaymentGateway, ProviderUnavailable
from bytemeburger.payments.mercadopago import BUDGET_SECONDS
from bytemeburger.payments.settlement import check, end_unpaid
from bytemeburger.stores import records as stores
from bytemeburger.telemetry import count, follow, logger, metrics

SPARE_MILLISECONDS = 15_000


@metrics.log_metrics
def handler(_event: dict[str, Any], context: Any) -> dict[str, int]:
    follow(context.aws_request_id)
    names = [store["store"] for store in stores.all_stores()]
    open_orders = [item for name in names for item in chain(orders.unpaid(name), orders.refunding(name))]
    random.shuffle(open_orders)
    tried = failed = 0
    patience = BUDGET_SECONDS
    for item in open_orders:
        if context.get_remaining_time_in_millis() < SPARE_MILLISECONDS:
            logger.warning("out of time; the rest waits for the next run")
            break
        tried += 1
        try:
            _reconcile(orders.restore(item), providers.gateway(item["store"], patience))
        except Exception as error:
            failed += 1
            if isinstance(error, ProviderUnavailable):
                patience /= 2
            logger.exception("not reconciled", extra={"order_id": item["order_id"]})
    count("Reconciled", tried)
    count("ReconcileFailed", failed)
    return {"tried": tried, "failed": failed}


def _reconcile(order: Order, gateway: PaymentGateway) -> None:
    if order.status == Status.AWAITING_PAYMENT and order.due_at < clock.text(clock.now()):
        try:
            end_unpaid(order.order_id, Status.EXPIRED, "reconciler", gateway)
        except Conflict:
            logger.info("paid after all, or still being paid", extra={"order_id": order.order_id})
        else:
            return
    check(order, gateway)
