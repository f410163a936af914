"""The only way money changes an order. Webhook, poll and reconciler all end here; every step may be repeated.

What has to go back, and how it does, stands in `refunds.py`.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bytemeburger import clock
from bytemeburger.errors import Conflict, NotFound
from bytemeburger.orders import records
from bytemeburger.orders.discounting import net_lines
from bytemeburger.orders.model import Payment, PaymentStatus, RefundStatus, WatchedCode
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import MAX_UNPAID, SECONDS_TO_PAY, Reason, Status
from bytemeburger.payments import exceptions
from bytemeburger.payments.gateway import (
    PaymentGateway,
    PaymentInProgress,
    ProviderOrder,
    ProviderOrderNotFound,
    ProviderRejected,
    ProviderStatus,
    ProviderUnavailable,
)
from bytemeburger.payments.refunds import (
    complete,
    limit,
    owe,
    record_external_refund,
    record_failure,
    record_late_payment,
    report_slow,
    request_due_refunds,
    retry_refused,
    undecided,
    watch,
)
from bytemeburger.payments.rules import Verdict, judge
from bytemeburger.telemetry import count, logger

ABANDONED_AFTER = timedelta(days=1)
MISSING_AFTER = timedelta(minutes=3)
"""How long the provider has to say that it does not know a code before that is believed."""


class OfAnotherStore(NotFound):
    """The provider's order belongs to an order of `store`."""

    def __init__(self, store: str):
        super().__init__("order-not-found")
        self.store = store


def request_payment(order: Order, gateway: PaymentGateway) -> Order:
    """Create the provider's order with which an unpaid order is paid; a repeated call answers the same one.

    The attempt's number makes the provider's idempotency key, so calls at once and after a lost answer share one.
    An answer without a code uses its attempt up. Raises Conflict when the order no longer waits for money,
    ProviderUnavailable and ProviderRejected.
    """
    require_unpaid(order)
    if _has_code(order):
        return order
    attempt = order.payment.attempt + 1 if order.payment else 1
    requested_at = clock.now()
    try:
        provider = gateway.create(
            order_id=order.order_id,
            attempt=attempt,
            amount=order.total,
            description=f"Pedido {order.order_id[:8]}",
            lines=net_lines(order),
            seconds_to_pay=SECONDS_TO_PAY,
        )
    except ProviderRejected as refused:
        _report_refused(order, refused.reason)
        raise
    if provider.qr_data is None:
        _report_refused(order, "no-qr-data")
        _cancel_quietly(provider.order_id, gateway)
        records.change(order.order_id, partial(_use_attempt, provider=provider, attempt=attempt))
        raise ProviderUnavailable("no QR code")
    latest = clock.text(clock.instant(order.created_at) + MAX_UNPAID)
    expires_at = min(latest, provider.expires_at or clock.text(requested_at + timedelta(seconds=SECONDS_TO_PAY)))

    def decide(order: Order) -> bool:
        require_unpaid(order)
        if _has_code(order) or (order.payment and order.payment.provider_order_id == provider.order_id):
            return False  # another call was faster, perhaps with a later attempt: its code is the one shown
        pending = _payment(provider, attempt, PaymentStatus.PENDING)
        order.payment = replace(pending, qr_data=provider.qr_data, expires_at=expires_at)
        order.due_at = max(order.due_at, expires_at)
        return True

    try:
        return records.change(order.order_id, decide)
    except Conflict:
        _cancel_quietly(provider.order_id, gateway)
        raise


def settle(store: str, provider: ProviderOrder, gateway: PaymentGateway) -> Order:
    """Apply the provider's answer to the order of `store`. Raises NotFound for an order we do not have,
    OfAnotherStore for one that is not this store's."""
    noted = False

    def decide(order: Order) -> bool:
        nonlocal noted
        if order.store != store:
            raise OfAnotherStore(order.store)
        reappeared, noted = _clear_missing(order, provider.order_id), exceptions.record(order, provider)
        return _apply(order, provider) or noted or reappeared

    order = records.change(provider.external_reference, decide)
    if noted:
        exceptions.report(order, provider)
    return request_due_refunds(order, gateway)


def _apply(order: Order, provider: ProviderOrder) -> bool:
    """Apply the verdict; whether anything changed."""
    left = provider.paid_amount - exceptions.returned_amount(order, provider.order_id)
    if provider.status == ProviderStatus.PROCESSED:
        limit(order, provider.order_id, left)
    match judge(order.status, order.total, order.paid_with, provider):
        case Verdict.PAY:
            return receive(order, provider)
        case Verdict.GIVE_BACK | Verdict.WRONG_AMOUNT as verdict:
            lapsed = _lapse(order, provider.order_id)
            reason = Reason.PAID_TOO_LATE if verdict is Verdict.GIVE_BACK else Reason.WRONG_AMOUNT
            return record_failure(order, provider) or owe(order, provider.order_id, left, reason) or lapsed
        case Verdict.LAPSE:
            return _lapse(order, provider.order_id)
        case Verdict.REFUNDED:
            lapsed = _lapse(order, provider.order_id)
            new = record_external_refund(order, provider.order_id, left, Reason.REFUNDED_BY_PROVIDER)
            return complete(order, provider.order_id, left) or new or lapsed
        case Verdict.CHARGED_BACK:
            lapsed = _lapse(order, provider.order_id)
            return complete(order, provider.order_id, left) or lapsed
    return record_failure(order, provider)


def check(order: Order, gateway: PaymentGateway) -> Order:
    """Ask the provider about everything of the order that is still open with it, and settle what it says. Raises
    ProviderUnavailable and ProviderRejected."""
    open_ones = [order.payment.provider_order_id] if order.payment and order.payment.pending else []
    open_ones += [each.provider_order_id for each in order.refunds if each.was_requested]
    for provider_order_id in open_ones:
        order = _check(order, provider_order_id, gateway.get, gateway)
    for code in order.watched:
        with suppress(PaymentInProgress):
            order = _check(order, code.provider_order_id, partial(_cancelled, gateway), gateway)
    if any(refund.status == RefundStatus.REFUSED for refund in order.refunds):
        order = records.change(order.order_id, retry_refused)
    order = request_due_refunds(order, gateway)
    report_slow(order)
    return order


def end_unpaid(
    order_id: str, to: Status, by: str, gateway: PaymentGateway, note: str | None = None, reason: str | None = None
) -> Order:
    """Expire or cancel an order that waits for money, the provider's order first, so that no QR code outlives it.

    Raises Conflict when it no longer waits or a payment is under way, ProviderUnavailable and ProviderRejected. A
    provider that does not answer about a payment delays the end of an order for a day; its code is then
    watched.
    """
    order = records.read(order_id)
    try:
        order = _close_payment(order, gateway)
    except (Conflict, ProviderUnavailable, ProviderRejected):
        if not _is_abandoned(order):
            raise

    def decide(order: Order) -> bool:
        _require_waiting(order)
        if order.payment and order.payment.pending:
            if not _is_abandoned(order):
                raise Conflict("payment-in-progress")
            watch(order, order.payment.provider_order_id, Reason.UNDECIDED)
        order.add_staff_note(note, by)
        order.change_status(to, clock.text(clock.now()), by, reason)
        return True

    return records.change(order.order_id, decide)


def receive_at_counter(
    order_id: str, method: str, by: str, gateway: PaymentGateway, seen_version: int | None = None
) -> Order:
    """The customer paid a person: cash, a card terminal or a static Pix that the person has seen arrive.

    The QR code is closed first. Where the provider is down it cannot be, so it is watched: the reconciler closes it, or
    gives back what was paid with it. A Pix is there already, so it is written down whatever became of the order
    meanwhile, and while another payment is under way; any other money is not taken then. Where a Pix is known already,
    it is taken for the same one unless the person has seen that (`seen_version` of the order). Raises Conflict.
    """
    order = records.read(order_id)
    if order.status == Status.AWAITING_PAYMENT:
        try:
            _close_payment(order, gateway)
        except (ProviderUnavailable, ProviderRejected, Conflict) as not_closed:
            if isinstance(not_closed, Conflict) and method != "pix":
                raise
            logger.warning("paid at the counter, code not closed", extra={"order_id": order_id})

    def decide(order: Order) -> bool:
        if order.status == Status.AWAITING_PAYMENT:
            return receive(order, counter_order(order, method), by)
        if method != "pix" or not order.total:
            raise Conflict("order-status", current_status=order.status)
        if order.version != seen_version:
            if undecided(order):
                return False
            if order.payment and order.payment.provider == "pix":
                raise Conflict("order-status", current_status=order.status)
        return record_late_payment(order, by)

    return records.change(order_id, decide)


def _close_payment(order: Order, gateway: PaymentGateway) -> Order:
    """Cancel the QR code; the order as it is then, perhaps paid."""
    _require_waiting(order)
    if order.payment is None or not order.payment.pending:
        return order
    try:
        return _check(order, order.payment.provider_order_id, partial(_cancelled, gateway), gateway)
    except PaymentInProgress:
        raise Conflict("payment-in-progress") from None


def _cancelled(gateway: PaymentGateway, provider_order_id: str) -> ProviderOrder:
    """The provider's order, cancelled if that was still possible. Raises PaymentInProgress."""
    try:
        return gateway.cancel(provider_order_id)
    except ProviderRejected:
        return gateway.get(provider_order_id)
    except PaymentInProgress:
        provider = gateway.get(provider_order_id)
        if provider.status == ProviderStatus.CREATED:
            raise
        return provider


def _check(
    order: Order, provider_order_id: str, request: Callable[[str], ProviderOrder], gateway: PaymentGateway
) -> Order:
    try:
        provider = request(provider_order_id)
    except ProviderOrderNotFound:
        return records.change(order.order_id, partial(_record_missing, provider_order_id=provider_order_id))
    return settle(order.store, provider, gateway)


def counter_order(order: Order, method: str) -> ProviderOrder:
    """A payment that a person took, in the shape of a provider's order."""
    return ProviderOrder(
        provider=method,
        order_id=f"counter-{order.order_id}",
        payment_id=None,
        external_reference=order.order_id,
        status=ProviderStatus.PROCESSED,
        amount=order.total,
        paid_amount=order.total,
        currency="BRL",
        qr_data=None,
        created_at=None,
        expires_at=None,
        refunded_amount=0,
        raw_status="processed",
    )


def receive(order: Order, provider: ProviderOrder, by: str = "payment") -> bool:
    """Pay the order; another code that may still be paid is watched."""
    before = order.payment
    if before and before.pending and before.provider_order_id != provider.order_id:
        watch(order, before.provider_order_id, Reason.PAID_OTHERWISE, by)
    order.receive(_payment(provider, before.attempt if before else 1, PaymentStatus.PAID), by)
    return True


def _lapse(order: Order, provider_order_id: str) -> bool:
    """That provider's order can no longer be paid."""
    payment, watched = order.payment, order.watches(provider_order_id)
    pending = payment is not None and payment.pending and payment.provider_order_id == provider_order_id
    if payment and pending:
        order.payment = payment.lapse()
    order.watched = [each for each in order.watched if each.provider_order_id != provider_order_id]
    return pending or watched


def _record_missing(order: Order, provider_order_id: str) -> bool:
    """The provider does not know a code: believed only after some time, as it may still be paid."""
    now = clock.now()
    codes = _codes(order, provider_order_id)
    since = next((each.missing_since for each in codes if each.missing_since), None)
    if codes and since is None:
        return _set_missing(order, provider_order_id, clock.text(now))
    if since is None or clock.instant(since) + MISSING_AFTER > now:
        return False
    whose = {"order_id": order.order_id, "store": order.store, "provider_order_id": provider_order_id}
    logger.error("the provider does not know a payment", extra=whose)
    count("PaymentMissing")
    return _lapse(order, provider_order_id)


def _clear_missing(order: Order, provider_order_id: str) -> bool:
    """The provider knows the code after all; whether it had not."""
    missed = any(each.missing_since for each in _codes(order, provider_order_id))
    return missed and _set_missing(order, provider_order_id, None)


def _codes(order: Order, provider_order_id: str) -> list[Payment | WatchedCode]:
    """The order's payment or watched code of that id, if it may still be paid."""
    codes: list[Payment | WatchedCode] = [*order.watched]
    if order.payment and order.payment.pending:
        codes.append(order.payment)
    return [each for each in codes if each.provider_order_id == provider_order_id]


def _set_missing(order: Order, provider_order_id: str, since: str | None) -> bool:
    codes = _codes(order, provider_order_id)
    if order.payment in codes:
        order.payment = replace(order.payment, missing_since=since)
    order.watched = [replace(each, missing_since=since) if each in codes else each for each in order.watched]
    return True


def _has_code(order: Order) -> bool:
    """Whether there is a QR code to be paid with."""
    return order.payment is not None and order.payment.pending and bool(order.payment.qr_data)


def _use_attempt(order: Order, provider: ProviderOrder, attempt: int) -> bool:
    """The attempt gave no code: the next one asks for another order of the provider's."""
    if order.payment and order.payment.attempt >= attempt:
        return False
    order.payment = _payment(provider, attempt, PaymentStatus.LAPSED)
    return True


def _report_refused(order: Order, code: str) -> None:
    logger.error("checkout refused", extra={"order_id": order.order_id, "store": order.store, "code": code})
    count("CheckoutRefused")


def _payment(provider: ProviderOrder, attempt: int, status: PaymentStatus) -> Payment:
    return Payment(provider.provider, provider.order_id, provider.payment_id, attempt, provider.amount, status)


def _is_abandoned(order: Order) -> bool:
    """Whether the order was due so long ago that it ends without the provider's answer."""
    return order.due_at < clock.text(clock.now() - ABANDONED_AFTER)


def _require_waiting(order: Order) -> None:
    if order.status != Status.AWAITING_PAYMENT:
        raise Conflict("order-status", current_status=order.status)


def require_unpaid(order: Order) -> None:
    """It waits for money, and its time has not passed."""
    _require_waiting(order)
    if order.due_at < clock.text(clock.now()):
        raise Conflict("order-status", current_status=str(Status.EXPIRED))


def _cancel_quietly(provider_order_id: str, gateway: PaymentGateway) -> None:
    """The order ended while its QR code was created: nobody saw the code, and settlement refunds it if it is paid."""
    try:
        gateway.cancel(provider_order_id)
    except (PaymentInProgress, ProviderOrderNotFound, ProviderRejected, ProviderUnavailable):
        logger.warning("could not cancel", extra={"provider_order_id": provider_order_id})
