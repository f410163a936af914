"""What happens after the write, on the deployed system: people are notified by e-mail, and what a consumer had to park
goes back with `make redrive`."""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator

import httpx
import pytest

from local.caller import Caller, pay, place
from local.settings import ROOT
from local.stack import Stack
from tests.integration.waiting import eventually

PARKED_SECONDS = 60
"""Six tries take three seconds and a little; on a slow machine more."""


@pytest.fixture
def address() -> str:
    """Somebody whom no other test writes to."""
    return f"{uuid.uuid4().hex}@example.com"


@pytest.fixture
def mails(stack: Stack, address: str) -> Callable[[], list[str]]:
    """The subjects of the e-mails to the address, as MiniStack's SES has accepted them."""

    def sent() -> list[str]:
        answer = httpx.get(f"{stack.settings.endpoint}/_ministack/ses/messages", trust_env=False).json()
        accepted = [message for messages in answer["messages"].values() for message in messages]
        return [message["Subject"] for message in accepted if message["To"] == [address]]

    return sent


def sign_up(stack: Stack, order_id: str, customer: str, email: str) -> None:
    """Make an order that of a customer with an address; nobody signs in here."""
    dynamodb, table = stack.client("dynamodb"), stack.outputs["TableName"]
    profile = {"PK": f"CUSTOMER#{customer}", "SK": "PROFILE", "type": "customer", "sub": customer, "name": "Ana"}
    profile |= {"username": customer, "email": email, "language": "en", "registered_at": "2026-11-24T12:00:00.000Z"}
    item = {name: {"S": value} for name, value in profile.items()} | {"version": {"N": "1"}}
    dynamodb.put_item(TableName=table, Item=item)
    dynamodb.update_item(
        TableName=table,
        Key={"PK": {"S": f"ORDER#{order_id}"}, "SK": {"S": "ORDER"}},
        UpdateExpression="SET customer = :customer",
        ExpressionAttributeValues={":customer": {"S": customer}},
    )


@pytest.fixture
def order(kiosk: Caller, stack: Stack, address: str) -> Callable[[], tuple[str, dict[str, str]]]:
    """Place an order of the customer with the address; its id and the header that opens it."""
    customer = uuid.uuid4().hex

    def make() -> tuple[str, dict[str, str]]:
        order_id, key = place(kiosk, "x-burger")
        sign_up(stack, order_id, customer, address)
        return order_id, key

    return make


def number(kiosk: Caller, order_id: str, key: dict[str, str]) -> int:
    return int(kiosk("GET", f"/orders/{order_id}", headers=key)["number"])


type Mails = Callable[[], list[str]]
type Orders = Callable[[], tuple[str, dict[str, str]]]


def test_a_customer_is_notified_when_the_order_is_paid_and_when_it_is_ready(
    order: Orders, kiosk: Caller, kitchen: Caller, simulator: httpx.Client, mails: Mails
) -> None:
    order_id, key = order()
    pay(kiosk, simulator, order_id, key)
    eventually(lambda: len(mails()) == 1)
    for status in ("IN_PREPARATION", "READY"):
        kitchen("POST", f"/kitchen/orders/{order_id}/advance", json={"to": status})
    eventually(lambda: len(mails()) == 2)
    its = number(kiosk, order_id, key)
    assert mails() == [f"Order {its} is confirmed", f"Order {its} is ready"]


def test_a_store_is_notified_once_that_its_stock_is_low(
    kiosk: Caller, kitchen: Caller, manager: Caller, address: str, mails: Mails
) -> None:
    settings = manager("GET", "/store")
    unchanged = {name: settings[name] for name in ("name", "hours", "pix")}
    precondition = {"If-Match": f'"{settings["version"]}"'}
    settings = manager("PUT", "/store", json=unchanged | {"alert_email": address}, headers=precondition)
    manager("PUT", "/store", 412, json=unchanged, headers=precondition)
    manager("PUT", "/store", 428, json=unchanged)
    kitchen("PUT", "/products/pudim/stock", json={"units": 4, "low_at": 2})
    for _ in range(3):
        place(kiosk, "pudim")
    eventually(lambda: bool(mails()))
    kitchen("PUT", "/products/pudim/stock", json={"units": None})
    manager("PUT", "/store", json=unchanged, headers={"If-Match": f'"{settings["version"]}"'})
    assert len(mails()) == 1


@pytest.fixture
def broken_consumer(stack: Stack) -> Iterator[Callable[[], None]]:
    """publish_domain_events does not know its bus; the function mends it."""
    functions, name = stack.client("lambda"), stack.function("publish_domain_events")
    known = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]

    def configure(variables: dict[str, str]) -> None:
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables})

    configure({variable: value for variable, value in known.items() if variable != "EVENT_BUS_NAME"})
    yield lambda: configure(known)
    configure(known)


def redrive(stack: Stack, *options: str) -> str:
    """What `make redrive` prints; other tests may have left dead letters on purpose."""
    process = subprocess.run(
        [sys.executable, "-m", "scripts.stage.redrive", "local", *options],
        cwd=ROOT,
        env=os.environ | stack.settings.environment(),
        capture_output=True,
        text=True,
    )
    return process.stdout


@pytest.fixture
def unpaid(order: Orders, kiosk: Caller, simulator: httpx.Client, mails: Mails) -> tuple[str, dict[str, str]]:
    """An order of which the bus knows already: the customer was notified of a later one."""
    unpaid, later = order(), order()
    pay(kiosk, simulator, *later)
    eventually(lambda: len(mails()) == 1)
    return unpaid


def test_what_a_consumer_gave_up_is_parked_complete_and_goes_back(
    unpaid: tuple[str, dict[str, str]],
    broken_consumer: Callable[[], None],
    kiosk: Caller,
    simulator: httpx.Client,
    stack: Stack,
    mails: Mails,
) -> None:
    pay(kiosk, simulator, *unpaid)
    bucket, s3 = stack.outputs["ParkedRecordsBucket"], stack.client("s3")
    eventually(lambda: "Contents" in s3.list_objects_v2(Bucket=bucket), PARKED_SECONDS)
    (before,) = mails()
    broken_consumer()

    shown = redrive(stack)
    assert "PublishDomainEvents" in shown
    assert "RetryAttemptsExhausted" in shown
    assert ": done" in redrive(stack, "--go")
    eventually(lambda: len(mails()) == 2)
    assert mails() == [before, f"Order {number(kiosk, *unpaid)} is confirmed"]
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)
    assert "parked" not in redrive(stack)
