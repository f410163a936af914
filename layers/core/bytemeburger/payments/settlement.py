"""The only way money changes an order. Webhook, poll and reconciler all end here; every step may be repeated.

A refund is first written down (DUE), then asked for (REQUESTED), then seen to be done (DONE): whatever dies in
between, the reconciler finds the order and goes on.
"""

from datetime import timedelta
from functools import partial
from typing import Any

from bytemeburger import clock
from bytemeburger.errors import Conflict, NotFound
from bytemeburger.orders import records
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import SECONDS_TO_PAY, Status
from bytemeburger.payments.gateway import (
    PaymentGateway,
    PaymentInProgress,
    ProviderOrder,
    ProviderRejected,
    ProviderStatus,
    ProviderUnavailable,
)
from bytemeburger.payments.rules import Verdict, judge
from bytemeburger.telemetry import count, logger


def request_payment(order_id: str, gateway: PaymentGateway) -> Order:
    """Give an unpaid order a provider's order to be paid with, the same one however often it is asked for.

    The attempt's number makes the provider's idempotency key, so calls at once and after a lost answer share one.
    Raises Conflict when the order no longer waits for money, ProviderUnavailable and ProviderRejected.
    """
    order = records.read(order_id)
    _require_unpaid(order)
    held = order.payment or {}
    if held.get("status") == "PENDING":
        return order
    attempt = int(held.get("attempt", 0)) + 1
    asked_at = clock.now()
    provider = gateway.create(
        order_id=order_id,
        attempt=attempt,
        amount=order.total,
        description=f"Pedido {order_id[:8]}",
        lines=order.lines,
        seconds_to_pay=SECONDS_TO_PAY,
    )
    expires_at = provider.expires_at or clock.text(asked_at + timedelta(seconds=SECONDS_TO_PAY))

    def decide(order: Order) -> bool:
        _require_unpaid(order)
        if (order.payment or {}).get("provider_order_id") == provider.order_id:
            return False
        order.payment = _payment(provider, attempt, "PENDING") | {
            "qr_data": provider.qr_data,
            "expires_at": expires_at,
        }
        order.due_at = max(order.due_at, expires_at)
        return True

    try:
        return records.change(order_id, decide)
    except Conflict:
        _cancel_quietly(provider.order_id, gateway)
        raise


def settle(store: str, provider: ProviderOrder, gateway: PaymentGateway) -> Order:
    """Let the order of `store` follow what the provider says of it. Raises NotFound for an order we do not have."""

    def decide(order: Order) -> bool:
        if order.store != store:
            raise NotFound("order-not-found")
        held = order.payment or {}
        paid_with = held.get("provider_order_id") if held.get("status") == "PAID" else None
        match judge(order.order_id, order.status, order.total, paid_with, provider):
            case Verdict.PAY:
                return _receive(order, provider)
            case Verdict.GIVE_BACK:
                return _owe(order, provider, "paid-too-late")
            case Verdict.LAPSE if held.get("provider_order_id") == provider.order_id and held["status"] == "PENDING":
                order.payment = {**held, "status": "LAPSED"}
                return True
            case Verdict.REFUNDED:
                _owe(order, provider, "refunded-by-provider")
                return _mark_refund(order, provider.order_id, "DONE")
            case Verdict.MISMATCH:
                return _report(order, provider)
        return False

    order = records.change(provider.external_reference, decide)
    return give_back(order, gateway)


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
        except ProviderRejected as rejected:
            logger.error("refund refused", extra={"order_id": order.order_id, "code": rejected.code})
            count("RefundRefused")
            status = "REFUSED"
        else:
            status = "DONE" if provider.status == ProviderStatus.REFUNDED else "REQUESTED"
        mark = partial(_mark_refund, provider_order_id=refund["provider_order_id"], to=status)
        order = records.change(order.order_id, mark)
    return order


def end_unpaid(order_id: str, to: Status, by: str, gateway: PaymentGateway) -> Order:
    """Expire or cancel an order that waits for money, the provider's order first, so that no QR code outlives it.

    Raises Conflict when it no longer waits or a payment is under way, and ProviderUnavailable.
    """
    order = records.read(order_id)
    _require_waiting(order)
    held = order.payment or {}
    if held.get("status") == "PENDING":
        provider_order_id = held["provider_order_id"]
        try:
            provider = gateway.cancel(provider_order_id)
        except PaymentInProgress:
            raise Conflict("payment-in-progress") from None
        except ProviderRejected:
            provider = gateway.get(provider_order_id)
        settle(order.store, provider, gateway)

    def decide(order: Order) -> bool:
        _require_waiting(order)
        if (order.payment or {}).get("status") == "PENDING":
            raise Conflict("order-changed")
        order.enter(to, clock.text(clock.now()), by)
        return True

    return records.change(order_id, decide)


def _receive(order: Order, provider: ProviderOrder) -> bool:
    now = clock.now()
    order.business_day = clock.business_day(now, order.time_zone)
    order.number = records.next_number(order.store, order.business_day)
    order.paid_at = clock.text(now)
    held = order.payment or {}
    order.payment = {**held, **_payment(provider, int(held.get("attempt", 1)), "PAID")}
    order.enter(Status.RECEIVED, order.paid_at, "payment")
    return True


def _owe(order: Order, provider: ProviderOrder, reason: str) -> bool:
    if any(refund["provider_order_id"] == provider.order_id for refund in order.refunds or []):
        return False
    logger.warning("money to give back", extra={"order_id": order.order_id, "reason": reason})
    count("UnexpectedRefund")
    order.refunds = [
        *(order.refunds or []),
        {
            "provider_order_id": provider.order_id,
            "amount": provider.paid_amount,
            "status": "DUE",
            "reason": reason,
            "at": clock.text(clock.now()),
        },
    ]
    return True


def _mark_refund(order: Order, provider_order_id: str, to: str) -> bool:
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


def _report(order: Order, provider: ProviderOrder) -> bool:
    if (order.payment or {}).get("review") == provider.order_id:
        return False
    logger.error(
        "payment does not match",
        extra={
            "order_id": order.order_id,
            "provider_order_id": provider.order_id,
            "says": provider.raw_status,
        },
    )
    count("PaymentMismatch")
    order.payment = {**(order.payment or {"status": "REVIEW"}), "review": provider.order_id}
    return True


def _payment(provider: ProviderOrder, attempt: int, status: str) -> dict[str, Any]:
    return {
        "provider": provider.provider,
        "provider_order_id": provider.order_id,
        "payment_id": provider.payment_id,
        "attempt": attempt,
        "amount": provider.amount,
        "status": status,
    }


def _require_waiting(order: Order) -> None:
    if order.status != Status.AWAITING_PAYMENT:
        raise Conflict("order-status", current_status=order.status)


def _require_unpaid(order: Order) -> None:
    """It waits for money, and its time has not passed."""
    _require_waiting(order)
    if order.due_at < clock.text(clock.now()):
        raise Conflict("order-status", current_status=str(Status.EXPIRED))


def _cancel_quietly(provider_order_id: str, gateway: PaymentGateway) -> None:
    """The order ended while its QR code was made: nobody has seen the code, and if it is paid all the same,
    settlement gives the money back."""
    try:
        gateway.cancel(provider_order_id)
    except (PaymentInProgress, ProviderRejected, ProviderUnavailable):
        logger.warning("could not cancel", extra={"provider_order_id": provider_order_id})
