"""Many at once at one campaign, on a database whose transactions are DynamoDB's: never over its limit, nothing leaked."""

import importlib
import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from bytemeburger.errors import Conflict
from bytemeburger.orders.rules import Status
from bytemeburger.payments.settlement import end_unpaid
from tests.fake_gateway import Provider
from tests.functions.campaigns import BURGER, another_key, counted, save_campaign
from tests.functions.fixture_types import Call
from tests.functions.shop import EVENTS

pytestmark = pytest.mark.usefixtures("unmeasured")

AT_ONCE = 24
LIMIT, ORDERS = 100, 300


@pytest.fixture
def order(shop: None, context: Any) -> Callable[..., Any]:
    """Place an order by its key, again as long as the store is busy; answers the body."""

    def send(key: dict[str, str], **body: Any) -> Any:
        request = json.loads((EVENTS / "create_order.json").read_text())
        request["headers"] |= key
        request["body"] = json.dumps(BURGER | body)
        handler = importlib.import_module("functions.create_order.app").handler
        while (answer := handler(request, context))["statusCode"] == 503:
            pass
        return json.loads(answer["body"])

    return send


def test_three_hundred_at_once_at_a_limit_of_a_hundred(call: Call, order: Callable[..., Any]) -> None:
    save_campaign(call, "a", {"kind": "order_fixed", "amount": 500}, limits={"uses": LIMIT, "budget": 10**6})
    requests = [partial(order, another_key()) for _ in range(ORDERS)]
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        placed = list(crowd.map(lambda ask: ask(), requests))
    assert Counter(each["total"] for each in placed) == {2090: LIMIT, 2590: ORDERS - LIMIT}
    assert counted("a") == (LIMIT, 500 * LIMIT)
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        again = list(crowd.map(lambda ask: ask(), requests))
    assert again == placed
    assert counted("a") == (LIMIT, 500 * LIMIT)

    expiring = [each["order_id"] for each in placed if each["total"] == 2090][:60]
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        list(crowd.map(lambda order_id: end_unpaid(order_id, Status.EXPIRED, "reconciler", Provider()), expiring))
    assert counted("a") == (LIMIT - 60, 500 * (LIMIT - 60))
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        placed = list(crowd.map(lambda _: order(another_key()), range(120)))
    assert Counter(each["total"] for each in placed) == {2090: 60, 2590: 60}
    assert counted("a") == (LIMIT, 500 * LIMIT)


def test_nobody_who_saw_a_price_pays_another(call: Call, order: Callable[..., Any]) -> None:
    """Limit 1, fifty at once who all expect the discount: one order, and nothing of the others."""
    save_campaign(call, "a", {"kind": "order_fixed", "amount": 500}, limits={"uses": 1})
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        answers = list(crowd.map(lambda _: order(another_key(), expected_total=2090), range(50)))
    assert Counter(each.get("type", "placed").rpartition(":")[2] for each in answers) == {
        "placed": 1,
        "total-changed": 49,
    }
    (placed,) = [each for each in answers if "order_id" in each]
    assert counted("a") == (1, 500)
    end_unpaid(placed["order_id"], Status.EXPIRED, "reconciler", Provider())
    with pytest.raises(Conflict):
        end_unpaid(placed["order_id"], Status.EXPIRED, "reconciler", Provider())
    assert counted("a") == (0, 0)
