"""What customers see of an order, and what stands on its receipt. Money in centavos, times in UTC."""

from typing import Literal, TypedDict, cast

from bytemeburger import clock
from bytemeburger.discounts import views as discount_views
from bytemeburger.discounts.views import OrderDiscount, SkippedCampaign, SkippedOffer
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
from bytemeburger.orders.line_views import Dining, OrderLine, OrderStep, priced_line
from bytemeburger.orders.model import PaymentStatus, Promise, RefundStatus, promise_of
from bytemeburger.orders.records import Order
from bytemeburger.orders.references import reference
from bytemeburger.orders.rules import Reason, Status
from bytemeburger.table import Plain


class PlacedOrder(TypedDict):
    """`total` is what the lines come to (`subtotal`) less the `discounts`; `skipped`: why other campaigns took nothing
    off."""

    order_id: Identifier
    reference: str
    store: Identifier
    status: Status
    number: PickupNumber | None
    dining: Dining
    lines: list[OrderLine]
    subtotal: Centavos
    discounts: list[OrderDiscount]
    skipped: list[SkippedCampaign]
    total: Centavos
    currency: Literal["BRL"]
    created_at: Time


class PricedCart(TypedDict):
    """What POST /orders would ask for these lines now, the equal ones of which are one."""

    store: Identifier
    lines: list[OrderLine]
    subtotal: Centavos
    discounts: list[OrderDiscount]
    skipped: list[SkippedOffer]
    total: Centavos
    currency: Literal["BRL"]


class CreatedOrder(PlacedOrder):
    """`order_key`: whoever holds it may read, pay and cancel the order; with `reading_key`, follow it."""

    order_key: str
    reading_key: str


class CustomerPayment(TypedDict):
    status: PaymentStatus
    amount: Centavos


class CustomerRefund(TypedDict):
    amount: Centavos
    status: RefundStatus
    reason: Reason


class PaymentState(TypedDict):
    """`promise`: null before the payment, and where the store promises no times."""

    payment: CustomerPayment | None
    refunds: list[CustomerRefund]
    promise: Promise | None


class PayableCode(TypedDict):
    """What a QR code says, to be copied into a bank's app; `expires_in` for who has another clock than ours."""

    qr_data: str
    expires_at: Time
    expires_in: Seconds


class CheckedPayment(PaymentState):
    """`checked` is false when the provider did not answer. `code`: the requested one that may still be paid."""

    checked: bool
    code: PayableCode | None


class CustomerOrder(PlacedOrder, PaymentState):
    """Everything but the history's actors and the provider's ids; `version` as the live frames have it."""

    due_at: Time
    paid_at: Time | None
    timeline: list[OrderStep]
    version: Version


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


class _Receipt(TypedDict):
    order_id: Identifier
    reference: str
    store: Identifier
    number: PickupNumber | None
    paid_at: Time | None
    business_day: BusinessDay
    lines: list[OrderLine]
    subtotal: Centavos
    discounts: list[OrderDiscount]
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
    """The QR code, and what it says; `expires_in` for who has another clock than ours."""

    order_id: Identifier
    amount: Centavos
    currency: Literal["BRL"]
    qr_data: str
    qr_svg: str
    expires_at: Time
    expires_in: Seconds


class PixCode(TypedDict):
    """`txid` begins with the order's `reference`, and stands on the account's statement."""

    order_id: Identifier
    amount: Centavos
    currency: Literal["BRL"]
    reference: str
    txid: str
    qr_data: str
    qr_svg: str


def as_placed(order: Order) -> PlacedOrder:
    """The order as it was placed, so that a replay answers the same whatever has happened since: one that costs
    nothing was received at once and has its number."""
    placed_as = order.history[0].status
    return {
        **_placed(order),
        "status": placed_as,
        "number": order.number if placed_as == Status.RECEIVED else None,
    }


def as_created(order: Order, order_key: str, reading_key: str) -> CreatedOrder:
    """As it was placed, with the keys that open it."""
    return {**as_placed(order), "order_key": order_key, "reading_key": reading_key}


def for_customer(order: Order) -> CustomerOrder:
    return {
        **_placed(order),
        "due_at": order.due_at,
        "paid_at": order.paid_at,
        "timeline": [{"status": step.status, "at": step.at} for step in order.history],
        "version": order.version,
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
        "promise": promise_of(order.promise.plain() if order.promise else None),
    }


def checked_payment(order: Order, *, checked: bool) -> CheckedPayment:
    """How the payment stands, with what pays it while it is not paid."""
    return {**payment(order), "checked": checked, "code": _payable(order)}


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


def receipt(order: Order, cpf: str | None) -> Receipt:
    """What stands on the receipt."""
    return {**_receipt(order), "cpf": cpf}


def on_receipt(order: Order) -> PersonsReceipt:
    """What the person whose CPF is on the receipt sees of an order, whoever placed it."""
    return {
        **_receipt(order),
        "lines": [{**priced_line(line.plain()), "note": None} for line in order.lines],
        "status": Status(order.status),
        "created_at": order.created_at,
        "kept_until": kept_until(order),
    }


def kept_until(order: Order) -> str | None:
    """When the order is removed; None while it is open."""
    return clock.text(order.expires_at) if order.expires_at else None


def _payable(order: Order) -> PayableCode | None:
    pending = order.payment
    if not (pending and pending.pending and pending.qr_data and pending.expires_at):
        return None
    return {
        "qr_data": pending.qr_data,
        "expires_at": pending.expires_at,
        "expires_in": seconds_until(pending.expires_at),
    }


def seconds_until(time: str) -> int:
    """0 where it is past."""
    return max(0, int((clock.instant(time) - clock.now()).total_seconds()))


def _placed(order: Order) -> PlacedOrder:
    return {
        "order_id": order.order_id,
        "reference": reference(order.order_id),
        "store": order.store,
        "status": Status(order.status),
        "number": order.number,
        "dining": cast("Dining", order.dining),
        "lines": [priced_line(line.plain()) for line in order.lines],
        "subtotal": order.subtotal,
        "discounts": discount_views.discounts(order.discounts),
        "skipped": discount_views.skipped(order.skipped),
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
        "lines": [priced_line(line.plain()) for line in order.lines],
        "subtotal": order.subtotal,
        "discounts": discount_views.discounts(order.discounts),
        "total": order.total,
        "currency": "BRL",
        "paid_with": order.payment.provider if order.payment else None,
    }
