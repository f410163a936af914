"""Money on its way back to customers, as the order remembers it.

A refund is first written down (DUE), then asked for (REQUESTED), then seen to be done (DONE): whatever dies in
between, the reconciler finds the order and goes on. One that the provider refused is asked for again after an hour,
or at once by a manager. UNCLOSED is none yet: a QR code that could not be closed, and that is watched until it is,
because money that comes with it has to go back. Nor is UNDECIDED: money that came late, and waits for a person.
"""

from datetime import timedelta
from functools import partial

from bytemeburger import clock
from bytemeburger.errors import Conflict
from bytemeburger.orders import records
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import NOT_YET, Reason, Status
from bytemeburger.payments.gateway import (
    PaymentGateway,
    ProviderOrderNotFound,
    ProviderRejected,
    ProviderStatus,
    ProviderUnavailable,
)
from bytemeburger.telemetry import count, logger

ASK_AGAIN_AFTER = timedelta(hours=1)
UNDECIDED = "UNDECIDED"
NOBODY = "payment"
"""Who asked for a refund that no person asked for."""


def call_off(order_id: str, by: str, reason: Reason, gateway: PaymentGateway, remark: str | None = None) -> Order:
    """Cancel an order that is paid but not begun, and give the money back. Raises Conflict for any other."""

    def decide(order: Order) -> bool:
        if order.status != Status.RECEIVED:
            raise Conflict("order-status", current_status=order.status)
        owe_payment(order, reason, by)
        order.remark(remark, by)
        order.enter(Status.CANCELLED, clock.text(clock.now()), by, reason=str(reason))
        return True

    return give_back(records.change(order_id, decide), gateway)


def refund(order_id: str, by: str, reason: Reason, gateway: PaymentGateway, remark: str | None = None) -> Order:
    """Give the whole payment back, whatever the kitchen does; once, and again where the provider refused.

    Raises Conflict for an order that nobody paid.
    """

    def decide(order: Order) -> bool:
        if (order.payment or {}).get("status") != "PAID":
            raise Conflict("order-status", current_status=order.status)
        owed = owe_payment(order, reason, by)
        if owed:
            order.remark(remark, by)
        return owed

    return give_back(records.change(order_id, decide), gateway)


def give_back(order: Order, gateway: PaymentGateway) -> Order:
    """Ask the provider for every refund that is DUE; what cannot be asked now stays DUE for the reconciler."""
    for refund in order.refunds or []:
        if refund["status"] != "DUE":
            continue
        try:
            provider = gateway.refund(refund["provider_order_id"])
        except ProviderUnavailable:
            logger.warning("refund put off", extra={"order_id": order.order_id})
            continue
        except (ProviderRejected, ProviderOrderNotFound) as refused:
            logger.error("refund refused", extra={"order_id": order.order_id, "code": str(refused)})
            count("RefundRefused")
            status = "REFUSED"
        else:
            status = "DONE" if provider.status == ProviderStatus.REFUNDED else "REQUESTED"
        order = records.change(order.order_id, partial(mark, provider_order_id=refund["provider_order_id"], to=status))
    return order


def owe_payment(order: Order, reason: Reason, by: str) -> bool:
    """Owe what the order was paid with; money that a person took is in the customer's hand again by now."""
    held = order.payment or {}
    if held["provider"] == "mercadopago":
        return owe(order, held["provider_order_id"], held["amount"], reason, by)
    return note(order, held["provider_order_id"], held["amount"], "DONE", reason, by)


def owe(order: Order, provider_order_id: str, amount: int, reason: Reason, by: str = NOBODY) -> bool:
    """Write down that this money has to go back; whether that was new."""
    new = note(order, provider_order_id, amount, "DUE", reason, by)
    if new:
        logger.warning("money to give back", extra={"order_id": order.order_id})
    return new


def watch(order: Order, provider_order_id: str, reason: Reason, by: str = NOBODY) -> bool:
    """Keep an eye on a QR code that may still be paid, though the order needs its money no more."""
    return note(order, provider_order_id, 0, "UNCLOSED", reason, by)


def hold(order: Order, by: str) -> bool:
    """Write down money that a person saw arrive for an order that waits for none: a static Pix code ends with nothing.
    It waits for a person's decision (`late.py`); whether it was new."""
    return note(order, late_money(order.order_id), order.total, UNDECIDED, Reason.PAID_TOO_LATE, by)


def late_money(order_id: str) -> str:
    """What the money of `hold` is called among the order's payments and refunds."""
    return f"counter-late-{order_id}"


def note(order: Order, provider_order_id: str, amount: int, status: str, reason: Reason, by: str) -> bool:
    """One refund per payment; written anew only where the provider refused it, or where none was owed yet."""
    refunds = {refund["provider_order_id"]: refund for refund in order.refunds or []}
    match refunds.get(provider_order_id):
        case None:
            pass
        case {"status": "UNCLOSED"} if status != "UNCLOSED":
            pass
        case {"status": "REFUSED"} if by != NOBODY:
            pass
        case _:
            return False
    refunds[provider_order_id] = {
        "provider_order_id": provider_order_id,
        "amount": amount,
        "status": status,
        "reason": str(reason),
        "by": by,
        "at": clock.text(clock.now()),
    }
    order.refunds = list(refunds.values())
    if status not in NOT_YET:
        count("RefundOwed")
    return True


def ask_again(order: Order) -> bool:
    """Make what the provider refused an hour ago DUE once more, whatever became of the order; whether there was any."""
    now = clock.now()
    refunds = [
        {**refund, "status": "DUE", "at": clock.text(now)}
        if refund["status"] == "REFUSED" and clock.instant(refund["at"]) + ASK_AGAIN_AFTER < now
        else refund
        for refund in order.refunds or []
    ]
    changed = refunds != (order.refunds or [])
    order.refunds = refunds
    return changed


def mark(order: Order, provider_order_id: str, to: str) -> bool:
    """Refunds only go forward: DONE stays DONE."""
    refunds = [
        {**refund, "status": to}
        if refund["provider_order_id"] == provider_order_id and refund["status"] != "DONE"
        else refund
        for refund in order.refunds or []
    ]
    changed = refunds != (order.refunds or [])
    order.refunds = refunds
    return changed
