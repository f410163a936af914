"""Many at once at one kitchen, on a database whose transactions are DynamoDB's: never beyond its limit, nothing leaked."""

import importlib
import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from bytemeburger import table
from bytemeburger.estimates import records as estimates
from bytemeburger.orders.rules import Status
from bytemeburger.payments.settlement import end_unpaid
from tests.crashes.scene import stored_orders
from tests.fake_gateway import Provider
from tests.functions.shop import EVENTS, change_product, change_store

pytestmark = pytest.mark.usefixtures("unmeasured")

AT_ONCE = 24
ORDERS, ADMITTED = 200, 40
SECONDS, MINUTES, PLACES = 60, 20, 2


@pytest.fixture
def order(shop: None, context: Any) -> Callable[[], str]:
    """Place an order, again as long as the store is busy; answers its id, or the code of the problem."""
    change_store(
        kitchen_places={"burger": PLACES, "side": 1, "drink": 1, "dessert": 1},
        throttle={"busy_minutes": None, "full_minutes": MINUTES},
    )
    change_product("x-burger", make_seconds=SECONDS)

    def send() -> str:
        request = json.loads((EVENTS / "create_order.json").read_text())
        request["headers"]["Idempotency-Key"] = str(uuid4())
        request["body"] = json.dumps({"lines": [{"product_id": "x-burger", "quantity": 1}]})
        handler = importlib.import_module("functions.create_order.app").handler
        while True:
            answer = handler(request, context)
            body = json.loads(answer["body"])
            if answer["statusCode"] == 201:
                return str(body["order_id"])
            if not body["type"].endswith(":busy"):
                return str(body["type"].rpartition(":")[2])

    return send


def backlog() -> int:
    return int((table.read_eventual(estimates.backlog_key("centro")) or {})["burger"])


def test_two_hundred_at_once_at_a_kitchen_that_takes_forty(order: Callable[[], str]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        placed = list(crowd.map(lambda _: order(), range(ORDERS)))
    assert Counter(placed)["kitchen-full"] == ORDERS - ADMITTED
    assert len(list(stored_orders())) == ADMITTED
    assert backlog() == ADMITTED * SECONDS == PLACES * MINUTES * 60

    expiring = [each for each in placed if each != "kitchen-full"][:25]
    gone = [*expiring, *(["new"] * 60)]

    def end_or_order(order_id: str) -> str:
        if order_id == "new":
            return order()
        end_unpaid(order_id, Status.EXPIRED, "reconciler", Provider())
        return "expired"

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        answers = Counter(len(each) > 20 for each in crowd.map(end_or_order, gone))
    waiting = [each for each in stored_orders() if each["status"] == "AWAITING_PAYMENT"]
    assert len(waiting) == ADMITTED - 25 + answers[True] <= ADMITTED
    assert backlog() == len(waiting) * SECONDS
    while order() != "kitchen-full":
        pass
    assert backlog() == ADMITTED * SECONDS
