"""What the provider says of an order's money against what we say. Money in centavos."""

from dataclasses import dataclass
from typing import Any

from bytemeburger.orders.records import Order
from bytemeburger.payments.gateway import PaymentGateway, ProviderOrderNotFound, ProviderRejected, ProviderStatus


@dataclass(frozen=True)
class Comparison:
    """`paid` and `refunded` are ours; `exceptions` should be empty."""

    paid: int
    refunded: int
    exceptions: list[dict[str, Any]]


def compare(order: Order, gateway: PaymentGateway) -> Comparison:
    """One order's payments and refunds, each asked for at the provider. Raises ProviderUnavailable."""
    held = order.payment or {}
    paid = {held["provider_order_id"]: held["amount"]} if held.get("status") == "PAID" else {}
    refunds = {each["provider_order_id"]: each for each in order.refunds or []}
    asked = {held.get("provider_order_id"), *refunds} - {None}
    exceptions = [
        {"order_id": order.order_id, "status": order.status, "finding": finding}
        for provider_order_id in sorted(asked)
        if not provider_order_id.startswith("counter-")
        and (finding := _finding(order, provider_order_id, paid.get(provider_order_id), refunds, gateway))
    ]
    exceptions += [
        {"order_id": order.order_id, "status": order.status, "finding": "late-payment-undecided"}
        for each in refunds.values()
        if each["status"] == "UNDECIDED"
    ]
    given_back = [each["amount"] for each in refunds.values() if each["status"] == "DONE"]
    late = [each["amount"] for name, each in refunds.items() if name not in paid and each["status"] != "UNCLOSED"]
    return Comparison(sum(paid.values()) + sum(late), sum(given_back), exceptions)


def _finding(
    order: Order, provider_order_id: str, paid: int | None, refunds: dict[str, Any], gateway: PaymentGateway
) -> str | None:
    """What does not agree, in one word, None when all does."""
    try:
        provider = gateway.get(provider_order_id)
    except (ProviderOrderNotFound, ProviderRejected):
        return None if paid is None and provider_order_id not in refunds else "unknown-to-provider"
    refund = refunds.get(provider_order_id, {}).get("status")
    match provider.status:
        case _ if provider.external_reference != order.order_id:
            return "belongs-to-another-order"
        case ProviderStatus.PROCESSED if paid is None and refund is None:
            return "paid-but-not-settled"
        case ProviderStatus.PROCESSED if paid is not None and provider.paid_amount != paid:
            return "amounts-differ"
        case ProviderStatus.PROCESSED if refund is not None:
            return "refund-refused" if refund == "REFUSED" else "refund-not-done"
        case ProviderStatus.REFUNDED if refund != "DONE":
            return "refunded-but-not-recorded"
        case ProviderStatus.CREATED | ProviderStatus.EXPIRED | ProviderStatus.CANCELED if paid is not None:
            return "settled-but-not-paid"
    return None
