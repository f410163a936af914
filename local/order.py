"""`make order`: one whole order over HTTP, as the kiosk, the customer's phone and the kitchen's screen would do it."""

import sys
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx

from local import staff
from local.errors import LocalError
from local.settings import Settings
from local.stack import Stack, describe

CPF = "529.982.247-25"
"""Right check digits, and nobody's."""
PATIENCE_SECONDS = 30


class OrderFailed(LocalError):
    """The order did not go as it should."""


class Talk:
    """HTTP with one side of the system; every request is told with its status and its time."""

    def __init__(self, base: str, say: Callable[[str], None], correlation_id: str):
        headers = {"X-Correlation-Id": correlation_id}
        self._http = httpx.Client(base_url=base, headers=headers, trust_env=False, timeout=15)
        self._say = say

    def __call__(self, method: str, path: str, expected: int, **options: Any) -> Any:
        """The JSON answer. Raises OrderFailed for another status than `expected`."""
        began = time.perf_counter()
        try:
            answer = self._http.request(method, path, **options)
        except httpx.TransportError as error:
            raise OrderFailed(f"{method} {path}: {error}") from None
        self._say(f"{answer.status_code}  {1000 * (time.perf_counter() - began):6.0f} ms  {method:4} {path}")
        if answer.status_code != expected:
            raise OrderFailed(f"{method} {path} answered {answer.status_code}: {answer.text[:300]}")
        return answer.json()


def place(stack: Stack, simulator_url: str, say: Callable[[str], None]) -> str:
    """Take an order from the CPF to COMPLETED and answer its id. Raises OrderFailed at the first thing amiss."""
    visit = f"order-{uuid.uuid4()}"
    api, simulator = Talk(stack.api_url, say, visit), Talk(simulator_url, say, visit)

    identified = api("POST", "/identify", 200, json={"cpf": CPF})
    customer = {"Authorization": identified["id_token"]}
    menu = api("GET", "/menu", 200)
    wanted = [
        {"product_id": _first(menu, "burger"), "quantity": 2},
        {"product_id": _first(menu, "drink"), "quantity": 1},
    ]
    order = api(
        "POST",
        "/orders",
        201,
        headers=customer | {"Idempotency-Key": str(uuid.uuid4())},
        json={"store": menu["store"], "customer_ref": identified["customer_ref"], "lines": wanted},
    )
    order_id, holder = order["order_id"], customer | {"Order-Key": order["order_key"]}
    payment = api("POST", f"/orders/{order_id}/checkout", 200, headers=holder)
    _require(payment["amount"] == order["total"], "the QR code asks for another amount than the order's total")

    simulator("POST", f"/simulator/orders/{quote(payment['qr_data'], safe='')}/approve", 200)
    paid = _until_received(lambda: api("GET", f"/orders/{order_id}", 200, headers=holder))
    number = paid["number"]

    kitchen = {"Authorization": staff.sign_in(stack, "kitchen")}
    queue = api("GET", "/kitchen/queue", 200, headers=kitchen)
    _require(order_id in [each["order_id"] for each in queue["orders"]], "the kitchen does not see the order")
    for step, shown in (("IN_PREPARATION", "preparing"), ("READY", "ready"), ("COMPLETED", None)):
        path = f"/kitchen/orders/{order_id}/advance"
        advanced = api("POST", path, 200, headers=kitchen, json={"to": step})
        _require(advanced["status"] == step, f"the order is {advanced['status']}, not {step}")
        board = api("GET", "/board", 200)
        where = [name for name in ("preparing", "ready") if number in board[name]]
        _require(where == [shown] * (shown is not None), f"at {step} the board shows number {number} in {where}")
    done = api("GET", f"/orders/{order_id}", 200, headers=holder)
    _require(done["status"] == "COMPLETED", f"the order ended {done['status']}")
    return str(order_id)


def _first(menu: dict[str, Any], category: str) -> str:
    products = (each for each in menu["products"] if each["category"] == category and each["available"])
    product_id: str = next(products)["product_id"]
    return product_id


def _until_received(read: Callable[[], Any]) -> Any:
    end = time.monotonic() + PATIENCE_SECONDS
    while (order := read())["status"] == "AWAITING_PAYMENT":
        _require(time.monotonic() < end, f"the payment did not reach the order within {PATIENCE_SECONDS} s")
        time.sleep(0.2)
    _require(order["status"] == "RECEIVED", f"the paid order is {order['status']}")
    return order


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise OrderFailed(otherwise)


def main() -> None:
    settings = Settings.from_environment()
    began = time.monotonic()
    try:
        order_id = place(describe(settings), settings.simulator_url, print)
    except LocalError as error:
        sys.exit(f"error: {error}")
    print(f"order {order_id} is COMPLETED, {time.monotonic() - began:.1f} s; make trace ORDER={order_id}")


if __name__ == "__main__":
    main()
