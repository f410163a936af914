"""The verdict on an order, given its state and the provider's answer, without I/O."""

from enum import StrEnum

from bytemeburger.orders.rules import Status
from bytemeburger.payments.gateway import ProviderOrder, ProviderStatus


class Verdict(StrEnum):
    PAY = "PAY"
    """The money is there and the order waits for it."""
    GIVE_BACK = "GIVE_BACK"
    """The money is there, but the order is over or already paid with other money."""
    LAPSE = "LAPSE"
    """The provider's order ended without money."""
    REFUNDED = "REFUNDED"
    """The provider gave the money back."""
    WRONG_AMOUNT = "WRONG_AMOUNT"
    """There is money, but not what the order costs: it goes back, and the order may be paid again. So it is when a part
    of it has been given back already."""
    CHARGED_BACK = "CHARGED_BACK"
    """The payer's bank took the money back: there is none any more."""
    NO_CHANGE = "NO_CHANGE"


def judge(status: str, total: int, paid_with: str | None, provider: ProviderOrder) -> Verdict:
    """What the provider's order means for ours.

    `total` is in centavos; `paid_with` is the provider's order whose money made ours RECEIVED. The verdict depends on
    nothing else, so it is the same for a webhook, a poll and the reconciler, however late, often or out of order.
    """
    match provider.status:
        case ProviderStatus.PROCESSED:
            if paid_with == provider.order_id:
                return Verdict.NO_CHANGE if status not in (Status.EXPIRED, Status.CANCELLED) else Verdict.GIVE_BACK
            if status != Status.AWAITING_PAYMENT:
                return Verdict.GIVE_BACK
            exact = provider.amount == provider.paid_amount == total and provider.refunded_amount == 0
            return Verdict.PAY if exact and provider.currency == "BRL" else Verdict.WRONG_AMOUNT
        case ProviderStatus.REFUNDED:
            return Verdict.REFUNDED
        case ProviderStatus.EXPIRED | ProviderStatus.CANCELED:
            return Verdict.LAPSE
        case ProviderStatus.CHARGED_BACK:
            return Verdict.CHARGED_BACK
        case ProviderStatus.REIMBURSED if paid_with != provider.order_id or status in (
            Status.EXPIRED,
            Status.CANCELLED,
        ):
            return Verdict.GIVE_BACK
        case ProviderStatus.CREATED | ProviderStatus.REIMBURSED | ProviderStatus.UNKNOWN:
            return Verdict.NO_CHANGE
