"""What the kitchen, the board and the staff see of an order. Money in centavos, times in UTC."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict

from bytemeburger import clock
from bytemeburger.discounts import views as discount_views
from bytemeburger.discounts.model import Discount, Skip
from bytemeburger.discounts.views import OrderDiscount, SkippedCampaign
from bytemeburger.formats import (
    BusinessDay,
    Centavos,
    Count,
    Cursor,
    Identifier,
    PickupNumber,
    Seconds,
    Time,
    Version,
)
from bytemeburger.menu.rules import Category
from bytemeburger.orders.line_views import (
    Dining,
    OrderLine,
    OrderStep,
    PreparationLine,
    preparation_line,
    priced_line,
)
from bytemeburger.orders.model import PaymentStatus, Promise, is_refunded, promise_of
from bytemeburger.orders.references import pix_txid, reference
from bytemeburger.orders.rules import IN_QUEUE, Status
from bytemeburger.table import Plain

WAITING = (Status.AWAITING_PAYMENT, *IN_QUEUE)


type StoredRefundStatus = Literal["UNDECIDED", "DUE", "REQUESTED", "REFUSED", "DONE", "UNCLOSED"]
"""UNCLOSED is none: a QR code that may still be paid though its order needs the money no more."""


class KitchenLine(PreparationLine):
    category: Category
    done: bool


class StaffLine(OrderLine):
    done: bool


class StationStart(TypedDict):
    """So many seconds after the order is begun a station with less to do for it begins, so that all is done together."""

    station: Category
    after_seconds: Seconds


class KitchenCard(TypedDict):
    """What to make and since when; nobody's name. `refunded`: its money went back or was charged back, so it is not to be made
    any more."""

    order_id: Identifier
    number: PickupNumber
    status: Status
    refunded: bool
    dining: Dining
    lines: list[KitchenLine]
    paid_at: Time
    since: Time
    waiting_seconds: Seconds | None
    promise: Promise | None
    starts: list[StationStart]
    version: Version


class KitchenQueue(TypedDict):
    """Live frames with a higher `sequence` are newer."""

    sequence: Count
    orders: list[KitchenCard]


class KitchenCards(TypedDict):
    orders: list[KitchenCard]


class BoardOrder(TypedDict):
    business_day: BusinessDay
    number: PickupNumber
    status: Status
    promise: Promise | None
    version: Version


class PickupBoard(TypedDict):
    """Numbers, and what a live frame may be compared with."""

    store: Identifier
    sequence: Count
    preparing: list[PickupNumber]
    ready: list[PickupNumber]
    orders: list[BoardOrder]


class ListedOrder(TypedDict):
    order_id: Identifier
    reference: str
    number: PickupNumber | None
    status: Status
    dining: Dining
    units: Count
    total: Centavos
    created_at: Time
    paid_at: Time | None
    waiting_seconds: Seconds | None


class OrderPage(TypedDict):
    orders: list[ListedOrder]
    cursor: Cursor | None


class StaffStep(OrderStep):
    """`by`: a member of staff's `sub`, or what did it."""

    by: str
    reason: str | None


class OrderNote(TypedDict):
    """What staff wrote beside a reason."""

    at: Time
    by: str
    note: str


class StaffPayment(TypedDict):
    """The attempt to pay that counts now."""

    provider: str
    provider_order_id: str
    payment_id: str | None
    attempt: Count
    amount: Centavos
    status: PaymentStatus
    qr_data: str | None
    expires_at: Time | None


class StaffRefund(TypedDict):
    """`at`: since when it has its status; `method`: how a person gave late money back."""

    provider_order_id: str
    amount: Centavos
    status: StoredRefundStatus
    reason: str
    by: str
    at: Time
    attempt: Count
    method: str | None


class StaffPaymentException(TypedDict):
    """What was done with the money without us; `amount` of it the payer has again."""

    provider_order_id: str
    says: str
    amount: Centavos
    status: str
    at: Time


class StaffOrder(ListedOrder):
    """All that the store needs: who did what when, the provider's ids, the refunds with their reasons."""

    business_day: BusinessDay
    lines: list[StaffLine]
    subtotal: Centavos
    discounts: list[OrderDiscount]
    skipped: list[SkippedCampaign]
    due_at: Time
    promise: Promise | None
    pix_txid: str
    timeline: list[StaffStep]
    staff_notes: list[OrderNote]
    payment: StaffPayment | None
    refunds: list[StaffRefund]
    payment_exceptions: list[StaffPaymentException]
    version: Version


def for_kitchen(order: Plain) -> KitchenCard:
    return {
        "order_id": order["order_id"],
        "number": order["number"],
        "status": order["status"],
        "refunded": is_refunded(order),
        "dining": order["dining"],
        "lines": [
            {**preparation_line(line), "category": line["category"], "done": bool(line.get("done"))}
            for line in order["lines"]
        ],
        "paid_at": order["paid_at"],
        "since": order["history"][-1]["at"],
        "waiting_seconds": _waiting(order),
        "promise": promise_of(order.get("promise")),
        "starts": [
            {"station": station, "after_seconds": seconds}
            for station, seconds in ((order.get("promise") or {}).get("starts") or {}).items()
        ],
        "version": order["version"],
    }


def board(store: str, sequence: int, orders: Iterable[Plain]) -> PickupBoard:
    """What the pick-up board shows of the kitchen's orders."""
    board_orders: list[BoardOrder] = [
        {
            "business_day": order["business_day"],
            "number": order["number"],
            "status": order["status"],
            "promise": promise_of(order.get("promise")),
            "version": order["version"],
        }
        for order in orders
    ]
    return {
        "store": store,
        "sequence": sequence,
        "preparing": [order["number"] for order in board_orders if order["status"] != Status.READY],
        "ready": [order["number"] for order in board_orders if order["status"] == Status.READY],
        "orders": board_orders,
    }


def in_list(order: Plain) -> ListedOrder:
    """A row of the staff's list."""
    return {
        "order_id": order["order_id"],
        "reference": reference(order["order_id"]),
        "number": order.get("number"),
        "status": order["status"],
        "dining": order["dining"],
        "units": sum(line["quantity"] for line in order["lines"]),
        "total": order["total"],
        "created_at": order["created_at"],
        "paid_at": order.get("paid_at"),
        "waiting_seconds": _waiting(order),
    }


def for_staff(order: Plain) -> StaffOrder:
    return {
        **in_list(order),
        "business_day": order["business_day"],
        "lines": [{**priced_line(line), "done": bool(line.get("done"))} for line in order["lines"]],
        "subtotal": sum(line["quantity"] * line["unit_price"] for line in order["lines"]),
        "discounts": discount_views.discounts(map(Discount.of, order.get("discounts") or [])),
        "skipped": discount_views.skipped(map(Skip.of, order.get("skipped") or [])),
        "due_at": order["due_at"],
        "promise": promise_of(order.get("promise")),
        "pix_txid": pix_txid(order["order_id"]),
        "timeline": [
            {"status": step["status"], "at": step["at"], "by": step["by"], "reason": step.get("reason")}
            for step in order["history"]
        ],
        "staff_notes": order.get("staff_notes") or [],
        "payment": _payment(order["payment"]) if order.get("payment") else None,
        "refunds": [_refund(refund) for refund in order.get("refunds") or []],
        "payment_exceptions": order.get("exceptions") or [],
        "version": order["version"],
    }


def _payment(stored: Mapping[str, Any]) -> StaffPayment:
    return {
        "provider": stored["provider"],
        "provider_order_id": stored["provider_order_id"],
        "payment_id": stored["payment_id"],
        "attempt": stored["attempt"],
        "amount": stored["amount"],
        "status": stored["status"],
        "qr_data": stored.get("qr_data"),
        "expires_at": stored.get("expires_at"),
    }


def _refund(stored: Mapping[str, Any]) -> StaffRefund:
    return {
        "provider_order_id": stored["provider_order_id"],
        "amount": stored["amount"],
        "status": stored["status"],
        "reason": stored["reason"],
        "by": stored["by"],
        "at": stored["at"],
        "attempt": stored.get("attempt", 1),
        "method": stored.get("method"),
    }


def _waiting(order: Plain) -> int | None:
    """Seconds since the payment, or since the order was placed when it waits for that; None once it has ended."""
    if order["status"] not in WAITING:
        return None
    since = clock.instant(order.get("paid_at") or order["created_at"])
    return max(0, int((clock.now() - since).total_seconds()))
