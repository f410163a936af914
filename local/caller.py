"""HTTP with the running system, as one of its callers: `make order`, the integration tests and the benchmarks."""

import random
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx

from local.errors import LocalError


class UnexpectedAnswer(LocalError):
    """A request was answered otherwise than it should be."""


def connect(base_url: str, **options: Any) -> httpx.Client:
    """A client that no proxy of the person's comes between."""
    return httpx.Client(base_url=base_url, trust_env=False, timeout=60, **options)


def insist(send: Callable[[], httpx.Response]) -> httpx.Response:
    """The final answer: a request that is throttled (429, 503) is repeated a little later."""
    while (answer := send()).status_code in (429, 503):
        time.sleep(random.uniform(0.1, 1))
    return answer


class Caller:
    """A side of the system with a token, or without one."""

    def __init__(self, http: httpx.Client, token: str | None = None):
        self._http, self._token = http, {"Authorization": token} if token else {}

    def ask(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> httpx.Response:
        """The answer to one request, whatever it is."""
        return self._http.request(method, path, headers=self._token | (headers or {}), **options)

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The answer, whatever it is; a throttled request is repeated."""
        return insist(lambda: self.ask(method, path, **options))

    def __call__(self, method: str, path: str, expected: int = 200, **options: Any) -> Any:
        """The answer's JSON, None without a body. Raises UnexpectedAnswer for another status than the expected one."""
        try:
            answer = self.ask(method, path, **options)
        except httpx.TransportError as error:
            raise UnexpectedAnswer(f"{method} {path}: {error}") from None
        if answer.status_code != expected:
            raise UnexpectedAnswer(f"{method} {path} answered {answer.status_code}: {answer.text[:300]}")
        return answer.json() if answer.content else None


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


def approve(simulator: httpx.Client, qr_data: str) -> dict[str, Any]:
    """Scan the code and pay; the provider's order."""
    order: dict[str, Any] = Caller(simulator)("POST", f"/simulator/orders/{quote(qr_data, safe='')}/approve")
    return order


def expire(simulator: httpx.Client, qr_data: str) -> None:
    """Let the code's time run out unpaid."""
    Caller(simulator)("POST", f"/simulator/orders/{quote(qr_data, safe='')}/expire")


def pay(kiosk: Caller, simulator: httpx.Client, order_id: str, key: dict[str, str]) -> None:
    """Check out, pay, and see it arrive. Raises UnexpectedAnswer when it does not at once."""
    payment = kiosk("POST", f"/orders/{order_id}/checkout", headers=key)
    approve(simulator, payment["qr_data"])
    status = kiosk("GET", f"/orders/{order_id}/payment", headers=key)["payment"]["status"]
    if status != "PAID":
        raise UnexpectedAnswer(f"the payment of {order_id} is {status}")
