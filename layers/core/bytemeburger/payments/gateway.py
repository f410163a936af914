"""The port to a payment provider: what settlement needs, whoever the provider is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bytemeburger.errors import Unavailable
from bytemeburger.orders.model import Line


class ProviderStatus(StrEnum):
    CREATED = "CREATED"
    """Open: it can be paid."""
    PROCESSED = "PROCESSED"
    """Paid."""
    EXPIRED = "EXPIRED"
    CANCELED = "CANCELED"
    REFUNDED = "REFUNDED"
    """The full amount was refunded."""
    CHARGED_BACK = "CHARGED_BACK"
    """The payer's bank took the money back, or holds it while that is disputed."""
    REIMBURSED = "REIMBURSED"
    """A charge-back that was decided for the store: the money is here again."""
    UNKNOWN = "UNKNOWN"
    """A status this application does not know. It never means paid."""


@dataclass(frozen=True)
class ProviderOrder:
    """An order as the provider describes it. Money in centavos, times as UTC texts; `external_reference` is our order's
    id.

    `refunded_amount` is what has gone back to the payer, whoever gave it; `refund_failed` says that a refund came to
    nothing and none is under way. `qr_data` is None where there is nothing to scan.
    """

    provider: str
    order_id: str
    payment_id: str | None
    external_reference: str
    status: ProviderStatus
    amount: int
    paid_amount: int
    currency: str
    qr_data: str | None
    created_at: str | None
    expires_at: str | None
    refunded_amount: int
    raw_status: str
    refund_failed: bool = False

    @property
    def returned_amount(self) -> int:
        """What the payer has of the money again, in centavos."""
        return self.paid_amount if self.status == ProviderStatus.CHARGED_BACK else self.refunded_amount


class ProviderUnavailable(Unavailable):
    """No answer in time, or one that asks to come back later. `retry_after` is in seconds, where the provider gave
    it."""

    def __init__(self, reason: str, retry_after: int | None = None):
        super().__init__("payment-unavailable", retry_after=retry_after or 5)
        self.reason = reason
        self.retry_after = retry_after

    def __str__(self) -> str:
        return self.reason


class ProviderRejected(Unavailable):
    """The provider refuses the request for good; `reason` is its own word for it. No client request can cause that, so
    unhandled it becomes 503 "payment unavailable"."""

    def __init__(self, reason: str):
        super().__init__("payment-unavailable", retry_after=30)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class ProviderOrderNotFound(Exception):
    """The provider itself says that it has no such order, or not for us."""


class PaymentInProgress(Exception):
    """The order cannot be cancelled now: a payment is under way."""


class PaymentGateway(Protocol):
    """Every call may raise ProviderUnavailable and ProviderRejected, and may be repeated without a second effect."""

    def create(
        self,
        *,
        order_id: str,
        attempt: int,
        amount: int,
        description: str,
        lines: Sequence[Line],
        seconds_to_pay: int,
    ) -> ProviderOrder:
        """An order with a QR code; the same one for the same `order_id` and `attempt`."""

    def get(self, provider_order_id: str) -> ProviderOrder:
        """Raises ProviderOrderNotFound."""

    def cancel(self, provider_order_id: str) -> ProviderOrder:
        """Raises PaymentInProgress; ProviderRejected when it is no longer open."""

    def refund(self, provider_order_id: str, attempt: int = 1) -> ProviderOrder:
        """Give all that is left of the money back, once for the same `attempt`. The answer may still say PROCESSED: the
        refund ends later."""
