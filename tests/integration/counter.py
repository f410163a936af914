"""One side of the counter, over HTTP with a real token."""

import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx


class Caller:
    """One side of the counter: the API with a token."""

    def __init__(self, api: httpx.Client, token: str):
        self._api, self._token = api, {"Authorization": token}

    def __call__(self, method: str, path: str, expected: int = 200, **options: Any) -> Any:
        answer = self.answer(method, path, **options)
        assert answer.status_code == expected, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def answer(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The answer as it came, whatever it says."""
        return self._api.request(method, path, headers=self._token | options.pop("headers", {}), **options)


def place(kiosk: Caller, product_id: str, **body: Any) -> tuple[str, dict[str, str]]:
    """An order of one; its id and the header that opens it."""
    order = kiosk(
        "POST",
        "/orders",
        201,
        headers={"Idempotency-Key": str(uuid.uuid4())},
        json={"lines": [{"product_id": product_id, "quantity": 1}], **body},
    )
    return order["order_id"], {"Order-Key": order["order_key"]}


def pay(kiosk: Caller, simulator: httpx.Client, order_id: str, key: dict[str, str]) -> None:
    payment = kiosk("POST", f"/orders/{order_id}/checkout", headers=key)
    simulator.post(f"/simulator/orders/{quote(payment['qr_data'], safe='')}/approve").raise_for_status()
    assert kiosk("GET", f"/orders/{order_id}/payment", headers=key)["payment"]["status"] == "PAID"


def eventually(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Ask until it holds: what follows a write by way of the stream takes a moment."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.1)


def today() -> str:
    """The store's business day."""
    return (datetime.now(UTC) - timedelta(hours=3)).date().isoformat()
