"""Refunds, as the order records them.

A refund is recorded (DUE), then requested (REQUESTED), then confirmed (DONE): after a failure in between the reconciler
finds the order and continues. One that the provider refused, at once or later, is retried after an hour, or at once by
a manager. A QR code that could not be closed is watched until it is, because money paid with it has to go back.
UNDECIDED is no refund yet: a late payment that waits for a person.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from bytemeburger import clock
from bytemeburger.errors import Conflict
from bytemeburger.orders import records
from bytemeburger.orders.model import Refund, RefundStatus, WatchedCode
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import Reason, Status
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

RETRY_AFTER = timedelta(hours=1)
SLOW = timedelta(hours=1)
BY_PAYMENT = "payment"
"""The actor of a refund that no person requested."""


def cancel_paid(order_id: str, by: str, reason: Reason, gateway: PaymentGateway, note: str | None = None) -> Order:
    """Cancel an order that is paid but not begun, and give the money back. Raises Conflict for any other."""

    def decide(order: Order) -> bool:
        if order.status != Status.RECEIVED:
            raise Conflict("order-status", current_status=order.status)
        owe_payment(order, reason, by)
        order.add_staff_note(note, by)
        order.change_status(Status.CANCELLED, clock.text(clock.now()), by, reason=str(reason))
        return True

    return request_due_refunds(records.change(order_id, decide), gateway)


def refund(order_id: str, by: str, reason: Reason, gateway: PaymentGateway, note: str | None = None) -> Order:
    """Refund the full payment, whatever the order's status; once, and again where the provider refused.

    Raises Conflict for an order that nobody paid, or whose payer has the money again.
    """

    def decide(order: Order) -> bool:
        payment = order.payment
        if payment is None or not payment.paid:
            raise Conflict("order-status", current_status=order.status)
        if 0 < payment.amount <= exceptions.returned_amount(order, payment.provider_order_id):
            raise Conflict("nothing-to-refund")
        owed = owe_payment(order, reason, by)
        if owed:
            order.add_staff_note(note, by)
        return owed

    return request_due_refunds(records.change(order_id, decide), gateway)


def request_due_refunds(order: Order, gateway: PaymentGateway) -> Order:
    """Request every refund that is DUE of the provider; what fails stays DUE for the reconciler."""
    for refund in order.refunds:
        if refund.status != RefundStatus.DUE:
            continue
        try:
            provider = gateway.refund(refund.provider_order_id, refund.attempt)
        except ProviderUnavailable:
            logger.warning("refund put off", extra={"order_id": order.order_id})
            continue
        except (ProviderRejected, ProviderOrderNotFound) as refused:
            step = partial(_refuse, provider_order_id=refund.provider_order_id, code=str(refused))
        else:
            step = partial(_record_requested, provider=provider)
        order = records.change(order.order_id, step)
    return order


def record_failure(order: Order, provider: ProviderOrder) -> bool:
    """Record that a requested refund failed; whether that was new."""
    refund = order.refund_of(provider.order_id)
    requested = refund is not None and refund.status == RefundStatus.REQUESTED
    return requested and provider.refund_failed and _refuse(order, provider.order_id, "failed")


def report_slow(order: Order) -> None:
    """Log and count refunds that were requested more than an hour ago and are not done."""
    for each in order.refunds:
        if each.status == RefundStatus.REQUESTED and clock.instant(each.at) + SLOW < clock.now():
            logger.error("refund not done", extra={"order_id": order.order_id, "requested_at": each.at})
            count("RefundSlow")


def _record_requested(order: Order, provider: ProviderOrder) -> bool:
    """Record the provider's answer to a refund request."""
    if provider.status == ProviderStatus.REFUNDED:
        return complete(
            order, provider.order_id, provider.paid_amount - exceptions.returned_amount(order, provider.order_id)
        )
    return set_status(order, provider.order_id, RefundStatus.REQUESTED) | record_failure(order, provider)


def _refuse(order: Order, provider_order_id: str, code: str) -> bool:
    logger.error("refund refused", extra={"order_id": order.order_id, "code": code})
    count("RefundRefused")
    return set_status(order, provider_order_id, RefundStatus.REFUSED)


def owe_payment(order: Order, reason: Reason, by: str) -> bool:
    """Owe what the order was paid with; money that a person took is in the customer's hand again by now."""
    payment = order.payment
    assert payment
    if payment.provider == "mercadopago":
        left = payment.amount - exceptions.returned_amount(order, payment.provider_order_id)
        return owe(order, payment.provider_order_id, left, reason, by)
    return record_refund(order, payment.provider_order_id, payment.amount, RefundStatus.DONE, reason, by)


def owe(order: Order, provider_order_id: str, amount: int, reason: Reason, by: str = BY_PAYMENT) -> bool:
    """Record that this money has to go back; whether that was new."""
    if amount <= 0:
        return False
    new = record_refund(order, provider_order_id, amount, RefundStatus.DUE, reason, by)
    if new:
        logger.warning("money to give back", extra={"order_id": order.order_id})
    return new


def record_external_refund(order: Order, provider_order_id: str, amount: int, reason: Reason) -> bool:
    """Record that the provider refunded this money by itself; whether that was new."""
    return record_refund(order, provider_order_id, amount, RefundStatus.DONE, reason, BY_PAYMENT)


def watch(order: Order, provider_order_id: str, reason: Reason, by: str = BY_PAYMENT) -> bool:
    """Watch a QR code that may still be paid though the order no longer needs its money; whether that was new."""
    if order.watches(provider_order_id) or order.refund_of(provider_order_id):
        return False
    order.watched = [*order.watched, WatchedCode(provider_order_id, str(reason), by, clock.text(clock.now()))]
    return True


def record_late_payment(order: Order, by: str) -> bool:
    """Record money that a person saw arrive for an order that waits for none: a static Pix code never expires and can
    be paid repeatedly. It waits for a person's decision (`late.py`); whether it was new."""
    names = [each.provider_order_id for each in order.refunds] + ([order.paid_with] if order.paid_with else [])
    known = sum(is_late_payment(order, each) for each in names)
    name = f"{_late_money(order)}-{known + 1}" if known else _late_money(order)
    return record_refund(order, name, order.total, RefundStatus.UNDECIDED, Reason.PAID_TOO_LATE, by)


def is_late_payment(order: Order, provider_order_id: str) -> bool:
    """Whether that is one of the names which `record_late_payment` gives among the order's payments and refunds."""
    return provider_order_id.startswith(_late_money(order))


def undecided(order: Order) -> list[Refund]:
    """The money that waits for a person's decision, the first first."""
    return [each for each in order.refunds if each.status == RefundStatus.UNDECIDED]


def _late_money(order: Order) -> str:
    return f"counter-late-{order.order_id}"


def record_refund(
    order: Order, provider_order_id: str, amount: int, status: RefundStatus, reason: Reason, by: str
) -> bool:
    """One refund per payment; written anew only where the provider refused it, or where nothing was owed. Nobody has to
    watch what is owed."""
    attempt = 1
    match order.refund_of(provider_order_id):
        case None:
            pass
        case Refund(status=RefundStatus.DONE, amount=0) if amount > 0:  # the payer's bank gave it back, and lost it
            pass
        case Refund(status=RefundStatus.REFUSED, attempt=refused) if by != BY_PAYMENT:
            attempt = refused + 1
        case _:
            return False
    new = Refund(provider_order_id, amount, status, str(reason), by, clock.text(clock.now()), attempt)
    refunds = {each.provider_order_id: each for each in order.refunds}
    order.refunds = (refunds | {provider_order_id: new}).values()
    order.watched = [each for each in order.watched if each.provider_order_id != provider_order_id]
    if status != RefundStatus.UNDECIDED:
        count("RefundOwed")
    return True


def limit(order: Order, provider_order_id: str, left: int) -> None:
    """Limit a refund to what the payer does not have yet."""
    _change(order, provider_order_id, lambda refund: refund.limit(left))


def retry_refused(order: Order) -> bool:
    """Make refunds that the provider refused an hour ago DUE again; whether there was any."""
    now = clock.now()
    refused_refunds = [
        refund
        for refund in order.refunds
        if refund.status == RefundStatus.REFUSED and clock.instant(refund.at) + RETRY_AFTER < now
    ]
    for refund in refused_refunds:
        _change(order, refund.provider_order_id, lambda refused: refused.ask_again(clock.text(now)))
    return bool(refused_refunds)


def complete(order: Order, provider_order_id: str, amount: int) -> bool:
    """The payer has all of a payment again, this amount of it by our refund; whether that was new."""
    return _change(order, provider_order_id, lambda refund: refund.end(amount, clock.text(clock.now())))


def set_status(order: Order, provider_order_id: str, to: RefundStatus) -> bool:
    """A refund has another status; whether that was new."""
    return _change(order, provider_order_id, lambda refund: refund.become(to, clock.text(clock.now())))


def _change(order: Order, provider_order_id: str, become: Callable[[Refund], Refund]) -> bool:
    """Replace a payment's refund; whether it differs."""
    before = order.refunds
    order.refunds = [become(each) if each.provider_order_id == provider_order_id else each for each in before]
    return order.refunds != before
