"""Compares an order's money with the provider's records. Money in centavos."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from bytemeburger.formats import BusinessDay, Centavos, Count, Cursor, Identifier
from bytemeburger.orders.model import Refund, RefundStatus
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import Reason, Status
from bytemeburger.payments.exceptions import by_kind, returned_amount
from bytemeburger.payments.gateway import PaymentGateway, ProviderOrder, ProviderOrderNotFound, ProviderStatus


class Disagreement(TypedDict):
    """`finding` says what does not agree; `amount` of that payment the payer has again."""

    order_id: Identifier
    status: Status
    finding: str
    amount: Centavos


class Reconciliation(TypedDict):
    """`exceptions` should be empty; `net` is what was kept."""

    day: BusinessDay
    orders: Count
    paid: Centavos
    refunded: Centavos
    charged_back: Centavos
    net: int
    exceptions: list[Disagreement]
    cursor: Cursor | None


@dataclass(frozen=True)
class Comparison:
    """`paid`, `refunded` and `charged_back` are ours; `exceptions` should be empty."""

    paid: int
    refunded: int
    charged_back: int
    exceptions: list[Disagreement]


def compare(order: Order, gateway: PaymentGateway) -> Comparison:
    """One order's payments and refunds against the provider's answers. Raises ProviderUnavailable and
    ProviderRejected."""
    payment = order.payment
    paid = {payment.provider_order_id: payment.amount} if payment and payment.paid else {}
    noted = {each.provider_order_id for each in order.exceptions}
    provider_order_ids = {each.provider_order_id for each in order.refunds_and_codes} | noted
    if payment:
        provider_order_ids.add(payment.provider_order_id)
    status = Status(order.status)
    exceptions: list[Disagreement] = [
        {"order_id": order.order_id, "status": status, "finding": finding, "amount": amount}
        for provider_order_id in sorted(provider_order_ids)
        if not provider_order_id.startswith("counter-")
        for finding, amount in _disagreements(order, provider_order_id, paid.get(provider_order_id), gateway)
    ]
    exceptions += [
        {"order_id": order.order_id, "status": status, "finding": "late-payment-undecided", "amount": 0}
        for each in order.refunds
        if each.status == RefundStatus.UNDECIDED
    ]
    given_back = sum(each.amount for each in order.refunds if each.status == RefundStatus.DONE)
    late = sum(each.amount for each in order.refunds if each.provider_order_id not in paid)
    late += sum(returned_amount(order, name) for name in noted - paid.keys())
    refunded, charged_back = by_kind(order)
    return Comparison(sum(paid.values()) + late, given_back + refunded, charged_back, exceptions)


def _disagreements(
    order: Order, provider_order_id: str, paid: int | None, gateway: PaymentGateway
) -> Iterator[tuple[str, int]]:
    """What does not agree, in one word, and how much of that payment the payer has again, according to the provider."""
    refund, watched = order.refund_of(provider_order_id), order.watches(provider_order_id)
    try:
        provider = gateway.get(provider_order_id)
    except ProviderOrderNotFound:
        if paid is not None or refund or watched:
            yield "unknown-to-provider", 0
        return
    if finding := _finding(order, paid, refund, watched, provider):
        yield finding, provider.returned_amount


def _finding(
    order: Order, paid: int | None, refund: Refund | None, watched: bool, provider: ProviderOrder
) -> str | None:
    """None when all agrees."""
    status = refund and refund.status
    match provider.status:
        case _ if provider.external_reference != order.order_id:
            return "belongs-to-another-order"
        case ProviderStatus.UNKNOWN:
            return "status-unknown"
        case ProviderStatus.CHARGED_BACK:
            return "charged-back"
        case ProviderStatus.REIMBURSED:
            return "charge-back-reimbursed"
        case ProviderStatus.PROCESSED if paid is None and not (refund or watched):
            return "paid-but-not-settled"
        case ProviderStatus.PROCESSED if paid is not None and provider.paid_amount != paid:
            return "amounts-differ"
        case ProviderStatus.PROCESSED if refund or watched:
            return "refund-refused" if status == RefundStatus.REFUSED else "refund-not-done"
        case ProviderStatus.PROCESSED if provider.refunded_amount:
            return "partially-refunded"
        case ProviderStatus.REFUNDED if status != RefundStatus.DONE:
            return "refunded-but-not-recorded"
        case ProviderStatus.REFUNDED if refund and refund.reason == Reason.REFUNDED_BY_PROVIDER:
            return "refunded-by-provider"
        case ProviderStatus.CREATED | ProviderStatus.EXPIRED | ProviderStatus.CANCELED if paid is not None:
            return "settled-but-not-paid"
    return None
