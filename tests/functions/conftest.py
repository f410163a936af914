"""A shop to order from: store, products, and a provider that does what a test says."""

import importlib
import json
import os
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from bytemeburger import secrets, table
from bytemeburger.menu import records as menu
from bytemeburger.orders import records
from bytemeburger.orders import records as orders
from bytemeburger.orders.rules import Status
from bytemeburger.payments import providers
from bytemeburger.payments.settlement import end_unpaid, request_payment, settle
from bytemeburger.staff.rules import GROUPS
from bytemeburger.stores import records as stores
from tests import aws_call_recorder, contract
from tests.aws_gates import Ask, guard
from tests.fake_gateway import Provider
from tests.functions import colleagues, people
from tests.functions.fixture_types import Answer, Call, CheckOut, OfAna, On, Paid, Place
from tests.functions.shop import entering

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
_recorded: dict[str, int] = {}
_new: set[str] = set()
"""Functions that had no example when these tests began."""
_problems: defaultdict[str, set[str]] = defaultdict(set)
"""The codes of the problems that each function answered."""


@pytest.fixture(scope="session", autouse=True)
def recorded_calls() -> Iterator[None]:
    """With RECORD_CALLS=<folder>, record for tests/architecture what functions ask of AWS, and the problems they answer."""
    if folder := os.environ.get("RECORD_CALLS"):
        stop = aws_call_recorder.record(Path(folder))
        yield
        stop()
        codes = {name: sorted(found) for name, found in _problems.items()}
        (Path(folder) / f"{os.getpid()}.problems").write_text(json.dumps(codes))
    else:
        yield


@pytest.fixture
def aws_operations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The operations of AWS, in the order in which they are asked for."""

    operations: list[str] = []

    def noting(_service: str, operation: str, parameters: dict[str, Any], ask: Ask) -> Any:
        operations.append(operation)
        return ask(operation, parameters)

    guard(monkeypatch, noting)
    return operations


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs shows no access patterns: it is a random walk, or dies on the way."""
    monkeypatch.setattr(aws_call_recorder, "measuring", False)


@pytest.fixture(autouse=True)
def cold() -> None:
    """A function starts without the secrets another test made it keep."""

    secrets._cache.clear()


@pytest.fixture
def shop(aws: None) -> None:
    """The store `centro` with four products and a combo of two of them."""

    store = stores.new("centro")
    store.name, store.time_zone = "Centro", "America/Sao_Paulo"
    table.save(store)
    for product_id, category, price in (
        ("x-burger", "burger", 2590),
        ("batata-frita", "side", 1200),
        ("guarana", "drink", 750),
        ("pudim", "dessert", 990),
    ):
        product = menu.new("centro", product_id)
        product.category, product.price = category, price
        product.name = {"pt-BR": product_id.title(), "en": product_id.upper()}
        product.description = {"pt-BR": "", "en": ""}
        product.allergens = ["gluten"]
        table.save(product)
    combo = menu.new("centro", "combo-x")
    combo.category, combo.price, combo.allergens = "combo", 3690, []
    combo.name = combo.description = {"pt-BR": "Combo X", "en": "X combo"}
    combo.slots = [
        _slot("burger", {"x-burger": 0}),
        _slot("drink", {"guarana": 0, "pudim": 300}),
    ]
    table.save(combo)


def _slot(name: str, prices: dict[str, int]) -> dict[str, Any]:
    choices = [{"product_id": product_id, "price": price} for product_id, price in prices.items()]
    return {"slot_id": name, "name": {"pt-BR": name, "en": name}, "choices": choices}


@pytest.fixture
def archive_bucket(aws: None) -> Any:
    """A client of S3, where the archive's bucket is."""
    client = boto3.client("s3")
    where = {"LocationConstraint": "sa-east-1"}
    client.create_bucket(Bucket=os.environ["ARCHIVE_BUCKET"], CreateBucketConfiguration=where)
    return client


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    """Stands in for Mercado Pago in every function."""

    fake = Provider()
    monkeypatch.setattr(providers, "gateway", lambda store, seconds=None: fake)
    return fake


def documented(name: str, answer: dict[str, Any]) -> None:
    """An answer is one that docs/openapi.yaml tells of: its status, its content type, its members and no others, and the
    problem's code. The longest is kept as the example, by `make document`, by `make examples` and where there is none."""
    status, kind = answer["statusCode"], answer["headers"]["Content-Type"].partition(";")[0]
    body: Any = json.loads(answer["body"]) if answer["body"] and kind.endswith("json") else answer["body"] or None
    if name in contract.OPERATIONS:
        contract.validate(name, status, kind, body)
    if kind == "application/problem+json":
        _problems[name].add(body["type"].rpartition(":")[2])
    file = EXAMPLES / f"{name}.json"
    if not file.exists():
        _new.add(name)
    if status >= 400 or status == 304 or (name not in _new and os.environ.get("RECORD_EXAMPLES") not in ("all", name)):
        return
    if name == "identify_customer":
        body["id_token"] = "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl"
    if len(answer["body"]) > _recorded.get(name, -1):
        _recorded[name] = len(answer["body"])
        example = {"status": status, "content_type": kind, "body": body}
        file.write_text(json.dumps(example, indent=2, ensure_ascii=False) + "\n")


@pytest.fixture
def call(event: Callable[[str], dict[str, Any]], context: Any) -> Call:
    """Call an API function with its sample event, parts of it replaced, a header that is None left out; answers status and body."""

    def invoke(name: str, *, body: Any = ..., headers: Mapping[str, str | None] | None = None, **parts: Any) -> Answer:
        request = event(name)
        if body is not ...:
            request["body"] = body if isinstance(body, str) or body is None else json.dumps(body)
        sent = request["headers"] | (headers or {})
        request["headers"] = {header: value for header, value in sent.items() if value is not None}
        claims = parts.pop("claims", None)
        if claims is not None:
            request["requestContext"]["authorizer"]["claims"] |= claims
        request |= parts
        answer = importlib.import_module(f"functions.{name}.app").handler(request, context)
        documented(name, answer)
        kind = answer["headers"]["Content-Type"]
        return answer["statusCode"], json.loads(answer["body"]) if answer["body"] and "json" in kind else answer["body"]

    return invoke


@pytest.fixture
def on(call: Call) -> On:
    """Call a function about one order."""

    def invoke(name: str, order_id: str, *, line: str | None = None, **parts: Any) -> tuple[int, Any]:
        path = {"order_id": order_id} | ({"line": line} if line is not None else {})
        return call(name, pathParameters=path, **parts)

    return invoke


@pytest.fixture
def place(shop: None, call: Call) -> Place:
    """Place another order, the one of the sample event unless parts of its body are given."""

    def make(**body: Any) -> dict[str, Any]:
        key = {"Idempotency-Key": str(uuid.uuid4())}
        status, order = call("create_order", headers=key, **({"body": body} if body else {}))
        assert status == 201, order
        return dict(order)

    return make


@pytest.fixture
def check_out(provider: Provider) -> CheckOut:
    """Ask for an order's QR code; answers the provider's order id."""

    def ask(order_id: str) -> str:
        payment = request_payment(records.read(order_id), provider).payment
        assert payment
        return payment.provider_order_id

    return ask


@pytest.fixture
def order_id(placed: dict[str, Any], check_out: CheckOut) -> str:
    """An order with a QR code, not yet paid."""
    check_out(placed["order_id"])
    return str(placed["order_id"])


@pytest.fixture
def paid(place: Place, check_out: CheckOut, provider: Provider) -> Paid:
    """Place an order and pay it; answers its id."""

    def make(**body: Any) -> str:
        order_id = str(place(**body)["order_id"])
        settle("centro", provider.pay(check_out(order_id)), provider)
        return order_id

    return make


@pytest.fixture
def expire(provider: Provider) -> Callable[[str], None]:
    """Let the time of an unpaid order pass."""

    def end(order_id: str) -> None:
        end_unpaid(order_id, Status.EXPIRED, "reconciler", provider)

    return end


@pytest.fixture
def placed(shop: None, call: Call) -> dict[str, Any]:
    """An order of one burger and two portions of fries, as POST /orders answered it."""

    status, order = call("create_order")
    assert status == 201
    secrets._cache.clear()
    return dict(order)


@pytest.fixture
def mailbox(aws: None) -> "Mailbox":
    """The e-mails sent: to, subject and text."""

    boto3.client("ses").verify_domain_identity(Domain="bytemeburger.example")
    return Mailbox()


class Mailbox(Sequence[dict[str, Any]]):
    """Reads moto's own list whenever it is looked at."""

    def __init__(self) -> None:
        self._sent = ses_backends["123456789012"]["sa-east-1"].sent_messages

    def __getitem__(self, index: Any) -> Any:
        return [
            {"to": message.destinations["ToAddresses"][0], "subject": message.subject, "text": message.body}
            for message in self._sent
        ][index]

    def __len__(self) -> int:
        return len(self._sent)

    def __eq__(self, other: object) -> bool:
        return list(self) == other


@pytest.fixture
def customer_pool(aws: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty customer pool; answers its id."""

    pool = boto3.client("cognito-idp").create_user_pool(PoolName="customers")["UserPool"]["Id"]
    monkeypatch.setitem(os.environ, "CUSTOMER_POOL_ID", pool)
    return str(pool)


@pytest.fixture
def staff_pool(aws: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """A staff pool with its groups and nobody in it; answers its id."""

    colleagues.correct_moto(monkeypatch)
    cognito = boto3.client("cognito-idp")
    store = {"Name": "store", "AttributeDataType": "String", "Mutable": True}
    pool = cognito.create_user_pool(PoolName="staff", Schema=[store])["UserPool"]["Id"]
    for group in GROUPS:
        cognito.create_group(UserPoolId=pool, GroupName=group)
    monkeypatch.setitem(os.environ, "STAFF_POOL_ID", pool)
    return str(pool)


@pytest.fixture
def ana(customer_pool: str) -> dict[str, str]:
    """A verified customer; answers the claims of her token."""

    return people.register("ana@example.com", "Ana Souza")


@pytest.fixture
def of_ana(
    shop: None,
    ana: dict[str, str],
    call: Call,
    check_out: CheckOut,
    provider: Provider,
) -> OfAna:
    """An order that `ana` paid for; then the statuses it went on to."""

    def make(*statuses: str) -> Any:
        key = {"Idempotency-Key": str(uuid.uuid4())}
        order_id = call("create_order", headers=key, claims=ana)[1]["order_id"]
        settle("centro", provider.pay(check_out(order_id)), provider)

        for status in statuses:
            orders.change(order_id, entering(Status(status)))
        return orders.read(order_id)

    return make
