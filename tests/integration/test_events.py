"""What happens after the write, on the deployed system: people are told by e-mail, and what a consumer had to give up
goes back with `make redrive`."""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from local.settings import ROOT
from local.stack import Stack

PATIENCE_SECONDS = 60


def until[Found](found: Callable[[], Found]) -> Found:
    """What is found in the end."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (it := found()):
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.1)
    return it


@pytest.fixture
def address() -> str:
    """Somebody whom no other test writes to."""
    return f"{uuid.uuid4().hex}@example.com"


@pytest.fixture
def mails(stack: Stack, address: str) -> Callable[[], list[str]]:
    """The subjects of the e-mails to the address, as MiniStack's SES has taken them."""

    def sent() -> list[str]:
        answer = httpx.get(f"{stack.settings.endpoint}/_ministack/ses/messages", trust_env=False).json()
        taken = [message for messages in answer["messages"].values() for message in messages]
        return [message["Subject"] for message in taken if message["To"] == [address]]

    return sent


class Store:
    """The store's day, in as few calls as it takes."""

    def __init__(self, api: httpx.Client, simulator: httpx.Client, stack: Stack, tokens: dict[str, str]):
        self._api, self._simulator, self._stack, self._tokens = api, simulator, stack, tokens
        self._keys: dict[str, dict[str, str]] = {}

    def ask(self, who: str, method: str, path: str, **options: Any) -> Any:
        headers = {"Authorization": self._tokens[who]} | options.pop("headers", {})
        answer = self._api.request(method, path, headers=headers, **options).raise_for_status()
        return answer.json() if answer.content else None

    def place(self, product_id: str = "x-burger", customer: str | None = None, email: str | None = None) -> str:
        """An order of one; that of a customer who signed up, when one is named."""
        order = self.ask(
            "kiosk",
            "POST",
            "/orders",
            headers={"Idempotency-Key": str(uuid.uuid4())},
            json={"lines": [{"product_id": product_id, "quantity": 1}]},
        )
        self._keys[order["order_id"]] = {"Order-Key": order["order_key"]}
        if customer and email:
            self._sign_up(order["order_id"], customer, email)
        return str(order["order_id"])

    def _sign_up(self, order_id: str, customer: str, email: str) -> None:
        dynamodb, table = self._stack.client("dynamodb"), self._stack.outputs["TableName"]
        profile = {"PK": f"CUSTOMER#{customer}", "SK": "PROFILE", "type": "customer", "sub": customer, "name": "Ana"}
        profile |= {"email": email, "language": "en"}
        dynamodb.put_item(
            TableName=table, Item={name: {"S": value} for name, value in profile.items()} | {"version": {"N": "1"}}
        )
        dynamodb.update_item(
            TableName=table,
            Key={"PK": {"S": f"ORDER#{order_id}"}, "SK": {"S": "ORDER"}},
            UpdateExpression="SET customer = :customer",
            ExpressionAttributeValues={":customer": {"S": customer}},
        )

    def pay(self, order_id: str) -> int:
        """The order's number."""
        key = self._keys[order_id]
        code = self.ask("kiosk", "POST", f"/orders/{order_id}/checkout", headers=key)["qr_data"]
        self._simulator.post(f"/simulator/orders/{quote(code, safe='')}/approve").raise_for_status()
        return int(until(lambda: self.ask("kiosk", "GET", f"/orders/{order_id}/payment", headers=key).get("number")))


@pytest.fixture
def store(
    api: httpx.Client,
    simulator: httpx.Client,
    stack: Stack,
    customer_token: str,
    staff_token: Callable[[str], str],
) -> Store:
    tokens = {"kiosk": customer_token, "kitchen": staff_token("kitchen"), "manager": staff_token("manager")}
    return Store(api, simulator, stack, tokens)


def test_a_customer_is_told_when_the_order_is_paid_and_when_it_is_ready(
    store: Store, address: str, mails: Callable[[], list[str]]
) -> None:
    order_id = store.place(customer=uuid.uuid4().hex, email=address)
    number = store.pay(order_id)
    until(mails)
    for status in ("IN_PREPARATION", "READY"):
        store.ask("kitchen", "POST", f"/kitchen/orders/{order_id}/advance", json={"to": status})
    until(lambda: len(mails()) == 2)
    assert mails() == [f"Order {number} is confirmed", f"Order {number} is ready"]


def test_a_store_is_told_that_its_stock_is_low(store: Store, address: str, mails: Callable[[], list[str]]) -> None:
    settings = store.ask("manager", "GET", "/store")
    kept = {name: settings[name] for name in ("name", "hours", "pix")}
    store.ask("manager", "PUT", "/store", json=kept | {"alert_email": address})
    store.ask("kitchen", "PUT", "/products/pudim/stock", json={"units": 4, "low_at": 2})
    for _ in range(3):
        store.place("pudim")
    until(mails)
    store.ask("kitchen", "PUT", "/products/pudim/stock", json={"units": None})
    store.ask("manager", "PUT", "/store", json=kept)
    assert len(mails()) == 1


@pytest.fixture
def broken_consumer(stack: Stack) -> Iterator[Callable[[], None]]:
    """on_order_changed does not know its bus; the function mends it."""
    functions, name = stack.client("lambda"), stack.function("on_order_changed")
    known = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]

    def configure(variables: dict[str, str]) -> None:
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables})

    configure({variable: value for variable, value in known.items() if variable != "EVENT_BUS_NAME"})
    yield lambda: configure(known)
    configure(known)


def redrive(stack: Stack, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.redrive", "local", *options],
        cwd=ROOT,
        env=os.environ | stack.settings.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def unpaid(store: Store, address: str, mails: Callable[[], list[str]]) -> str:
    """An order of which the bus knows already: somebody was told of a later one."""
    customer = uuid.uuid4().hex
    unpaid, later = (store.place(customer=customer, email=address) for _ in range(2))
    store.pay(later)
    until(mails)
    return unpaid


def test_what_a_consumer_gave_up_is_kept_whole_and_goes_back(
    unpaid: str,
    store: Store,
    stack: Stack,
    broken_consumer: Callable[[], None],
    mails: Callable[[], list[str]],
) -> None:
    number = store.pay(unpaid)
    bucket, s3 = stack.outputs["ParkedRecordsBucket"], stack.client("s3")
    until(lambda: s3.list_objects_v2(Bucket=bucket).get("Contents"))
    (before,) = mails()
    broken_consumer()

    shown = redrive(stack)
    assert "OnOrderChanged" in shown
    assert "RetryAttemptsExhausted" in shown
    assert ": done" in redrive(stack, "--go")
    until(lambda: len(mails()) == 2)
    assert mails() == [before, f"Order {number} is confirmed"]
    assert redrive(stack) == "nothing is given up\n"
