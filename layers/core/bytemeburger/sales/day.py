"""One business day of a store, as a manager follows it: from its orders, not from the books, because it is about those that
are not ended too. Money in centavos."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypedDict

from bytemeburger import clock
from bytemeburger.formats import BusinessDay, Centavos, Count, Identifier, PickupNumber, Seconds, Time
from bytemeburger.hours.rules import local_time
from bytemeburger.orders import model, staff_views
from bytemeburger.orders.model import Refund, RefundStatus
from bytemeburger.orders.references import reference
from bytemeburger.orders.rules import Status
from bytemeburger.sales.rules import recount
from bytemeburger.table import Plain

MAX_LISTED = 50
"""Of the late orders, and of those that need a person: who has more has other worries than a list."""
STUCK = timedelta(hours=1)
"""A refund that the provider has not done by then is looked at: it does most within minutes."""
TO_PREPARE = (Status.RECEIVED, Status.IN_PREPARATION)

type Need = Literal["late-payment-undecided", "refund-refused", "refund-stuck", "payment-exception"]


class OrdersByStatus(TypedDict):
    AWAITING_PAYMENT: Count
    RECEIVED: Count
    IN_PREPARATION: Count
    READY: Count
    COMPLETED: Count
    EXPIRED: Count
    CANCELLED: Count


class Waits(TypedDict):
    """From payment to Ready, of the orders that were ready once; `p90_seconds`: nine of ten waited no longer."""

    orders: Count
    average_seconds: Seconds | None
    p90_seconds: Seconds | None


class NeedingAttention(TypedDict):
    """An order whose money a person has to look at, of whatever day; `since` when."""

    order_id: Identifier
    reference: str
    number: PickupNumber | None
    business_day: BusinessDay
    need: Need
    amount: Centavos
    since: Time


class PromisesKept(TypedDict):
    """Of the orders that were promised a time and were ready: how many by their P90, how much later than their P50 on average
    (negative: earlier), and how long their P90 was."""

    orders: Count
    kept: Count
    bias_seconds: int
    p90_seconds: Seconds


class HoursPromises(PromisesKept):
    """Of the orders that were paid in an hour, as the store's clock shows it."""

    hour: str


class DayReport(TypedDict):
    """`late`: paid longer ago than `late_after_seconds` and not ready. `sold` and `refunded` as in the sales report; both
    lists are cut off at 50, the oldest first. `promises` is null where none was ready that had one."""

    day: BusinessDay
    at: Time
    orders: OrdersByStatus
    waits: Waits
    promises: PromisesKept | None
    promises_by_hour: list[HoursPromises]
    sold: Centavos
    refunded: Centavos
    net: int
    late_after_seconds: Seconds
    late_orders: Count
    late: list[staff_views.ListedOrder]
    attention_orders: Count
    attention: list[NeedingAttention]


def report(day: str, orders: Iterable[Plain], at: datetime, late_after: timedelta) -> DayReport:
    """Of `orders.records.open_or_of_day`."""
    found = list(orders)
    of_day = [order for order in found if order["business_day"] == day]
    booked: Counter[str] = Counter()
    for booking in recount(of_day):
        booked[booking.column] += booking.amount
    promised = [order for order in of_day if order.get("promise") and _ready_at(order)]
    late = sorted((order for order in found if _is_late(order, at, late_after)), key=lambda order: order["paid_at"])
    attention = sorted((each for order in found for each in _needs(order, at)), key=lambda each: each["since"])
    return {
        "day": day,
        "at": clock.text(at),
        "orders": _by_status(of_day),
        "waits": _waits([seconds for order in of_day for seconds in _seconds_to_ready(order)]),
        "promises": _promises_kept(promised) if promised else None,
        "promises_by_hour": [
            {"hour": hour, **_promises_kept(some)} for hour, some in sorted(_by_hour(promised).items())
        ],
        "sold": booked["SALE"],
        "refunded": -booked["REFUND"],
        "net": booked["SALE"] + booked["REFUND"],
        "late_after_seconds": int(late_after.total_seconds()),
        "late_orders": len(late),
        "late": [staff_views.in_list(order) for order in late[:MAX_LISTED]],
        "attention_orders": len(attention),
        "attention": attention[:MAX_LISTED],
    }


def _by_status(orders: Iterable[Plain]) -> OrdersByStatus:
    counted = Counter(order["status"] for order in orders)
    return {
        "AWAITING_PAYMENT": counted[Status.AWAITING_PAYMENT],
        "RECEIVED": counted[Status.RECEIVED],
        "IN_PREPARATION": counted[Status.IN_PREPARATION],
        "READY": counted[Status.READY],
        "COMPLETED": counted[Status.COMPLETED],
        "EXPIRED": counted[Status.EXPIRED],
        "CANCELLED": counted[Status.CANCELLED],
    }


def _ready_at(order: Plain) -> str | None:
    """The first time, whatever was undone later."""
    return next((step["at"] for step in order["history"] if step["status"] == Status.READY), None)


def _seconds_to_ready(order: Plain) -> Iterator[int]:
    """One, of an order that was ready."""
    ready = _ready_at(order)
    if ready and order.get("paid_at"):
        yield int((clock.instant(ready) - clock.instant(order["paid_at"])).total_seconds())


def _waits(seconds: Sequence[int]) -> Waits:
    """The percentile by nearest rank: one that somebody has waited."""
    ordered, count = sorted(seconds), len(seconds)
    return {
        "orders": count,
        "average_seconds": round(sum(ordered) / count) if count else None,
        "p90_seconds": ordered[math.ceil(count * 0.9) - 1] if count else None,
    }


def _by_hour(promised: Iterable[Plain]) -> dict[str, list[Plain]]:
    hours: dict[str, list[Plain]] = {}
    for order in promised:
        paid_at = local_time(clock.instant(order["paid_at"]), order["time_zone"])
        hours.setdefault(f"{paid_at:%H}", []).append(order)
    return hours


def _promises_kept(promised: Sequence[Plain]) -> PromisesKept:
    actual = [seconds for order in promised for seconds in _seconds_to_ready(order)]
    p50, p90 = ([_promised_seconds(order, each) for order in promised] for each in ("p50", "p90"))
    return {
        "orders": len(promised),
        "kept": sum((_ready_at(order) or "~") <= order["promise"]["p90"] for order in promised),
        "bias_seconds": round(sum(took - half for took, half in zip(actual, p50, strict=True)) / len(promised)),
        "p90_seconds": round(sum(p90) / len(promised)),
    }


def _promised_seconds(order: Plain, which: str) -> int:
    return int((clock.instant(order["promise"][which]) - clock.instant(order["paid_at"])).total_seconds())


def _is_late(order: Plain, at: datetime, late_after: timedelta) -> bool:
    if order["status"] not in TO_PREPARE or model.is_refunded(order):
        return False
    return at - clock.instant(order["paid_at"]) > late_after


def _needs(order: Plain, at: datetime) -> Iterator[NeedingAttention]:
    for refund in map(model.refund_or_code, order.get("refunds") or []):
        if isinstance(refund, Refund) and (need := _need(refund, at)):
            yield _attention(order, need, refund.amount, refund.at)
    noted = order.get("exceptions") or []
    if noted:
        yield _attention(order, "payment-exception", noted[-1]["amount"], noted[-1]["at"])


def _need(refund: Refund, at: datetime) -> Need | None:
    match refund.status:
        case RefundStatus.UNDECIDED:
            return "late-payment-undecided"
        case RefundStatus.REFUSED:
            return "refund-refused"
        case RefundStatus.DUE | RefundStatus.REQUESTED if at - clock.instant(refund.at) > STUCK:
            return "refund-stuck"
    return None


def _attention(order: Plain, need: Need, amount: int, since: str) -> NeedingAttention:
    return {
        "order_id": order["order_id"],
        "reference": reference(order["order_id"]),
        "number": order.get("number"),
        "business_day": order["business_day"],
        "need": need,
        "amount": amount,
        "since": since,
    }
