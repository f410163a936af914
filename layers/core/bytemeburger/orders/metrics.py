"""Business metrics of an order's changes, for the dashboards and the alarms.

The table's stream delivers each change at least once, so a repeated batch may be counted again. Money
is never taken from here: the books are the orders themselves.
"""

from collections.abc import Iterator

from bytemeburger import clock
from bytemeburger.orders.model import RefundStatus, StoredOrder, stored_order
from bytemeburger.orders.rules import Status
from bytemeburger.stream import Change

LATE_SECONDS = 15 * 60
"""From payment to Ready: what takes longer counts as late (docs/slos.md)."""

type Measure = tuple[str, str, float, str]


def of_change(change: Change) -> Iterator[Measure]:
    """(store, metric, value, CloudWatch unit) of each thing that happened to an order in one change."""
    new, old = stored_order(change.new), stored_order(change.old)
    if new is None:
        return
    store = new["store"]
    if old is None:
        yield store, "OrderCreated", 1, "Count"
    before = old["status"] if old else Status.AWAITING_PAYMENT  # a free order is placed and paid in one change
    if new["status"] != before:
        match new["status"], before:
            case Status.RECEIVED, _:
                yield store, "OrderPaid", 1, "Count"
                yield store, "PaidCentavos", new["total"], "Count"
            case Status.READY, Status.IN_PREPARATION if _times(new, Status.READY) == 1:  # not after an undo
                seconds = (clock.instant(new["updated_at"]) - clock.instant(new["paid_at"])).total_seconds()
                yield store, "SecondsToReady", seconds, "Seconds"
                yield store, "OrderLate", int(seconds > LATE_SECONDS), "Count"
            case ((Status.EXPIRED | Status.CANCELLED), _):
                yield store, f"Order{new['status'].capitalize()}", 1, "Count"
    for _ in _given_back(new) - (_given_back(old) if old else set()):
        yield store, "Refunded", 1, "Count"


def _times(order: StoredOrder, status: Status) -> int:
    return sum(step["status"] == status for step in order["history"])


def _given_back(order: StoredOrder) -> set[str]:
    """The provider's orders whose refunds are done."""
    refunds = order.get("refunds") or []
    return {refund["provider_order_id"] for refund in refunds if refund["status"] == RefundStatus.DONE}
