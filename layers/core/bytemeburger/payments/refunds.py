"""Money on its way back to customers, as the order remembers it.

A refund is first written down (DUE), then asked for (REQUESTED), then seen to be done (DONE): whatever dies in
between, the reconciler finds the order and goes on. One that the provider refused, at once or after it had taken it, is
asked for again after an hour, or at once by a manager. UNCLOSED is none yet: a QR code that could not be closed, and that
is watched until it is, because money that comes with it has to go back. Nor is UNDECIDED: money that came late, and waits
for a person.
"""

from datetime import timedelta
from functools import partial
from typing import Any

from bytemeburger import clock
from bytemeburger.errors import Conflict
from bytemeburger.orders import records
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import NOT_YET, Reason, Status
from bytemeburger.payments import exceptions
from bytemeburger.payments.gateway import (
    PaymentGateway,
    ProviderOrder,
    ProviderOrderNotFound,
    ProviderRejected,
    ProviderStatus,
    ProviderUnavailable,
)
from bytemeburger.telemetry import count, logger

ASK_AGAIN_AFTER = timedelta(hours=1)
SLOW = timedelta(hours=1)
UNDECIDED = "UNDECIDED"
NOBODY = "payment"
"""Who asked for a refund that no person asked for."""


def cancel_paid(order_id: str, by: str, reason: Reason, gateway: PaymentGateway, remark: str | None = None) -> Order:
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

    Raises Conflict for an order that nobody paid, or whose payer has the money again.
    """

    def decide(order: Order) -> bool:
        held = order.payment or {}
        if held.get("status") != "PAID":
            raise Conflict("order-status", current_status=order.status)
        if 0 < held["amount"] <= exceptions.taken_back(order, held["provider_order_id"]):
            raise Conflict("nothing-to-refund")
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
            provider = gateway.refund(refund["provider_order_id"], refund.get("attempt", 1))
        except ProviderUnavailable:
            logger.warning("refund put off", extra={"order_id": order.order_id})
            continue
        except (ProviderRejected, ProviderOrderNotFound) as refused:
            step = partial(_refuse, provider_order_id=refund["provider_order_id"], code=str(refused))
        else:
            step = partial(_asked, provider=provider)
        order = records.change(order.order_id, step)
    return order


def fail(order: Order, provider: ProviderOrder) -> bool:
    """The provider took a refund, and it came to nothing; whether that was new."""
    asked = [each for each in order.refunds or [] if each["provider_order_id"] == provider.order_id]
    failed = provider.refund_failed and asked and asked[0]["status"] == "REQUESTED"
    return bool(failed) and _refuse(order, provider.order_id, "failed")


def report_slow(order: Order) -> None:
    """Let a person know of a refund that the provider took more than an hour ago and has not done."""
    for each in order.refunds or []:
        if each["status"] == "REQUESTED" and clock.instant(each["at"]) + SLOW < clock.now():
            logger.error("refund not done", extra={"order_id": order.order_id, "requested_at": each["at"]})
            count("RefundSlow")


def _asked(order: Order, provider: ProviderOrder) -> bool:
    """A refund was asked for, and this is how it stands."""
    if provider.status == ProviderStatus.REFUNDED:
        return end(order, provider.order_id, provider.paid_amount - exceptions.taken_back(order, provider.order_id))
    return mark(order, provider.order_id, "REQUESTED") | fail(order, provider)


def _refuse(order: Order, provider_order_id: str, code: str) -> bool:
    logger.error("refund refused", extra={"order_id": order.order_id, "code": code})
    count("RefundRefused")
    return mark(order, provider_order_id, "REFUSED")


def owe_payment(order: Order, reason: Reason, by: str) -> bool:
    """Owe what the order was paid with; money that a person took is in the customer's hand again by now."""
    held = order.payment or {}
    if held["provider"] == "mercadopago":
        left = held["amount"] - exceptions.taken_back(order, held["provider_order_id"])
        return owe(order, held["provider_order_id"], left, reason, by)
    return note(order, held["provider_order_id"], held["amount"], "DONE", reason, by)


def owe(order: Order, provider_order_id: str, amount: int, reason: Reason, by: str = NOBODY) -> bool:
    """Write down that this money has to go back; whether that was new."""
    if amount <= 0:
        return False
    new = note(order, provider_order_id, amount, "DUE", reason, by)
    if new:
        logger.warning("money to give back", extra={"order_id": order.order_id})
    return new


def given_back(order: Order, provider_order_id: str, amount: int, reason: Reason) -> bool:
    """Write down that this money has gone back without our asking; whether that was new."""
    return note(order, provider_order_id, amount, "DONE", reason, NOBODY)


def watch(order: Order, provider_order_id: str, reason: Reason, by: str = NOBODY) -> bool:
    """Keep an eye on a QR code that may still be paid, though the order needs its money no more."""
    return note(order, provider_order_id, 0, "UNCLOSED", reason, by)


def hold(order: Order, by: str) -> bool:
    """Write down money that a person saw arrive for an order that waits for none: a static Pix code ends with nothing, and
    can be paid any number of times. It waits for a person's decision (`late.py`); whether it was new."""
    known = sum(is_late(order, each["provider_order_id"]) for each in [order.payment, *(order.refunds or [])] if each)
    name = f"{_late_money(order)}-{known + 1}" if known else _late_money(order)
    return note(order, name, order.total, UNDECIDED, Reason.PAID_TOO_LATE, by)


def is_late(order: Order, provider_order_id: str) -> bool:
    """Whether that is one of the names which `hold` gives among the order's payments and refunds."""
    return provider_order_id.startswith(_late_money(order))


def undecided(order: Order) -> list[dict[str, Any]]:
    """The money that waits for a person's decision, the first first."""
    return [each for each in order.refunds or [] if each["status"] == UNDECIDED]


def _late_money(order: Order) -> str:
    return f"counter-late-{order.order_id}"


def note(order: Order, provider_order_id: str, amount: int, status: str, reason: Reason, by: str) -> bool:
    """One refund per payment; written anew only where the provider refused it, or where none was owed yet."""
    refunds = {refund["provider_order_id"]: refund for refund in order.refunds or []}
    attempt = 1
    match refunds.get(provider_order_id):
        case None:
            pass
        case {"status": "UNCLOSED"} if status != "UNCLOSED":
            pass
        case {"status": "DONE", "amount": 0} if amount > 0:  # the payer's bank had given the money back, and lost it
            pass
        case {"status": "REFUSED"} as refused if by != NOBODY:
            attempt = _next_attempt(refused)
        case _:
            return False
    refunds[provider_order_id] = {
        "provider_order_id": provider_order_id,
        "amount": amount,
        "status": status,
        "reason": str(reason),
        "by": by,
        "at": clock.text(clock.now()),
        "attempt": attempt,
    }
    order.refunds = list(refunds.values())
    if status not in NOT_YET:
        count("RefundOwed")
    return True


def limit(order: Order, provider_order_id: str, left: int) -> None:
    """Nobody owes more of a payment than the payer does not have yet."""
    for refund in order.refunds or []:
        if refund["provider_order_id"] == provider_order_id and refund["status"] != "DONE":
            refund["amount"] = min(refund["amount"], max(left, 0))


def ask_again(order: Order) -> bool:
    """Make what the provider refused an hour ago DUE once more, whatever became of the order; whether there was any."""
    now = clock.now()
    refunds = [
        {**refund, "status": "DUE", "at": clock.text(now), "attempt": _next_attempt(refund)}
        if refund["status"] == "REFUSED" and clock.instant(refund["at"]) + ASK_AGAIN_AFTER < now
        else refund
        for refund in order.refunds or []
    ]
    changed = refunds != (order.refunds or [])
    order.refunds = refunds
    return changed


def end(order: Order, provider_order_id: str, amount: int) -> bool:
    """The payer has all of a payment again, this amount of it by our refund; whether that was new."""
    ended = mark(order, provider_order_id, "DONE")
    if ended:
        order.refunds = [
            {**refund, "amount": amount} if refund["provider_order_id"] == provider_order_id else refund
            for refund in order.refunds or []
        ]
    return ended


def mark(order: Order, provider_order_id: str, to: str) -> bool:
    """Refunds only go forward: DONE stays DONE."""
    refunds = [
        {**refund, "status": to, "at": clock.text(clock.now())}
        if refund["provider_order_id"] == provider_order_id and refund["status"] not in ("DONE", to)
        else refund
        for refund in order.refunds or []
    ]
    changed = refunds != (order.refunds or [])
    if changed:
        order.refunds = refunds
    return changed


def _next_attempt(refund: dict[str, Any]) -> int:
    """The provider answers a repeated attempt as it did before, so asking for a refund anew is another one."""
    return int(refund.get("attempt", 1)) + 1
