"""Many at once at one shelf, on a database whose transactions are DynamoDB's: nothing is promised twice."""

import importlib
import json
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bytemeburger.menu import records
from bytemeburger.orders import keys
from tests.crashes.scene import stored_orders
from tests.functions.shop import EVENTS, count_stock, set_stock, units_left

pytestmark = pytest.mark.usefixtures("unmeasured")

AT_ONCE, SHELF = 12, 40


@pytest.fixture
def request_(context: Any) -> Callable[..., int]:
    """Send a function its sample event with another body, as often as it is busy; answers the status."""

    def send(name: str, body: Any = None, *, headers: dict[str, str] | None = None, **path: str) -> int:
        request = json.loads((EVENTS / f"{name}.json").read_text())
        request["headers"] |= headers or {}
        request["pathParameters"] = path or request["pathParameters"]
        if body is not None:
            request["body"] = json.dumps(body)
        handler = importlib.import_module(f"functions.{name}.app").handler
        while (status := handler(request, context)["statusCode"]) == 503:
            pass
        return int(status)

    return send


def all_at_once(doing: Iterable[Callable[[], Any]]) -> list[Any]:
    shuffled = list(doing)
    random.Random(38).shuffle(shuffled)
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        return list(crowd.map(lambda do: do(), shuffled))


def stored() -> list[dict[str, Any]]:
    return list(stored_orders())


def test_however_often_a_shelf_is_counted_while_people_order_and_cancel_nothing_is_sold_twice(
    shop: None, request_: Callable[..., int]
) -> None:
    set_stock("x-burger", SHELF)

    def order() -> int:
        """Every second customer goes away again. Nobody pays, so the shelf stays as it is."""
        key = str(uuid.uuid4())
        body = {"lines": [{"product_id": "x-burger", "quantity": random.randint(1, 4)}]}
        status = request_("create_order", body, headers={"Idempotency-Key": key})
        if status == 201 and random.random() < 0.5:
            subject = json.loads((EVENTS / "create_order.json").read_text())["requestContext"]["authorizer"]["claims"]
            order_id = keys.order_id(subject["sub"], key)
            opens = {"Order-Key": keys.order_key(order_id)}
            assert request_("cancel_order", headers=opens, order_id=order_id) == 200
        return status

    def count() -> int:
        return request_("set_stock", {"units": SHELF}, product_id="x-burger")

    answers = Counter(all_at_once([order] * 60 + [count] * 20))
    assert set(answers) <= {200, 201, 409, 422}
    assert answers[200] == 20
    assert answers[201] >= SHELF // 4, "an order takes four at most"

    reserved = sum(order["lines"][0]["quantity"] for order in stored() if order["status"] == "AWAITING_PAYMENT")
    stock = records.read_stock("centro", "x-burger")
    assert (stock.reserved_unpaid, stock.reserved_paid or 0) == (reserved, 0)
    assert stock.units == SHELF - reserved
    assert count_stock("x-burger", SHELF)["statusCode"] == 200
    assert units_left("x-burger") == SHELF - reserved


def test_of_many_saves_of_a_counted_product_each_is_answered_as_it_was_done(
    shop: None, request_: Callable[..., int]
) -> None:
    set_stock("x-burger", 3)
    body = json.loads(json.loads((EVENTS / "save_product.json").read_text())["body"])
    before = records.read("centro", "x-burger").version

    def save() -> int:
        return request_("save_product", body, headers={"If-Match": "*"}, product_id="x-burger")

    answers = Counter(all_at_once([save] * 12))
    assert set(answers) <= {200, 409}
    assert records.read("centro", "x-burger").version == before + answers[200]
    assert units_left("x-burger") == 3
