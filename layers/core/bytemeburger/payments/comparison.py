"""What the provider says of an order's money against what we say. Money in centavos."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bytemeburger.orders.records import Order
from bytemeburger.payments.exceptions import by_kind, taken_back
from bytemeburger.payments.gateway import PaymentGateway, ProviderOrder, ProviderOrderNotFound, ProviderStatus


@dataclass(frozen=True)
class Comparison:
    """`paid`, `refunded` and `charged_back` are ours; `exceptions` should be empty."""

    paid: int
    refunded: int
    charged_back: int
    exceptions: list[dict[str, Any]]


def compare(order: Order, gateway: PaymentGateway) -> Comparison:
    """One order's payments and refunds, each asked for at the provider. Raises ProviderUnavailable and
    ProviderRejected."""
    held = order.payment or {}
    paid = {held["provider_order_id"]: held["amount"]} if held.get("status") == "PAID" else {}
    refunds = {each["provider_order_id"]: each for each in order.refunds or []}
    noted = {each["provider_order_id"] for each in order.exceptions or []}
    asked = {held.get("provider_order_id"), *refunds, *noted} - {None}
    exceptions = [
        {"order_id": order.order_id, "status": order.status, "finding": finding, "amount": amount}
        for provider_order_id in sorted(asked)
        if not provider_order_id.startswith("counter-")
        for finding, amount in _ask(order, provider_order_id, paid.get(provider_order_id), refunds, gateway)
    ]
    exceptions += [
        {"order_id": order.order_id, "status": order.status, "finding": "late-payment-undecided", "amount": 0}
        for each in refunds.values()
        if each["status"] == "UNDECIDED"
    ]
    given_back = sum(each["amount"] for each in refunds.values() if each["status"] == "DONE")
    late = sum(
        each["amount"] for name, each in refunds.items() if name not in paid and each["status"] != "UNCLOSED"
    ) + sum(taken_back(order, name) for name in noted - paid.keys())
    refunded, charged_back = by_kind(order)
    return Comparison(sum(paid.values()) + late, given_back + refunded, charged_back, exceptions)


def _ask(
    order: Order, provider_order_id: str, paid: int | None, refunds: dict[str, Any], gateway: PaymentGateway
) -> Iterator[tuple[str, int]]:
    """What does not agree, in one word, and how much of that payment the payer has again, as the provider says."""
    try:
        provider = gateway.get(provider_order_id)
    except ProviderOrderNotFound:
        if paid is not None or provider_order_id in refunds:
            yield "unknown-to-provider", 0
        return
    if finding := _finding(order, paid, refunds.get(provider_order_id, {}), provider):
        yield finding, provider.taken_back


def _finding(order: Order, paid: int | None, refund: dict[str, Any], provider: ProviderOrder) -> str | None:
    """None when all agrees."""
    status = refund.get("status")
    match provider.status:
        case _ if provider.external_reference != order.order_id:
            return "belongs-to-another-order"
        case ProviderStatus.UNKNOWN:
            return "status-unknown"
        case ProviderStatus.CHARGED_BACK:
            return "charged-back"
        case ProviderStatus.REIMBURSED:
            return "charge-back-reimbursed"
        case ProviderStatus.PROCESSED if paid is None and status is None:
            return "paid-but-not-settled"
        case ProviderStatus.PROCESSED if paid is not None and provider.paid_amount != paid:
            return "amounts-differ"
        case ProviderStatus.PROCESSED if status is not None:
            return "refund-refused" if status == "REFUSED" else "refund-not-done"
        case ProviderStatus.PROCESSED if provider.refunded_amount:
            return "partially-refunded"
        case ProviderStatus.REFUNDED if status != "DONE":
            return "refunded-but-not-recorded"
        case ProviderStatus.REFUNDED if refund["reason"] == "refunded-by-provider":
            return "refunded-by-provider"
        case ProviderStatus.CREATED | ProviderStatus.EXPIRED | ProviderStatus.CANCELED if paid is not None:
            return "settled-but-not-paid"
    return None
