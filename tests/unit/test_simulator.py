"""The simulator's notifications and its rules where the client does not reach them."""

import queue
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bytemeburger.payments.signature import verify
from local.mercadopago.server import Simulator, serving

BODY = {
    "type": "qr",
    "total_amount": "49.90",
    "external_reference": "order-1",
    "expiration_time": "PT15M",
    "config": {"qr": {"external_pos_id": "CENTRO001", "mode": "dynamic"}},
    "transactions": {"payments": [{"amount": "49.90"}]},
}
HEADERS = {"Authorization": "Bearer token", "X-Idempotency-Key": "key"}


class Webhook:
    """Receives notifications; answers what a test says, 200 by default."""

    def __init__(self) -> None:
        self.received: queue.Queue[dict[str, Any]] = queue.Queue()
        self.answers: list[int] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                (data_id,) = parse_qs(urlsplit(self.path).query)["data.id"]
                valid = verify(
                    ["secret"],
                    self.headers["x-signature"],
                    self.headers["x-request-id"],
                    data_id,
                    datetime.now(UTC),
                    60,
                )
                outer.received.put({"id": data_id, "valid": valid, "retry": self.headers["x-retry"]})
                self.send_response(outer.answers.pop(0) if outer.answers else 200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def next(self) -> dict[str, Any]:
        return self.received.get(timeout=5)


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    hook = Webhook()
    yield hook
    hook.server.shutdown()
    hook.server.server_close()


@pytest.fixture
def api(webhook: Webhook) -> Iterator[httpx.Client]:
    simulator = Simulator(
        access_token="token", webhook_secret="secret", webhook_url=webhook.url, retry_seconds=(0.01, 0.01)
    )
    with serving(simulator) as url, httpx.Client(base_url=url, trust_env=False, headers=HEADERS) as client:
        yield client


def order(api: httpx.Client, key: str = "key") -> str:
    response = api.post("/v1/orders", json=BODY, headers={"X-Idempotency-Key": key})
    assert response.status_code == 201
    return str(response.json()["id"])


def pay(api: httpx.Client, order_id: str) -> None:
    api.post(f"/simulator/orders/{order_id}/approve").raise_for_status()


def test_a_payment_is_notified_with_a_valid_signature(api: httpx.Client, webhook: Webhook) -> None:
    order_id = order(api)
    pay(api, order_id)
    assert webhook.next() == {"id": order_id, "valid": True, "retry": "0"}


def test_it_is_notified_again_until_it_is_answered(api: httpx.Client, webhook: Webhook) -> None:
    webhook.answers = [503, 500]
    pay(api, order(api))
    assert [webhook.next()["retry"] for _ in range(3)] == ["0", "1", "2"]


def test_dropped_duplicated_and_forged_on_purpose(api: httpx.Client, webhook: Webhook) -> None:
    api.put("/simulator/faults", json={"drop_notifications": 1, "duplicates": 2, "forge": True})
    pay(api, order(api, "first"))
    second = order(api, "second")
    pay(api, second)
    assert [webhook.next() for _ in range(3)] == [{"id": second, "valid": False, "retry": "0"}] * 3


def test_what_was_dropped_is_told_again(api: httpx.Client, webhook: Webhook) -> None:
    api.put("/simulator/faults", json={"drop_notifications": 1})
    lost = order(api)
    pay(api, lost)
    assert api.post(f"/simulator/orders/{lost}/notify").json()["status"] == "processed"
    assert webhook.next() == {"id": lost, "valid": True, "retry": "0"}


def test_reordered_on_purpose(api: httpx.Client, webhook: Webhook) -> None:
    api.put("/simulator/faults", json={"reorder": True})
    first, second = order(api, "first"), order(api, "second")
    pay(api, first)
    pay(api, second)
    assert {webhook.next()["id"], webhook.next()["id"]} == {first, second}


def test_an_expired_order_can_be_paid_only_on_purpose(api: httpx.Client) -> None:
    order_id = order(api)
    api.post(f"/simulator/orders/{order_id}/expire")
    assert api.post(f"/simulator/orders/{order_id}/approve").status_code == 409
    api.put("/simulator/faults", json={"approve_late": True})
    assert api.post(f"/simulator/orders/{order_id}/approve").json()["status"] == "processed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"total_amount": 49.9}, "property_type"),
        ({"total_amount": "49.9"}, "property_value"),
        ({"external_reference": "529.982.247-25"}, "property_value"),
        ({"expiration_time": "PT29S"}, "property_value"),
        ({"title": "Pedido"}, "unsupported_properties"),
        ({"transactions": {"payments": []}}, "property_value"),
        ({"transactions": {"payments": [{"amount": "1.00"}]}}, "property_value"),
    ],
)
def test_a_body_against_the_documentation_is_refused(api: httpx.Client, change: dict[str, Any], code: str) -> None:
    refused = api.post("/v1/orders", json=BODY | change)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["code"] == code


def test_without_an_idempotency_key_nothing_is_done(api: httpx.Client) -> None:
    refused = api.post("/v1/orders", json=BODY, headers={"X-Idempotency-Key": ""})
    assert refused.json()["errors"][0]["code"] == "empty_required_header"


def test_orders_survive_a_restart(tmp_path: Path) -> None:
    def start() -> Simulator:
        return Simulator(access_token="token", webhook_secret="secret", state=tmp_path / "state.json")

    with serving(start()) as url, httpx.Client(base_url=url, trust_env=False, headers=HEADERS) as api:
        order_id = order(api)
    with serving(start()) as url, httpx.Client(base_url=url, trust_env=False, headers=HEADERS) as api:
        assert api.get(f"/v1/orders/{order_id}").json()["status"] == "created"
        assert order(api) == order_id


def test_the_page_is_served(api: httpx.Client) -> None:
    assert "simulador" in api.get("/").text
    assert api.get(f"/simulator/orders/{order(api)}/qr.svg").text.startswith("<svg")
