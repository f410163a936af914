"""What a change of an order means for the business, in figures for the dashboards and the alarms.

The table's stream tells each change at least once, so a figure may count a change again when a batch is repeated. Money
is never taken from here: the books are the orders themselves.
"""

from collections.abc import Iterator
from typing import Any

from bytemeburger import clock
from bytemeburger.orders.model import RefundStatus
from bytemeburger.orders.rules import Status
from bytemeburger.stream import Change

LATE_SECONDS = 15 * 60
"""From payment to Ready: what takes longer counts as late (docs/slos.md)."""

type Measure = tuple[str, str, float, str]


def of_change(change: Change) -> Iterator[Measure]:
    """(store, metric, value, CloudWatch unit) of each thing that happened to an order in one change."""
    new, old = change.new, change.old
    if new is None or new["type"] != "order":
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
    given_back = {refund["provider_order_id"] for refund in (old or {}).get("refunds") or [] if _done(refund)}
    for refund in new.get("refunds") or []:
        if _done(refund) and refund["provider_order_id"] not in given_back:
            yield store, "Refunded", 1, "Count"


def _times(order: dict[str, Any], status: Status) -> int:
    return sum(entry["status"] == status for entry in order["history"])


def _done(refund: dict[str, Any]) -> bool:
    return bool(refund["status"] == RefundStatus.DONE)
