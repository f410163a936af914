"""What an order costs in DynamoDB's capacity units from the kiosk to its hand-over, request by request and consumer by consumer.

    make order-units          (some seconds; nothing is deployed)

The functions themselves run, on moto, which knows no units: `tests.capacity_units` works them out from the items and the
indexes, by DynamoDB's rules. Orders come in a row, so that the table's consumers get them as they come in a busy hour.
"""

import hashlib
import hmac
import importlib
import json
import random
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import batched
from pathlib import Path
from typing import Any

import moto
import pytest

from bytemeburger import clock, table
from bytemeburger.hours.rules import business_day
from bytemeburger.live import records as live
from bytemeburger.live import rules as channels
from bytemeburger.menu import records as menu
from bytemeburger.menu.schemas import SaveProduct
from bytemeburger.orders import records as orders
from bytemeburger.orders.model import StoredOrder
from bytemeburger.orders.rules import Status
from bytemeburger.payments import providers
from bytemeburger.payments.gateway import ProviderOrder
from bytemeburger.sales import records as sales
from bytemeburger.sales import rules
from bytemeburger.stores import records as stores
from deployment.template import read_template
from local.streams.filters import pattern
from tests import capacity_units
from tests.aws_gates import Ask, guard
from tests.conftest import Context, furnish
from tests.fake_gateway import Provider
from tests.functions.books import record

ROOT = Path(__file__).parents[1]
STORE = "centro"
LINES = [
    {"product_id": "x-burger", "quantity": 1, "options": ["bacon", "sem-cebola"]},
    {"product_id": "batata-frita", "quantity": 2},
    {"product_id": "guarana", "quantity": 1, "options": ["com-gelo"]},
]
QR_DATA = "00020101021243650016COM.MERCADOLIBRE".ljust(170, "0")
"""As long as the provider's."""
ZONE = "America/Sao_Paulo"
MINUTE = timedelta(minutes=1)
SOLD_BEFORE = 700
"""Orders of the same day."""
STEPS = ("IN_PREPARATION", "READY", "COMPLETED")
IN_A_BATCH = 10
"""Payments that the table's stream hands over at once in a busy hour."""


@dataclass(frozen=True)
class PartCost:
    """What one part of an order's life costs, in units per order."""

    name: str
    requests: float
    read_units: float
    write_units: float


class _Provider(Provider):
    def create(self, **order: Any) -> ProviderOrder:
        created = replace(super().create(**order), qr_data=QR_DATA)
        self.orders[created.order_id] = created
        return created


class _Meter:
    """Counts what is asked of the table, under the name of what runs."""

    def __init__(self) -> None:
        self.found: dict[str, Counter[str]] = {}
        self._step: str | None = None

    @contextmanager
    def counting(self, step: str) -> Iterator[None]:
        self._step = step
        self.found.setdefault(step, Counter())
        try:
            yield
        finally:
            self._step = None

    def gate(self, service: str, operation: str, parameters: dict[str, Any], ask: Ask) -> Any:
        if self._step is None or service != "dynamodb":
            return ask(operation, parameters)
        answer, accesses = capacity_units.measured(operation, parameters, ask)
        counted = self.found[self._step]
        counted["requests"] += 1
        for access in accesses:
            counted["read_units"] += access.read_units  # type: ignore[assignment]
            counted["write_units"] += access.write_units  # type: ignore[assignment]
        return answer


class _Life:
    """Orders of one store, one after the other; what is changed goes to the table's consumers as template.yaml has it."""

    def __init__(self, meter: _Meter, provider: _Provider):
        self._meter, self._provider = meter, provider
        self._filters = [
            pattern(each["Pattern"])
            for each in read_template()["Resources"]["RecordSalesMapping"]["Properties"]["FilterCriteria"]["Filters"]
        ]
        self._changes: list[dict[str, Any]] = []
        self._image: dict[str, Any] | None = None

    def live(self) -> None:
        self._image = None
        new = {"headers": {"Idempotency-Key": str(uuid.uuid4())}}
        created = self._ask("create_order", new, {"lines": LINES, "store": STORE, "dining": "eat_in"})
        order_id = created["order_id"]
        self._change(order_id)
        by_customer = {"pathParameters": {"order_id": order_id}, "headers": {"Order-Key": created["order_key"]}}
        self._ask("checkout_order", by_customer)
        self._change(order_id)
        payment = orders.read(order_id).payment
        assert payment
        self._provider.pay(payment.provider_order_id)
        self._notify(payment.provider_order_id)
        self._push(order_id)
        self._ask("get_order", by_customer)
        for to in STEPS:
            self._ask("advance_order", {"pathParameters": {"order_id": order_id}}, {"to": to}, f"advance_order to {to}")
            self._push(order_id)
            if to == "IN_PREPARATION":
                for line in range(len(LINES)):
                    self._ask(
                        "check_off_item", {"pathParameters": {"order_id": order_id, "line": str(line)}}, {"done": True}
                    )
                    self._change(order_id)

    def book(self) -> None:
        """What the stream hands over at once."""
        batch, self._changes = self._changes, []
        with self._meter.counting("record_sales"):
            answer = importlib.import_module("functions.record_sales.app").handler({"Records": batch}, Context())
        assert answer == {"batchItemFailures": []}

    def _notify(self, provider_order_id: str) -> None:
        ts = str(int(clock.now().timestamp() * 1000))
        signed = hmac.new(
            b"test_secret", f"id:{provider_order_id.lower()};request-id:1;ts:{ts};".encode(), hashlib.sha256
        )
        signature = {"X-Signature": f"ts={ts},v1={signed.hexdigest()}", "X-Request-Id": "1"}
        query = {"data.id": provider_order_id, "store": STORE}
        self._ask("receive_payment_notification", {"headers": signature, "queryStringParameters": query})

    def _push(self, order_id: str) -> None:
        self._change(order_id)
        with self._meter.counting("push_update"):
            detail = {"store": STORE, "order_id": order_id}
            importlib.import_module("functions.push_update.app").handler({"detail": detail}, Context())

    def _change(self, order_id: str) -> None:
        image = orders.read(order_id).plain()
        change = record(len(self._changes), self._image, image)
        self._image = image
        if any(matches(change) for matches in self._filters):
            self._changes.append(change)

    def _ask(self, name: str, parts: dict[str, Any], body: Any = None, step: str | None = None) -> Any:
        """Call a function with its sample event, parts of it replaced; its answer."""
        event = json.loads((ROOT / "events" / f"{name}.json").read_text())
        headers = {each: value for each, value in event["headers"].items() if each != "If-Match"}
        event["requestContext"]["requestId"] = str(uuid.uuid4())
        event |= parts | {"headers": headers | parts.get("headers", {})}
        if body is not None:
            event["body"] = json.dumps(body)
        with self._meter.counting(step or name):
            answer = importlib.import_module(f"functions.{name}.app").handler(event, Context())
        assert answer["statusCode"] < 300, answer
        return json.loads(answer["body"])


def lives(count: int, patch: pytest.MonkeyPatch) -> list[PartCost]:
    """What so many orders cost, in an AWS where `furnish` was called; the sales of all are booked from one batch."""
    meter, provider = _Meter(), _Provider()
    patch.setattr(providers, "gateway", lambda *_: provider)
    _open_store()
    _sell_before()
    guard(patch, meter.gate)
    life = _Life(meter, provider)
    for _ in range(count):
        life.live()
    life.book()
    return [
        PartCost(name, *(counted[each] / count for each in ("requests", "read_units", "write_units")))
        for name, counted in meter.found.items()
    ]


def _open_store() -> None:
    """The local system's menu, one screen in the kitchen and a board; nobody looks at an order's page."""
    store = stores.new(STORE)
    store.name, store.time_zone = "Centro", ZONE
    table.save(store)
    for described in json.loads((ROOT / "local" / "menu.json").read_text()):
        product = menu.new(STORE, described.pop("product_id"))
        for name, value in SaveProduct.model_validate(described).model_dump(by_alias=True).items():
            setattr(product, name, value)
        table.save(product)
    for channel in (channels.kitchen_channel(STORE), channels.board_channel(STORE)):
        live.listen(uuid.uuid4().hex, channel)


def _sell_before() -> None:
    """A day's books and what was bought together are as large as they are at its end, with everything on the menu sold."""
    chance = random.Random(1)
    menu_lines = [
        {"product_id": each["product_id"], "category": each["category"], "unit_price": each["price"], "quantity": 1}
        for each in json.loads((ROOT / "local" / "menu.json").read_text())
    ]
    now = clock.now()
    booked = [
        sales.entry(
            rules.Booking(
                "SALE", "SALE", 1, _sold(number, chance.sample(menu_lines, 3), now - number * MINUTE), 0, 3000
            )
        )
        for number in range(100, 100 + SOLD_BEFORE)
    ]
    for some in batched(booked, 100, strict=False):
        sales.book(some)


def _sold(number: int, lines: list[Any], paid_at: datetime) -> StoredOrder:
    return {
        "order_id": f"before-{number}",
        "store": STORE,
        "number": number,
        "time_zone": ZONE,
        "business_day": business_day(clock.now(), ZONE),
        "paid_at": clock.text(paid_at),
        "lines": lines,
        "total": sum(line["unit_price"] for line in lines),
        "payment": {"provider": "cash" if number % 4 else "mercadopago", "provider_order_id": "", "status": "PAID"},
        "status": Status.COMPLETED,
        "history": [],
        "updated_at": "",
        "version": 5,
    }


def as_table(steps: Iterable[PartCost]) -> str:
    found = list(steps)
    total = PartCost(
        "**in all**",
        *(sum(getattr(each, name) for each in found) for name in ("requests", "read_units", "write_units")),
    )
    rows = (
        f"| {each.name} | {each.requests:.1f} | {each.read_units:.1f} | {each.write_units:.1f} |"
        for each in [*found, total]
    )
    return "\n".join(["| step | requests | read units | write units |", "|---|---:|---:|---:|", *rows])


def main() -> None:
    for count in (1, IN_A_BATCH):
        with moto.mock_aws(), pytest.MonkeyPatch.context() as patch:
            furnish(read_template("storage"))
            print(f"\n{count} paid at once\n\n{as_table(lives(count, patch))}")


if __name__ == "__main__":
    main()
