"""What each reader sees of an order. Money in centavos, times in UTC."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict, cast

from bytemeburger import clock
from bytemeburger.formats import (
    BusinessDay,
    Centavos,
    Count,
    Cursor,
    Identifier,
    PickupNumber,
    Seconds,
    Time,
    Translations,
    Version,
)
from bytemeburger.menu.rules import Category
from bytemeburger.orders.model import PaymentStatus, RefundStatus, is_refunded
from bytemeburger.orders.records import Order
from bytemeburger.orders.references import pix_txid, reference
from bytemeburger.orders.rules import IN_QUEUE, Reason, Status
from bytemeburger.table import Plain

WAITING = (Status.AWAITING_PAYMENT, *IN_QUEUE)

type Dining = Literal["eat_in", "take_away"]
type StoredRefundStatus = Literal["UNDECIDED", "DUE", "REQUESTED", "REFUSED", "DONE", "UNCLOSED"]
"""UNCLOSED is none: a QR code that may still be paid though its order needs the money no more."""


class LineOption(TypedDict):
    option_id: Identifier
    name: Translations
    price: Centavos


class LineChoice(TypedDict):
    """What was taken for a combo's slot; `category` is null in orders from before it was kept."""

    slot_id: Identifier
    product_id: Identifier
    category: Category | None
    name: Translations
    price: Centavos
    options: list[LineOption]


class _Line(TypedDict):
    product_id: Identifier
    name: Translations
    options: list[LineOption]
    choices: list[LineChoice]
    note: str | None
    quantity: Count


class OrderLine(_Line):
    """With the price at which it was ordered."""

    category: Category
    unit_price: Centavos


class KitchenLine(_Line):
    done: bool


class StaffLine(OrderLine):
    done: bool


class _Placed(TypedDict):
    order_id: Identifier
    reference: str
    store: Identifier
    status: Status
    number: PickupNumber | None
    dining: Dining
    lines: list[OrderLine]
    total: Centavos
    currency: Literal["BRL"]
    created_at: Time


class CreatedOrder(_Placed):
    """`order_key`: whoever holds it may read, pay and cancel the order."""

    order_key: str


class Step(TypedDict):
    status: Status
    at: Time


class CustomerPayment(TypedDict):
    status: PaymentStatus
    amount: Centavos


class CustomerRefund(TypedDict):
    amount: Centavos
    status: RefundStatus
    reason: Reason


class PaymentState(TypedDict):
    payment: CustomerPayment | None
    refunds: list[CustomerRefund]


class CheckedPayment(PaymentState):
    """`checked` is false when the provider did not answer."""

    checked: bool


class CustomerOrder(_Placed, PaymentState):
    """Everything but the history's actors and the provider's ids."""

    due_at: Time
    paid_at: Time | None
    timeline: list[Step]


class KitchenCard(TypedDict):
    """What to make and since when; nobody's name. `refunded`: not to be made any more."""

    order_id: Identifier
    number: PickupNumber
    status: Status
    refunded: bool
    dining: Dining
    lines: list[KitchenLine]
    paid_at: Time
    since: Time
    waiting_seconds: Seconds | None
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
    version: Version


class _Numbers(TypedDict):
    preparing: list[PickupNumber]
    ready: list[PickupNumber]
    orders: list[BoardOrder]


class PickupBoard(_Numbers):
    """Numbers, and what a live frame may be compared with."""

    store: Identifier
    sequence: Count


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


class PastOrder(TypedDict):
    order_id: Identifier
    reference: str
    store: Identifier
    number: PickupNumber | None
    status: Status
    dining: Dining
    units: Count
    total: Centavos
    products: list[Translations]
    created_at: Time
    paid_at: Time | None


class PastOrderPage(TypedDict):
    orders: list[PastOrder]
    cursor: Cursor | None


class StaffStep(Step):
    """`by`: a member of staff's `sub`, or what did it."""

    by: str
    reason: str | None


class StaffNote(TypedDict):
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


class PaymentException(TypedDict):
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
    due_at: Time
    pix_txid: str
    timeline: list[StaffStep]
    staff_notes: list[StaffNote]
    payment: StaffPayment | None
    refunds: list[StaffRefund]
    payment_exceptions: list[PaymentException]
    version: Version


class _Receipt(TypedDict):
    order_id: Identifier
    reference: str
    store: Identifier
    number: PickupNumber | None
    paid_at: Time | None
    business_day: BusinessDay
    lines: list[OrderLine]
    total: Centavos
    currency: Literal["BRL"]
    paid_with: str | None


class Receipt(_Receipt):
    cpf: str | None


class PersonsReceipt(_Receipt):
    """Without notes; `kept_until` is null while the order is open."""

    status: Status
    created_at: Time
    kept_until: Time | None


class Checkout(TypedDict):
    """The QR code, and what it says."""

    order_id: Identifier
    amount: Centavos
    currency: Literal["BRL"]
    qr_data: str
    qr_svg: str
    expires_at: Time


class PixCode(TypedDict):
    """`txid` begins with the order's `reference`, and stands on the account's statement."""

    order_id: Identifier
    amount: Centavos
    currency: Literal["BRL"]
    reference: str
    txid: str
    qr_data: str
    qr_svg: str


def as_created(order: Order, order_key: str) -> CreatedOrder:
    """The order as it was placed, so that a replay answers the same whatever has happened since: one that costs
    nothing was received at once and has its number."""
    placed_as = order.history[0].status
    return {
        **_placed(order),
        "status": placed_as,
        "number": order.number if placed_as == Status.RECEIVED else None,
        "order_key": order_key,
    }


def for_customer(order: Order) -> CustomerOrder:
    return {
        **_placed(order),
        "due_at": order.due_at,
        "paid_at": order.paid_at,
        "timeline": [{"status": step.status, "at": step.at} for step in order.history],
        **payment(order),
    }


def payment(order: Order) -> PaymentState:
    """How the payment stands."""
    return {
        "payment": {"status": order.payment.status, "amount": order.payment.amount} if order.payment else None,
        "refunds": [
            {"amount": refund.amount, "status": refund.status, "reason": refund.code}
            for refund in order.refunds
            if refund.status != RefundStatus.UNDECIDED
        ],
    }


def for_kitchen(order: Plain) -> KitchenCard:
    return {
        "order_id": order["order_id"],
        "number": order["number"],
        "status": order["status"],
        "refunded": is_refunded(order),
        "dining": order["dining"],
        "lines": [{**_made_of(line), "done": bool(line.get("done"))} for line in order["lines"]],
        "paid_at": order["paid_at"],
        "since": order["history"][-1]["at"],
        "waiting_seconds": _waiting(order),
        "version": order["version"],
    }


def board(store: str, sequence: int, orders: Iterable[Plain]) -> PickupBoard:
    """What the pick-up board shows of the kitchen's orders."""
    shown: list[BoardOrder] = [
        {
            "business_day": order["business_day"],
            "number": order["number"],
            "status": order["status"],
            "version": order["version"],
        }
        for order in orders
    ]
    return {
        "store": store,
        "sequence": sequence,
        "preparing": [order["number"] for order in shown if order["status"] != Status.READY],
        "ready": [order["number"] for order in shown if order["status"] == Status.READY],
        "orders": shown,
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


def in_history(order: Plain) -> PastOrder:
    """A row of a customer's own list."""
    return {
        "order_id": order["order_id"],
        "reference": reference(order["order_id"]),
        "store": order["store"],
        "number": order.get("number"),
        "status": order["status"],
        "dining": order["dining"],
        "units": sum(line["quantity"] for line in order["lines"]),
        "total": order["total"],
        "products": [line["name"] for line in order["lines"]],
        "created_at": order["created_at"],
        "paid_at": order.get("paid_at"),
    }


def for_staff(order: Plain) -> StaffOrder:
    return {
        **in_list(order),
        "business_day": order["business_day"],
        "lines": [{**_line(line), "done": bool(line.get("done"))} for line in order["lines"]],
        "due_at": order["due_at"],
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


def receipt(order: Order, cpf: str | None) -> Receipt:
    """What stands on the receipt."""
    return {**_receipt(order), "cpf": cpf}


def on_receipt(order: Order) -> PersonsReceipt:
    """What an order tells the person whose CPF is on its receipt, whoever placed it."""
    return {
        **_receipt(order),
        "lines": [{**_line(line.plain()), "note": None} for line in order.lines],
        "status": Status(order.status),
        "created_at": order.created_at,
        "kept_until": kept_until(order),
    }


def kept_until(order: Order) -> str | None:
    """When the order is removed; None while it is open."""
    return clock.text(order.expires_at) if order.expires_at else None


def _placed(order: Order) -> _Placed:
    return {
        "order_id": order.order_id,
        "reference": reference(order.order_id),
        "store": order.store,
        "status": Status(order.status),
        "number": order.number,
        "dining": cast("Dining", order.dining),
        "lines": [_line(line.plain()) for line in order.lines],
        "total": order.total,
        "currency": "BRL",
        "created_at": order.created_at,
    }


def _receipt(order: Order) -> _Receipt:
    return {
        "order_id": order.order_id,
        "reference": reference(order.order_id),
        "store": order.store,
        "number": order.number,
        "paid_at": order.paid_at,
        "business_day": order.business_day,
        "lines": [_line(line.plain()) for line in order.lines],
        "total": order.total,
        "currency": "BRL",
        "paid_with": order.payment.provider if order.payment else None,
    }


def _made_of(line: Mapping[str, Any]) -> _Line:
    return {
        "product_id": line["product_id"],
        "name": line["name"],
        "options": _options(line),
        "choices": [
            {
                "slot_id": choice["slot_id"],
                "product_id": choice["product_id"],
                "category": choice.get("category"),
                "name": choice["name"],
                "price": choice["price"],
                "options": _options(choice),
            }
            for choice in line.get("choices") or []
        ],
        "note": line.get("note"),
        "quantity": line["quantity"],
    }


def _line(line: Mapping[str, Any]) -> OrderLine:
    return {**_made_of(line), "category": line["category"], "unit_price": line["unit_price"]}


def _options(part: Mapping[str, Any]) -> list[LineOption]:
    return [
        {"option_id": option["option_id"], "name": option["name"], "price": option["price"]}
        for option in part.get("options") or []
    ]


def _payment(held: Mapping[str, Any]) -> StaffPayment:
    return {
        "provider": held["provider"],
        "provider_order_id": held["provider_order_id"],
        "payment_id": held["payment_id"],
        "attempt": held["attempt"],
        "amount": held["amount"],
        "status": held["status"],
        "qr_data": held.get("qr_data"),
        "expires_at": held.get("expires_at"),
    }


def _refund(held: Mapping[str, Any]) -> StaffRefund:
    return {
        "provider_order_id": held["provider_order_id"],
        "amount": held["amount"],
        "status": held["status"],
        "reason": held["reason"],
        "by": held["by"],
        "at": held["at"],
        "attempt": held.get("attempt", 1),
        "method": held.get("method"),
    }


def _waiting(order: Plain) -> int | None:
    """Seconds since the payment, or since the order was placed when it waits for that; None once it has ended."""
    if order["status"] not in WAITING:
        return None
    since = clock.instant(order.get("paid_at") or order["created_at"])
    return max(0, int((clock.now() - since).total_seconds()))
