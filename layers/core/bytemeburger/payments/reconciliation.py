"""What one run of the reconciler works through, in which order, and what it does with each order."""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from bytemeburger import clock
from bytemeburger.errors import Conflict
from bytemeburger.orders import records
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import Status
from bytemeburger.payments.gateway import PaymentGateway
from bytemeburger.payments.settlement import check, end_unpaid
from bytemeburger.table import Plain
from bytemeburger.telemetry import logger


def open_orders(store: str) -> list[Plain]:
    """A store's orders that wait for money or have a refund under way, in random order: where time does not suffice for
    all, it is not always the same ones that wait."""
    found = [*records.unpaid(store), *records.refunding(store)]
    random.shuffle(found)
    return found


def round_robin(queues: Sequence[Sequence[Plain]]) -> Iterator[Plain]:
    """One of each store's, then a second of each, and so on."""
    return (item for turn in zip_longest(*queues) for item in turn if item is not None)


def oldest_due(queues: Iterable[Iterable[Plain]]) -> float:
    """For how many seconds the oldest order has waited to be ended or settled since its time was over."""
    unpaid = (item["due_at"] for queue in queues for item in queue if item["status"] == Status.AWAITING_PAYMENT)
    oldest = min(unpaid, default=None)
    return max(0.0, (clock.now() - clock.instant(oldest)).total_seconds()) if oldest else 0.0


def reconcile(order: Order, gateway: PaymentGateway) -> None:
    """End an order whose time is over, or settle what the provider says of it. Raises what the provider's silence is."""
    if order.status == Status.AWAITING_PAYMENT and order.due_at < clock.text(clock.now()):
        try:
            end_unpaid(order.order_id, Status.EXPIRED, "reconciler", gateway)
        except Conflict:
            logger.info("paid after all, or still being paid", extra={"order_id": order.order_id})
        else:
            return
    check(order, gateway)
