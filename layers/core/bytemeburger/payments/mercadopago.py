"""Mercado Pago's Orders API, type `qr`, as a payment gateway.

Reference: Mercado Pago Developers, "QR Code > Payment processing" and "Orders API" (v1). Every write carries an
idempotency key of our own, made from the order, the attempt and the action, so repeating it is always safe.
"""

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom
from typing import Any

import urllib3

from bytemeburger import clock
from bytemeburger.orders.model import Line
from bytemeburger.payments.gateway import (
    PaymentInProgress,
    ProviderOrder,
    ProviderOrderNotFound,
    ProviderRejected,
    ProviderStatus,
    ProviderUnavailable,
)
from bytemeburger.telemetry import get_correlation_id, logger

CONNECT_SECONDS = 1.0
READ_SECONDS = 3.0
BUDGET_SECONDS = 8.0
"""For all calls of one gateway together: it lives as long as a request, and a client waits at most 10 s for that."""
MIN_SECONDS = 0.5
"""No request is begun with less."""
MAX_PEACE_SECONDS = 999
"""A longer `Retry-After` is cut to this: orders wait to be settled."""
_TRY_AGAIN = frozenset({423, 429, 500, 502, 503, 504})
_LOCKED = frozenset({"instore_order_locked_error", "resource_locked", "order_locked"})
_AMOUNT = re.compile(r"(\d{1,10})(?:\.(\d{1,2}))?", re.ASCII)
_DURATION = re.compile(r"PT(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?", re.ASCII)
_STATUS = {
    "created": ProviderStatus.CREATED,
    "processed": ProviderStatus.PROCESSED,
    "expired": ProviderStatus.EXPIRED,
    "canceled": ProviderStatus.CANCELED,
    "cancelled": ProviderStatus.CANCELED,
    "refunded": ProviderStatus.REFUNDED,
    "partially_refunded": ProviderStatus.PROCESSED,
    "charged_back": ProviderStatus.CHARGED_BACK,
}
_STATUS_BY_DETAIL = {
    ("processed", "refunded"): ProviderStatus.REFUNDED,
    ("charged_back", "reimbursed"): ProviderStatus.REIMBURSED,
}
_PAID = frozenset(
    {ProviderStatus.PROCESSED, ProviderStatus.REFUNDED, ProviderStatus.CHARGED_BACK, ProviderStatus.REIMBURSED}
)
_REFUND_FAILED = frozenset({"failed", "rejected", "canceled", "cancelled"})

_pool = urllib3.PoolManager(retries=False, maxsize=32)  # the reconciler's calls at once


@dataclass(frozen=True)
class ProviderCredentials:
    """One store's account: its token, its point of sale and the secrets of its webhooks, the new one first."""

    access_token: str
    external_pos_id: str
    webhook_secrets: tuple[str, ...]
    user_id: str


def to_amount(centavos: int) -> str:
    """2590 -> `25.90`."""
    return f"{centavos // 100}.{centavos % 100:02d}"


def to_centavos(amount: str) -> int:
    """`25.90` -> 2590. Raises ValueError for anything that is not an amount of whole centavos."""
    match = _AMOUNT.fullmatch(amount)
    if not match:
        raise ValueError("not an amount")
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


class MercadoPago:
    """The gateway of one store, for `seconds` from now; after that every call raises ProviderUnavailable. Its
    credentials are read with the first call."""

    def __init__(
        self,
        credentials: Callable[[], ProviderCredentials],
        base_url: str = "https://api.mercadopago.com",
        seconds: float = BUDGET_SECONDS,
    ):
        self._credentials = credentials
        self._base_url = base_url.rstrip("/")
        self._ends = time.monotonic() + seconds

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
        body = {
            "type": "qr",
            "total_amount": to_amount(amount),
            "description": description,
            "external_reference": order_id,
            "expiration_time": f"PT{seconds_to_pay}S" if seconds_to_pay % 60 else f"PT{seconds_to_pay // 60}M",
            "config": {"qr": {"external_pos_id": self._credentials().external_pos_id, "mode": "dynamic"}},
            "transactions": {"payments": [{"amount": to_amount(amount)}]},
            "items": [
                {
                    "title": line.name["pt-BR"][:150],
                    "unit_price": to_amount(line.unit_price),
                    "quantity": line.quantity,
                    "unit_measure": "unit",
                    "external_code": line.product_id,
                }
                for line in lines
            ],
        }
        return _order(self._call("POST", "/v1/orders", key=f"{order_id}-{attempt}-create", body=body))

    def get(self, provider_order_id: str) -> ProviderOrder:
        return _order(self._call("GET", f"/v1/orders/{provider_order_id}"))

    def cancel(self, provider_order_id: str) -> ProviderOrder:
        try:
            return _order(
                self._call("POST", f"/v1/orders/{provider_order_id}/cancel", key=f"{provider_order_id}-cancel")
            )
        except ProviderRejected as rejected:
            if rejected.reason in _LOCKED:
                raise PaymentInProgress from None
            raise

    def refund(self, provider_order_id: str, attempt: int = 1) -> ProviderOrder:
        try:
            self._call("POST", f"/v1/orders/{provider_order_id}/refund", key=f"{provider_order_id}-refund-{attempt}")
        except ProviderRejected as rejected:
            if rejected.reason != "order_already_refunded":
                raise
        return self.get(provider_order_id)

    def _call(self, method: str, path: str, *, key: str | None = None, body: Any = None) -> dict[str, Any]:
        """One request, repeated while the provider is busy and there is time."""
        if self._ends - time.monotonic() < MIN_SECONDS:
            raise ProviderUnavailable("out of time")
        headers = {"Authorization": f"Bearer {self._credentials().access_token}", "Accept": "application/json"}
        if key:
            headers["X-Idempotency-Key"] = key
        if cause := get_correlation_id():
            headers["X-Correlation-Id"] = cause
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body, separators=(",", ":")).encode()
        attempt = 0
        while True:
            left = self._ends - time.monotonic()
            timeout = urllib3.Timeout(total=left, connect=min(CONNECT_SECONDS, left), read=READ_SECONDS)
            retry_after: int | None = None
            try:
                response = _pool.request(
                    method, self._base_url + path, headers=headers, body=content, timeout=timeout, redirect=False
                )
            except urllib3.exceptions.HTTPError as error:
                reason = type(error).__name__
            else:
                if response.status not in _TRY_AGAIN:
                    return _read(response)
                reason = f"HTTP {response.status}"
                header = response.headers.get("Retry-After", "")
                if header.isascii() and header.isdigit():
                    retry_after = int(header) if len(header) < 4 else MAX_PEACE_SECONDS
            pause = retry_after if retry_after is not None else SystemRandom().uniform(0.1, 0.25 * 2**attempt)
            if time.monotonic() + pause + MIN_SECONDS >= self._ends:
                raise ProviderUnavailable(reason, retry_after)
            time.sleep(pause)
            attempt += 1


def _read(response: urllib3.BaseHTTPResponse) -> dict[str, Any]:
    """The answer's JSON object. Raises ProviderOrderNotFound, ProviderRejected and ProviderUnavailable.

    Only what the provider itself says counts: the page of a proxy, or a path that is not there for a while, says
    nothing about an order.
    """
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise ProviderUnavailable(f"HTTP {response.status} without a JSON object")
    if response.status < 300:
        return answer
    try:
        code = str(answer["errors"][0]["code"])
    except (TypeError, LookupError):
        code = f"http_{response.status}"
    if code == "order_not_found":
        raise ProviderOrderNotFound(code)
    if code == "http_404":
        raise ProviderUnavailable("HTTP 404 without a code")
    named = response.headers.get("X-Request-Id")  # what the provider's support asks for
    logger.warning("the provider refused", extra={"status": response.status, "code": code, "provider_request": named})
    raise ProviderRejected(code)


def _order(answer: Mapping[str, Any]) -> ProviderOrder:
    """Raises ProviderUnavailable for an answer that is not an order: it must never be taken for anything else."""
    try:
        payment = answer["transactions"]["payments"][0]
        raw = str(answer["status"])
        detail = str(answer.get("status_detail"))
        status = _STATUS_BY_DETAIL.get((raw, detail)) or _STATUS.get(raw, ProviderStatus.UNKNOWN)
        amount = to_centavos(answer["total_amount"])
        paid = to_centavos(
            payment.get("paid_amount") or answer.get("total_paid_amount") or to_amount(amount if status in _PAID else 0)
        )
        refunds = answer["transactions"].get("refunds") or []
        processed = [each for each in refunds if each.get("status", "processed") == "processed"]
        failed = [each for each in refunds if each.get("status") in _REFUND_FAILED]
        refunded = sum(to_centavos(each["amount"]) for each in processed)
        if status == ProviderStatus.PROCESSED and 0 < paid <= refunded:
            status = ProviderStatus.REFUNDED
        if status == ProviderStatus.PROCESSED and "partially_refunded" in (raw, detail):
            raw, status = "partially_refunded", status if refunded else ProviderStatus.UNKNOWN
        if status == ProviderStatus.REIMBURSED:
            raw = "reimbursed"
        qr_data = (answer.get("type_response") or {}).get("qr_data")
        return ProviderOrder(
            provider="mercadopago",
            order_id=answer["id"],
            payment_id=payment.get("id"),
            external_reference=answer.get("external_reference") or "",  # the account may serve others too
            status=status,
            amount=amount,
            paid_amount=paid,
            currency=answer.get("currency", ""),
            qr_data=qr_data if isinstance(qr_data, str) and qr_data else None,
            created_at=answer["created_date"],
            expires_at=_expiry(answer["created_date"], answer.get("expiration_time")),
            refunded_amount=paid if status == ProviderStatus.REFUNDED else refunded,
            raw_status=raw,
            refund_failed=bool(failed) and len(processed) + len(failed) == len(refunds),
        )
    except (KeyError, IndexError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise ProviderUnavailable("not an order") from error


def _expiry(created: str, duration: str | None) -> str | None:
    """The instant at which the provider's own order runs out: its answer counts, not what was asked for. None where it
    does not say."""
    if duration is None:
        return None
    match = _DURATION.fullmatch(duration)
    if not match:
        raise ValueError("not a duration")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return clock.text(clock.instant(created) + timedelta(hours=hours, minutes=minutes, seconds=seconds))
