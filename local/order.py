"""`make order`: one whole order over HTTP, as the kiosk, the customer's phone and the kitchen's screen would do it."""

import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx

from local import staff
from local.caller import Caller, approve, connect
from local.errors import LocalError
from local.settings import Settings
from local.stack import Stack, describe

CPF = "529.982.247-25"
"""Valid check digits, an invented person's."""
PATIENCE_SECONDS = 30


class OrderFailed(LocalError):
    """The order did not go as it should."""


def place(stack: Stack, simulator_url: str, report: Callable[[str], None]) -> str:
    """Take an order from the CPF to COMPLETED and answer its id. Raises LocalError at the first thing amiss."""
    visit = {"X-Correlation-Id": f"order-{uuid.uuid4()}"}
    with connect(stack.api_url, headers=visit) as http, connect(simulator_url, headers=visit) as simulator:
        for each in (http, simulator):
            each.event_hooks = {"response": [report_requests(report, each.base_url.path)]}
        return _place(http, simulator, staff.sign_in(stack, "kitchen"))


def report_requests(report: Callable[[str], None], base: str) -> Callable[[httpx.Response], None]:
    """Reports every request with its status, its time, and its path below `base`."""

    def hook(answer: httpx.Response) -> None:
        answer.read()
        request, milliseconds = answer.request, 1000 * answer.elapsed.total_seconds()
        report(
            f"{answer.status_code}  {milliseconds:6.0f} ms  {request.method:4} /{request.url.path.removeprefix(base)}"
        )

    return hook


def _place(http: httpx.Client, simulator: httpx.Client, kitchens_token: str) -> str:
    identified = Caller(http)("POST", "/identify", json={"cpf": CPF})
    customer, kitchen = Caller(http, identified["id_token"]), Caller(http, kitchens_token)
    menu = customer("GET", "/menu")
    lines = [
        {"product_id": _first(menu, "burger"), "quantity": 2},
        {"product_id": _first(menu, "drink"), "quantity": 1},
    ]
    order = customer(
        "POST",
        "/orders",
        201,
        headers={"Idempotency-Key": str(uuid.uuid4())},
        json={"store": menu["store"], "customer_ref": identified["customer_ref"], "lines": lines},
    )
    order_id, key = order["order_id"], {"Order-Key": order["order_key"]}
    payment = customer("POST", f"/orders/{order_id}/checkout", headers=key)
    _require(payment["amount"] == order["total"], "the QR code asks for another amount than the order's total")

    approve(simulator, payment["qr_data"])
    paid = _until_received(lambda: customer("GET", f"/orders/{order_id}", headers=key))
    number = paid["number"]

    queue = kitchen("GET", "/kitchen/queue")
    _require(order_id in [each["order_id"] for each in queue["orders"]], "the kitchen does not see the order")
    for step, column in (("IN_PREPARATION", "preparing"), ("READY", "ready"), ("COMPLETED", None)):
        advanced = kitchen("POST", f"/kitchen/orders/{order_id}/advance", json={"to": step})
        _require(advanced["status"] == step, f"the order is {advanced['status']}, not {step}")
        board = customer("GET", "/board")
        columns = [name for name in ("preparing", "ready") if number in board[name]]
        _require(columns == [column] * (column is not None), f"at {step} the board shows number {number} in {columns}")
    order = customer("GET", f"/orders/{order_id}", headers=key)
    _require(order["status"] == "COMPLETED", f"the order ended {order['status']}")
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


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise OrderFailed(message)


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
