"""A payment provider in memory: the port of `payments.gateway`, with what a test may do to it."""

from dataclasses import dataclass, field, replace
from typing import Any

from bytemeburger.payments.gateway import ProviderOrder, ProviderOrderNotFound, ProviderRejected, ProviderStatus

REFUNDABLE = (ProviderStatus.PROCESSED, ProviderStatus.REIMBURSED, ProviderStatus.REFUNDED)


@dataclass
class Provider:
    orders: dict[str, ProviderOrder] = field(default_factory=dict)
    keys: dict[tuple[str, int], str] = field(default_factory=dict)
    failing: Exception | None = None
    cancel_refused: Exception | None = None
    refund_refused: Exception | None = None
    refund_stuck: bool = False
    refunds: list[str] = field(default_factory=list)
    attempts: dict[str, list[int]] = field(default_factory=dict)

    @property
    def only(self) -> str:
        """The number of the one order that it has."""
        (number,) = self.orders
        return number

    def create(self, *, order_id: str, attempt: int, amount: int, seconds_to_pay: int, **_: Any) -> ProviderOrder:
        self._fail()
        number = self.keys.setdefault((order_id, attempt), f"ORD{len(self.keys) + 1:026d}")
        created = ProviderOrder(
            provider="mercadopago",
            order_id=number,
            payment_id=f"PAY{number}",
            external_reference=order_id,
            status=ProviderStatus.CREATED,
            amount=amount,
            paid_amount=0,
            currency="BRL",
            qr_data=f"QR-{number}",
            created_at=None,
            expires_at=None,
            refunded_amount=0,
            raw_status="created",
        )
        return self.orders.setdefault(number, created)

    def get(self, provider_order_id: str) -> ProviderOrder:
        self._fail()
        if provider_order_id not in self.orders:
            raise ProviderOrderNotFound(provider_order_id)
        return self.orders[provider_order_id]

    def cancel(self, provider_order_id: str) -> ProviderOrder:
        self._fail()
        if self.cancel_refused:
            raise self.cancel_refused
        if self.get(provider_order_id).status != ProviderStatus.CREATED:
            raise ProviderRejected("cannot_cancel_order")
        return self.become(provider_order_id, ProviderStatus.CANCELED)

    def refund(self, provider_order_id: str, attempt: int = 1) -> ProviderOrder:
        self._fail()
        if self.refund_refused:
            raise self.refund_refused
        if self.orders[provider_order_id].status not in REFUNDABLE:
            raise ProviderRejected("cannot_refund_order")
        self.refunds.append(provider_order_id)
        tried = self.attempts.setdefault(provider_order_id, [])
        if attempt in tried and self.orders[provider_order_id].refund_failed:
            return self.orders[provider_order_id]
        if attempt not in tried:
            tried.append(attempt)
            self.become(provider_order_id, self.orders[provider_order_id].status, refund_failed=False)
        if self.refund_stuck:
            return self.orders[provider_order_id]
        paid = self.orders[provider_order_id].paid_amount
        return self.become(provider_order_id, ProviderStatus.REFUNDED, refunded_amount=paid)

    def pay(self, provider_order_id: str, amount: int | None = None) -> ProviderOrder:
        """The customer scans and pays."""
        order = self.orders[provider_order_id]
        return self.become(
            provider_order_id, ProviderStatus.PROCESSED, paid_amount=order.amount if amount is None else amount
        )

    def become(self, provider_order_id: str, status: ProviderStatus, **changes: Any) -> ProviderOrder:
        members = {"raw_status": status.lower()} | changes
        self.orders[provider_order_id] = replace(self.orders[provider_order_id], status=status, **members)
        return self.orders[provider_order_id]

    def _fail(self) -> None:
        if self.failing:
            raise self.failing
