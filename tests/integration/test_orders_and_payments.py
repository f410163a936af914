"""Wrong orders, crowds, a provider that fails and notifications of every kind, over HTTP against the deployed stack."""

import hashlib
import hmac
import json
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from local.caller import Caller, approve, insist, place
from local.credentials import MERCADO_PAGO
from local.stack import Stack
from tests.integration.waiting import eventually

AS_STORE = {"Authorization": f"Bearer {MERCADO_PAGO['access_token']}"}
PRODUCT = "x-burger"
UNAVAILABLE = "cola-zero"
LINE = {"product_id": PRODUCT, "quantity": 1}
BAD_ORDERS: dict[str, Any] = {
    "unknown product": {"lines": [{"product_id": "nothing", "quantity": 1}]},
    "unavailable product": {"lines": [{"product_id": UNAVAILABLE, "quantity": 1}]},
    "unknown store": {"store": "nowhere", "lines": [LINE]},
    **{
        f"quantity {quantity!r}": {"lines": [LINE | {"quantity": quantity}]}
        for quantity in (0, -1, 1.5, 10**9, "1", True, None)
    },
    "200 lines": {"lines": [LINE | {"note": f"number {number}"} for number in range(200)]},
    "no lines": {"lines": []},
    "lines left out": {},
    "lines of a wrong type": {"lines": {"product_id": PRODUCT}},
    "a product of a wrong type": {"lines": [{"product_id": 7, "quantity": 1}]},
    "a price of one's own": {"lines": [LINE | {"unit_price": 1}]},
    "a list": [LINE],
    "a text": "two burgers, please",
    "null": None,
    "broken JSON": b'{"lines": [',
    "nested without end": b"[" * 60_000,
    "nothing at all": b"",
    "not UTF-8": b'{"lines": "\xff\xfe"}',
    "10 MB": b'{"lines": "' + b"x" * 10_000_000 + b'"}',
}


@pytest.fixture
def faults(simulator: httpx.Client) -> Iterator[Callable[..., None]]:
    """What the provider does wrong, until the test ends."""

    def set_faults(**faults: Any) -> None:
        simulator.put("/simulator/faults", json=faults).raise_for_status()

    yield set_faults
    set_faults()


@pytest.fixture
def notify(notify_once: Callable[..., httpx.Response]) -> Callable[..., httpx.Response]:
    """Send a notification until it is answered for good."""
    return lambda *arguments, **parts: insist(lambda: notify_once(*arguments, **parts))


@pytest.fixture
def notify_once(api: httpx.Client) -> Callable[..., httpx.Response]:
    """Send a notification about a provider's order, signed with the store's secret unless another is given."""

    def send(
        provider_order_id: str, secret: str = MERCADO_PAGO["webhook_secrets"][0], action: str = "order.processed"
    ) -> httpx.Response:
        ts, request_id = str(int(time.time() * 1000)), str(uuid.uuid4())
        manifest = f"id:{provider_order_id.lower()};request-id:{request_id};ts:{ts};"
        v1 = hmac.new(secret.encode(), manifest.encode(), hashlib.sha256).hexdigest()
        return api.post(
            "/webhooks/mercadopago",
            params={"data.id": provider_order_id, "type": "order"},
            headers={"X-Signature": f"ts={ts},v1={v1}", "X-Request-Id": request_id},
            json={"action": action, "data": {"id": provider_order_id, "status": "processed"}},
        )

    return send


@pytest.fixture(scope="module", autouse=True)
def unnotified(api: httpx.Client, customer_token: str, simulator: httpx.Client) -> tuple[str, dict[str, str]]:
    """An order that is paid and of which nobody is notified; its id and its key. The schedule has the time that the other
    tests take to find it."""
    kiosk = Caller(api, customer_token)
    order_id, key = place(kiosk, PRODUCT)
    simulator.put("/simulator/faults", json={"drop_notifications": -1}).raise_for_status()
    approve(simulator, kiosk("POST", f"/orders/{order_id}/checkout", headers=key)["qr_data"])
    simulator.put("/simulator/faults", json={}).raise_for_status()
    return order_id, key


def at_once(number: int, do: Callable[[int], Any]) -> list[Any]:
    """The answers of so many clients."""
    with ThreadPoolExecutor(number) as crowd:
        return list(crowd.map(do, range(number)))


def stored(stack: Stack) -> set[tuple[str, str, str]]:
    """(PK, SK, version) of all that stands in the table but the books and their guards, which follow later."""
    pages = (
        stack.client("dynamodb")
        .get_paginator("scan")
        .paginate(
            TableName=stack.outputs["TableName"],
            FilterExpression="NOT #type IN (:counter, :effect)",
            ExpressionAttributeNames={"#type": "type"},
            ExpressionAttributeValues={":counter": {"S": "counter"}, ":effect": {"S": "effect"}},
        )
    )
    return {
        (item["PK"]["S"], item["SK"]["S"], item.get("version", {}).get("N", ""))
        for page in pages
        for item in page["Items"]
    }


def provider_orders(simulator: httpx.Client, order_id: str) -> list[dict[str, Any]]:
    orders = simulator.get("/simulator/orders").raise_for_status().json()
    return [order for order in orders if order["external_reference"] == order_id]


# --- orders -----------------------------------------------------------------------------------------------------------


def test_a_wrong_order_is_a_problem_and_writes_nothing(kiosk: Caller, kitchen: Caller, stack: Stack) -> None:
    kitchen("PUT", f"/products/{UNAVAILABLE}/availability", json={"available": False})
    before = stored(stack)
    wrong: dict[str, Any] = {}
    for name, order in BAD_ORDERS.items():
        content = order if isinstance(order, bytes) else json.dumps(order).encode()
        answer = kiosk.send("POST", "/orders", headers={"Idempotency-Key": str(uuid.uuid4())}, content=content)
        problem = answer.headers["Content-Type"] == "application/problem+json" and answer.json()
        if not (400 <= answer.status_code < 500 and problem and problem["status"] == answer.status_code):
            wrong[name] = (answer.status_code, answer.text[:200])
    after = stored(stack)
    kitchen("PUT", f"/products/{UNAVAILABLE}/availability", json={"available": True})

    assert wrong == {}
    assert after == before


def test_a_repeated_product_is_one_line(kiosk: Caller) -> None:
    order = kiosk("POST", "/orders", 201, headers={"Idempotency-Key": str(uuid.uuid4())}, json={"lines": [LINE] * 3})

    assert [(line["product_id"], line["quantity"]) for line in order["lines"]] == [(PRODUCT, 3)]


def test_one_key_is_one_order_however_many_ask_at_once(kiosk: Caller, stack: Stack) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    before = stored(stack)

    answers = at_once(50, lambda _: kiosk.send("POST", "/orders", headers=key, json={"lines": [LINE]}))

    assert Counter((answer.status_code, answer.content) for answer in answers) == {(201, answers[0].content): 50}
    assert {pk for pk, *_ in stored(stack) - before} == {f"ORDER#{answers[0].json()['order_id']}"}
    other = kiosk("POST", "/orders", 422, headers=key, json={"lines": [LINE | {"quantity": 2}]})
    assert other["type"].endswith(":idempotency-key-reused")
    assert kiosk("POST", "/orders", 400, json={"lines": [LINE]})["type"].endswith(":idempotency-key-missing")


def test_of_two_kitchen_screens_one_advances_an_order(kiosk: Caller, manager: Caller, kitchen: Caller) -> None:
    for _ in range(4):
        order_id, _ = place(kiosk, PRODUCT)
        manager("POST", f"/staff/orders/{order_id}/payment", json={"method": "cash"})

        def advance(screen: int, path: str = f"/kitchen/orders/{order_id}/advance") -> httpx.Response:
            return (kitchen, manager)[screen].send("POST", path, json={"to": "IN_PREPARATION"})

        answers = sorted(at_once(2, advance), key=lambda answer: answer.status_code)
        assert [answer.status_code for answer in answers] == [200, 409]
        assert answers[1].json()["current_status"] == "IN_PREPARATION"


# --- checkout ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clients", [2, 20])
def test_checked_out_at_once_it_is_one_code(kiosk: Caller, simulator: httpx.Client, clients: int) -> None:
    order_id, key = place(kiosk, PRODUCT)

    answers = at_once(clients, lambda _: kiosk.send("POST", f"/orders/{order_id}/checkout", headers=key))

    assert Counter((answer.status_code, answer.json()["qr_data"]) for answer in answers) == {
        (200, answers[0].json()["qr_data"]): clients
    }
    assert len(provider_orders(simulator, order_id)) == 1


@pytest.mark.parametrize("fault", [{"fail_calls": -1}, {"hang_seconds": 12}])
def test_a_provider_that_is_down_or_hangs_leaves_the_order_payable(
    api: httpx.Client,
    customer_token: str,
    kiosk: Caller,
    simulator: httpx.Client,
    faults: Callable[..., None],
    fault: dict[str, Any],
) -> None:
    order_id, key = place(kiosk, PRODUCT)
    faults(**fault)
    began = time.monotonic()
    answer = api.post(f"/orders/{order_id}/checkout", headers={"Authorization": customer_token} | key)
    took = time.monotonic() - began

    assert (answer.status_code, answer.json()["type"]) == (503, "urn:bytemeburger:problem:payment-unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert took < 10
    faults()
    assert kiosk("POST", f"/orders/{order_id}/checkout", headers=key)["qr_data"]
    assert len(provider_orders(simulator, order_id)) == 1


# --- notifications ----------------------------------------------------------------------------------------------------


def test_a_forged_notification_does_nothing_and_a_hundred_true_ones_do_one_thing(
    kiosk: Caller, manager: Caller, simulator: httpx.Client, faults: Any, notify: Callable[..., httpx.Response]
) -> None:
    order_id, key = place(kiosk, PRODUCT)
    faults(drop_notifications=-1)
    paid = approve(simulator, kiosk("POST", f"/orders/{order_id}/checkout", headers=key)["qr_data"])

    assert notify(paid["id"], secret="guessed").status_code == 401
    assert kiosk("GET", f"/orders/{order_id}", headers=key)["status"] == "AWAITING_PAYMENT"
    with ThreadPoolExecutor(12) as provider:
        repeated = provider.map(lambda _: notify(paid["id"]).status_code, range(100))
    assert Counter(repeated) == {200: 100}
    assert notify(paid["id"], action="order.expired").status_code == 200  # late, of something that came before
    order = manager("GET", f"/staff/orders/{order_id}")
    assert [entry["status"] for entry in order["timeline"]] == ["AWAITING_PAYMENT", "RECEIVED"]
    assert order["refunds"] == []


def test_notifications_out_of_order_twice_and_of_unknown_orders_all_end_well(
    kiosk: Caller, simulator: httpx.Client, faults: Any, notify: Callable[..., httpx.Response]
) -> None:
    assert notify("ORD01NOBODYKNOWSTHISONE").status_code == 200
    first, second = place(kiosk, PRODUCT), place(kiosk, PRODUCT)
    codes = [kiosk("POST", f"/orders/{order_id}/checkout", headers=key)["qr_data"] for order_id, key in (first, second)]
    faults(reorder=True, duplicates=2)
    for code in codes:
        approve(simulator, code)

    for order_id, key in (first, second):
        eventually(lambda: kiosk("GET", f"/orders/{order_id}", headers=key)["status"] == "RECEIVED", 10)  # noqa: B023


def test_a_notification_may_come_before_checkout_has_stored_the_payment(
    kiosk: Caller, simulator: httpx.Client, faults: Any, notify: Callable[..., httpx.Response]
) -> None:
    order_id, key = place(kiosk, PRODUCT)
    total = kiosk("GET", f"/orders/{order_id}", headers=key)["total"]
    amount = f"{total // 100}.{total % 100:02d}"
    provider_order = simulator.post(
        "/v1/orders",
        headers={
            "Authorization": f"Bearer {MERCADO_PAGO['access_token']}",
            "X-Idempotency-Key": f"{order_id}-1-create",
        },
        json={
            "type": "qr",
            "total_amount": amount,
            "external_reference": order_id,
            "config": {"qr": {"external_pos_id": MERCADO_PAGO["external_pos_id"], "mode": "dynamic"}},
            "transactions": {"payments": [{"amount": amount}]},
        },
    ).raise_for_status()
    faults(drop_notifications=-1)
    approve(simulator, provider_order.json()["id"])

    assert notify(provider_order.json()["id"]).status_code == 200
    assert kiosk("GET", f"/orders/{order_id}", headers=key)["status"] == "RECEIVED"


def test_without_any_notification_the_schedule_settles_the_order(
    kiosk: Caller, unnotified: tuple[str, dict[str, str]]
) -> None:
    order_id, key = unnotified

    eventually(lambda: kiosk("GET", f"/orders/{order_id}", headers=key)["status"] == "RECEIVED", 120)


def test_money_that_comes_after_expiry_goes_back_and_is_recorded(
    kiosk: Caller, manager: Caller, stack: Stack, simulator: httpx.Client, faults: Any
) -> None:
    order_id, key = place(kiosk, PRODUCT)
    code = kiosk("POST", f"/orders/{order_id}/checkout", headers=key)["qr_data"]
    let_time_pass(stack, order_id)
    stack.client("lambda").invoke(FunctionName=stack.function("reconcile_payments"), Payload=b"{}")
    assert kiosk("GET", f"/orders/{order_id}", headers=key)["status"] == "EXPIRED"
    faults(approve_late=True)
    paid = approve(simulator, code)

    def refunds() -> list[tuple[Any, ...]]:
        order = manager("GET", f"/staff/orders/{order_id}")
        return [(each["amount"], each["status"], each["reason"]) for each in order["refunds"]]

    eventually(lambda: [each[1] for each in refunds()] == ["DONE"], 10)
    total = manager("GET", f"/staff/orders/{order_id}")["total"]
    assert refunds() == [(total, "DONE", "paid-too-late")]
    assert simulator.get(f"/v1/orders/{paid['id']}", headers=AS_STORE).json()["status"] == "refunded"


def test_what_is_done_with_the_money_without_us_is_an_exception_however_often_it_is_reported(
    kiosk: Caller, manager: Caller, simulator: httpx.Client, faults: Any, notify: Callable[..., httpx.Response]
) -> None:
    """A part given back in the panel, then a charge-back, then a storm of notifications of both."""
    order_id, key = place(kiosk, PRODUCT)
    paid = approve(simulator, kiosk("POST", f"/orders/{order_id}/checkout", headers=key)["qr_data"])["id"]
    eventually(lambda: kiosk("GET", f"/orders/{order_id}", headers=key)["status"] == "RECEIVED", 10)
    faults(drop_notifications=-1)
    simulator.post(f"/simulator/orders/{paid}/refund", json={"amount": "1.00"}).raise_for_status()
    assert Counter(at_once(12, lambda _: notify(paid).status_code)) == {200: 12}
    simulator.post(f"/simulator/orders/{paid}/charge-back").raise_for_status()
    assert Counter(at_once(12, lambda _: notify(paid).status_code)) == {200: 12}

    order = manager("GET", f"/staff/orders/{order_id}")
    assert [(each["says"], each["amount"]) for each in order["payment_exceptions"]] == [
        ("partially_refunded", 100),
        ("charged_back", order["total"]),
    ]
    assert (order["status"], order["refunds"]) == ("RECEIVED", [])
    refused = manager("POST", f"/staff/orders/{order_id}/refund", 409, json={"reason": "other"})
    assert refused["type"] == "urn:bytemeburger:problem:nothing-to-refund"


def test_a_payment_that_comes_late_while_the_stores_token_has_ended_goes_back_after_its_renewal(
    kiosk: Caller,
    manager: Caller,
    stack: Stack,
    simulator: httpx.Client,
    faults: Any,
    notify: Callable[..., httpx.Response],
    notify_once: Callable[..., httpx.Response],
) -> None:
    order_id, key = place(kiosk, PRODUCT)
    code = kiosk("POST", f"/orders/{order_id}/checkout", headers=key)["qr_data"]
    let_time_pass(stack, order_id)
    stack.client("lambda").invoke(FunctionName=stack.function("reconcile_payments"), Payload=b"{}")
    assert kiosk("GET", f"/orders/{order_id}", headers=key)["status"] == "EXPIRED"
    faults(approve_late=True, drop_notifications=-1, token_ended=True)
    paid = approve(simulator, code)["id"]

    assert notify_once(paid).status_code == 503
    faults()
    assert notify(paid).status_code == 200
    assert [each["status"] for each in manager("GET", f"/staff/orders/{order_id}")["refunds"]] == ["DONE"]


def let_time_pass(stack: Stack, order_id: str) -> None:
    """The order's time to pay ended a minute ago."""
    due_at = (datetime.now(UTC) - timedelta(minutes=1)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    stack.client("dynamodb").update_item(
        TableName=stack.outputs["TableName"],
        Key={"PK": {"S": f"ORDER#{order_id}"}, "SK": {"S": "ORDER"}},
        UpdateExpression="SET due_at = :due, GSI1SK = :place",
        ExpressionAttributeValues={":due": {"S": due_at}, ":place": {"S": f"{due_at}#{order_id}"}},
    )
