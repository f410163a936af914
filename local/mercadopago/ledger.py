"""Orders of type `qr` as Mercado Pago keeps them: created -> processed | expired | canceled, processed -> refunded or
charged_back, charged_back -> reimbursed (a detail of it)."""

import hashlib
import json
import re
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bytemeburger.payments.mercadopago import to_amount, to_centavos
from bytemeburger.pix.brcode import dynamic_pix
from local.mercadopago.faults import Faults

KEY_LIFETIME = timedelta(hours=24)
Amount = Annotated[str, Field(pattern=r"^\d{1,8}\.\d{2}$")]

type MercadoPagoOrder = dict[str, Any]


class Refusal(Exception):
    """An error answer: its HTTP status and the code that the documentation gives it."""

    def __init__(self, status: int, code: str, message: str = ""):
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message or code.replace("_", " ")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Payment(_Strict):
    amount: Amount


class _Transactions(_Strict):
    payments: list[_Payment] = Field(min_length=1, max_length=1)


class _Qr(_Strict):
    external_pos_id: str = Field(min_length=1, max_length=40)
    mode: Literal["static", "dynamic", "hybrid"] = "static"


class _Config(_Strict):
    qr: _Qr


class _Item(_Strict):
    title: str = Field(min_length=1, max_length=150)
    unit_price: Amount
    quantity: int = Field(ge=1)
    unit_measure: str | None = None
    external_code: str | None = None
    external_categories: list[dict[str, str]] | None = None


class OrderRequest(_Strict):
    """The body of `POST /v1/orders`."""

    type: Literal["qr"]
    total_amount: Amount
    description: str | None = Field(default=None, max_length=150)
    external_reference: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    expiration_time: str = Field(default="PT15M", pattern=r"^PT(?:\d+H)?(?:\d+M)?(?:\d+S)?$")
    config: _Config
    transactions: _Transactions
    items: list[_Item] | None = None


class Ledger:
    """All orders of the simulated account. `notify` is called with (order, action) on every change."""

    def __init__(self, faults: Faults, notify: Callable[[MercadoPagoOrder, str], None], state: Path | None = None):
        self._faults = faults
        self._notify = notify
        self._state = state
        self._lock = threading.RLock()
        self._ahead = timedelta()
        self._orders: dict[str, MercadoPagoOrder] = {}
        self._answers: dict[str, tuple[str, str, str]] = {}
        if state and state.exists():
            stored = json.loads(state.read_text())
            self._orders, self._answers = (
                stored["orders"],
                {key: tuple(each) for key, each in stored["answers"].items()},
            )

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        """Put the clock forward; what has run out by then expires."""
        self._ahead += timedelta(seconds=seconds)
        self.all()

    def create(self, key: str, body: Any) -> MercadoPagoOrder:
        return self._once(key, ["create", body], lambda: self._create(body))

    def get(self, name: str) -> MercadoPagoOrder:
        """An order by its id, its external reference (the newest) or its QR code. Raises Refusal."""
        with self._lock:
            for order in reversed(self.all()):
                if name in (order["id"], order["external_reference"], order["type_response"].get("qr_data")):
                    return order
        raise Refusal(404, "order_not_found")

    def all(self) -> list[MercadoPagoOrder]:
        """Every order, the oldest first."""
        with self._lock:
            for order in self._orders.values():
                if order["status"] == "created" and datetime.fromisoformat(order["expiration_date"]) <= self.now():
                    self._become(order, "expired")
            return list(self._orders.values())

    def cancel(self, key: str, order_id: str) -> MercadoPagoOrder:
        def run() -> MercadoPagoOrder:
            order = self.get(order_id)
            if self._faults.lock_cancel:
                raise Refusal(409, "instore_order_locked_error", "payment in progress")
            if order["status"] == "canceled":
                raise Refusal(409, "order_already_canceled")
            if order["status"] != "created":
                raise Refusal(409, "cannot_cancel_order")
            return self._become(order, "canceled")

        return self._once(key, ["cancel", order_id], run)

    def refund(self, key: str, order_id: str) -> MercadoPagoOrder:
        def run() -> MercadoPagoOrder:
            order = self.get(order_id)
            if self._faults.refund_refused:
                raise Refusal(400, self._faults.refund_refused)
            if order["status"] == "refunded":
                raise Refusal(409, "order_already_refunded")
            if order["status"] != "processed" or not _refundable(order):
                raise Refusal(409, "cannot_refund_order")
            self._start_refund(order, _refundable(order))
            return order

        answer = self._once(key, ["refund", order_id], run)
        if self._faults.refund_fails:
            self.fail_refund(order_id)
        elif not self._faults.refund_stuck:
            self.finish_refund(order_id)
        return answer

    def finish_refund(self, order_id: str) -> MercadoPagoOrder:
        """What was under way is with the payer."""
        with self._lock:
            order = self.get(order_id)
            if self._end_refunds(order, "processed"):
                self._become(order, *(("processed", "partially_refunded") if _refundable(order) else ("refunded",)))
            return order

    def fail_refund(self, order_id: str) -> MercadoPagoOrder:
        """A pending payment fails, without a notification."""
        with self._lock:
            order = self.get(order_id)
            self._end_refunds(order, "failed")
            self._keep()
            return order

    def refund_in_panel(self, order_id: str, amount: str) -> MercadoPagoOrder:
        """The seller gives a part or all of the money back by hand. Raises Refusal."""
        with self._lock:
            order = self.get(order_id)
            if order["status"] != "processed" or not 0 < to_centavos(amount) <= _refundable(order):
                raise Refusal(409, "refund_amount_exceeds")
            self._start_refund(order, to_centavos(amount))
            return self.finish_refund(order_id)

    def charge_back(self, order_id: str) -> MercadoPagoOrder:
        """The payer's bank takes the money back. Raises Refusal."""
        return self._dispute(order_id, "processed", "in_process")

    def reimburse(self, order_id: str) -> MercadoPagoOrder:
        """The charge-back is decided for the seller. Raises Refusal."""
        return self._dispute(order_id, "charged_back", "reimbursed")

    def _dispute(self, order_id: str, status: str, detail: str) -> MercadoPagoOrder:
        with self._lock:
            order = self.get(order_id)
            if order["status"] != status:
                raise Refusal(409, "invalid_order_status")
            return self._become(order, "charged_back", detail)

    def _start_refund(self, order: MercadoPagoOrder, amount: int) -> None:
        refund = {
            "id": f"REF{uuid.uuid4().hex[:26].upper()}",
            "transaction_id": order["transactions"]["payments"][0]["id"],
            "amount": to_amount(amount),
            "status": "processing",
        }
        order["transactions"].setdefault("refunds", []).append(refund)
        self._keep()

    def _end_refunds(self, order: MercadoPagoOrder, status: str) -> bool:
        """Whether any was under way."""
        open_ones = [each for each in order["transactions"].get("refunds", []) if each["status"] == "processing"]
        for refund in open_ones:
            refund["status"] = status
        return bool(open_ones)

    def approve(self, name: str) -> MercadoPagoOrder:
        """A person scans the code and pays. Raises Refusal for a code that cannot be paid any more."""
        with self._lock:
            order = self.get(name)
            late = order["status"] in ("expired", "canceled") and self._faults.approve_late
            if order["status"] != "created" and not late:
                raise Refusal(409, "order_not_payable", f"the order is {order['status']}")
            paid = self._faults.paid_amount or order["total_amount"]
            order["transactions"]["payments"][0] |= {"paid_amount": paid, "reference": {"id": uuid.uuid4().hex}}
            order["total_paid_amount"] = paid
            return self._become(order, "processed", "accredited")

    def expire(self, name: str) -> MercadoPagoOrder:
        """Let an open order run out now."""
        with self._lock:
            order = self.get(name)
            return self._become(order, "expired") if order["status"] == "created" else order

    def reset(self) -> None:
        with self._lock:
            self._orders.clear()
            self._answers.clear()
            self._ahead = timedelta()
            self._keep()

    def _create(self, body: Any) -> MercadoPagoOrder:
        try:
            new = OrderRequest.model_validate(body)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            code = {"missing": "required_properties", "extra_forbidden": "unsupported_properties"}.get(
                first["type"], "property_type" if first["type"].endswith("_type") else "property_value"
            )
            raise Refusal(400, code, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
        life = _duration(new.expiration_time)
        if not timedelta(seconds=30) <= life <= timedelta(hours=3600):
            raise Refusal(400, "property_value", "expiration_time")
        if new.transactions.payments[0].amount != new.total_amount:
            raise Refusal(400, "property_value", "transactions.payments.amount")
        order_id = f"ORD{uuid.uuid4().hex[:26].upper()}"
        order: MercadoPagoOrder = {
            "id": order_id,
            "type": "qr",
            "processing_mode": "automatic",
            "country_code": "BRA",
            "currency": "BRL",
            "external_reference": new.external_reference,
            "description": new.description,
            "total_amount": new.total_amount,
            "expiration_time": new.expiration_time,
            "expiration_date": _text(self.now() + life),
            "created_date": _text(self.now()),
            "last_updated_date": _text(self.now()),
            "status": "created",
            "status_detail": "created",
            "version": 1,
            "config": {"qr": new.config.qr.model_dump()},
            "transactions": {
                "payments": [
                    {
                        "id": f"PAY{uuid.uuid4().hex[:26].upper()}",
                        "amount": new.total_amount,
                        "status": "created",
                        "status_detail": "ready_to_process",
                    }
                ]
            },
            "type_response": {"qr_data": dynamic_pix(f"pix.example.com/qr/v2/{uuid.uuid4().hex}", "LOJA", "SAO PAULO")},
        }
        if self._faults.used("without_qr_data"):
            order["type_response"] = {}
        self._orders[order_id] = order
        self._keep()
        return order

    def _once(self, key: str, request: Any, run: Callable[[], MercadoPagoOrder]) -> MercadoPagoOrder:
        """Mercado Pago's idempotency: the same request under a key answers the same order, another one is refused."""
        if not key:
            raise Refusal(400, "empty_required_header", "X-Idempotency-Key")
        if len(key) > 128:
            raise Refusal(400, "invalid_header", "X-Idempotency-Key")
        fingerprint = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
        with self._lock:
            if key in self._answers:
                known, order_id, at = self._answers[key]
                if self.now() - datetime.fromisoformat(at) < KEY_LIFETIME:
                    if known != fingerprint:
                        raise Refusal(409, "idempotency_key_already_used")
                    return self._orders[order_id]
            order = run()
            self._answers[key] = fingerprint, order["id"], _text(self.now())
            self._keep()
            return order

    def _become(self, order: MercadoPagoOrder, status: str, detail: str | None = None) -> MercadoPagoOrder:
        order |= {
            "status": status,
            "status_detail": detail or status,
            "last_updated_date": _text(self.now()),
            "version": order["version"] + 1,
        }
        order["transactions"]["payments"][0] |= {"status": status, "status_detail": detail or status}
        self._keep()
        self._notify(json.loads(json.dumps(order)), f"order.{status}")
        return order

    def _keep(self) -> None:
        if self._state:
            fresh = self._state.with_suffix(".new")
            fresh.write_text(json.dumps({"orders": self._orders, "answers": self._answers}))
            fresh.replace(self._state)


def _refundable(order: MercadoPagoOrder) -> int:
    """Centavos of what was paid that no refund returns, done or begun."""
    refunds = [each for each in order["transactions"].get("refunds", []) if each["status"] != "failed"]
    paid = order["transactions"]["payments"][0]["paid_amount"]
    return to_centavos(paid) - sum(to_centavos(each["amount"]) for each in refunds)


def _text(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _duration(text: str) -> timedelta:
    amounts = {unit: int(number) for number, unit in re.findall(r"(\d+)([HMS])", text)}
    return timedelta(hours=amounts.get("H", 0), minutes=amounts.get("M", 0), seconds=amounts.get("S", 0))
