"""Exceptions of a payment: what happened to an order's money at the provider without our doing (a charge-back, a refund
in the provider's panel, a status that this code does not know).

A person has to look at each, so it is recorded and reported once per payment, status and amount. The amount that the
payer has again is subtracted in the books (`sales.rules`) and is not refunded a second time (`refunds`).
"""

from bytemeburger import clock
from bytemeburger.orders.model import PaymentException, RefundStatus
from bytemeburger.orders.records import Order
from bytemeburger.payments.gateway import ProviderOrder, ProviderStatus
from bytemeburger.telemetry import count, logger

DISPUTED = (ProviderStatus.CHARGED_BACK, ProviderStatus.REIMBURSED)


def record(order: Order, provider: ProviderOrder) -> bool:
    """Write down what the provider says that is not our doing; whether that was new.

    What was taken back stays so, whatever an answer says that was overtaken on its way, until a charge-back is decided
    for the store. The amount of a refund of the whole is not noted here: the order holds it as a refund.
    """
    amount = returned_amount(order, provider.order_id)
    without_us = max(0, provider.returned_amount - _refunded(order, provider.order_id))
    match provider.status:
        case ProviderStatus.REIMBURSED:
            amount = without_us
        case ProviderStatus.CHARGED_BACK | ProviderStatus.UNKNOWN:
            amount = max(amount, without_us)
        case ProviderStatus.PROCESSED if without_us > amount:
            amount = without_us
        case ProviderStatus.REFUNDED if order.refund_of(provider.order_id) is None:
            pass
        case _:
            return False
    facts = provider.order_id, provider.raw_status, amount
    if any(facts == (each.provider_order_id, each.says, each.amount) for each in order.exceptions):
        return False
    noted = PaymentException(*facts, status=str(provider.status), at=clock.text(clock.now()))
    order.exceptions = [*order.exceptions, noted]
    return True


def report(order: Order, provider: ProviderOrder) -> None:
    """Log and count it: an alarm calls a person."""
    facts = {"provider_order_id": provider.order_id, "says": provider.raw_status, "amount": provider.returned_amount}
    logger.error("payment exception", extra={"order_id": order.order_id, "store": order.store, **facts})
    count("PaymentException")


def _refunded(order: Order, provider_order_id: str) -> int:
    """What we gave back of a payment."""
    refund = order.refund_of(provider_order_id)
    return refund.amount if refund and refund.status == RefundStatus.DONE else 0


def returned_amount(order: Order, provider_order_id: str) -> int:
    """What the payer has of a payment again without our doing, in centavos."""
    amounts = [each.amount for each in order.exceptions if each.provider_order_id == provider_order_id]
    return amounts[-1] if amounts else 0


def by_kind(order: Order) -> tuple[int, int]:
    """How much of the order's money was refunded by the provider, and how much is charged back, in centavos."""
    refunded = charged_back = 0
    last: dict[str, int] = {}
    for each in order.exceptions:
        change = each.amount - last.get(each.provider_order_id, 0)
        last[each.provider_order_id] = each.amount
        if each.status in DISPUTED:
            charged_back += change
        else:
            refunded += change
    return refunded, charged_back
