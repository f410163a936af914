import uuid
from typing import Any

import pytest

from tests.functions import shop
from tests.functions.fixture_types import Call

COMBO = {
    "product_id": "combo-x",
    "quantity": 2,
    "choices": {"burger": {"product_id": "x-burger"}, "drink": {"product_id": "pudim"}},
    "note": "sem gelo",
}


@pytest.fixture
def again(call: Call, shop: None, ana: dict[str, str]) -> Any:
    """Place an order signed in; answers how to ask for it again."""
    body = {"lines": [COMBO, {"product_id": "guarana", "quantity": 3}]}
    order = call("create_order", claims=ana, headers={"Idempotency-Key": str(uuid.uuid4())}, body=body)[1]
    return lambda claims=ana: call("repeat_order", claims=claims, pathParameters={"order_id": order["order_id"]})


def test_its_lines_can_be_ordered_again_as_they_are(call: Call, ana: dict[str, str], again: Any) -> None:
    status, found = again()
    assert (status, found["unavailable"]) == (200, [])
    assert found["total"] == 2 * (3690 + 300) + 3 * 750
    body = {"store": found["store"], "lines": [each["line"] for each in found["lines"]]}
    order = call("create_order", claims=ana, headers={"Idempotency-Key": str(uuid.uuid4())}, body=body)
    assert (order[0], order[1]["total"]) == (201, found["total"])


def test_prices_are_todays_and_what_is_gone_is_named(again: Any) -> None:
    shop.change_product("guarana", price=800)
    shop.change_product("x-burger", available=False)
    found = again()[1]
    assert [(each["unit_price_then"], each["unit_price"]) for each in found["lines"]] == [(750, 800)]
    assert [(each["product_id"], each["code"]) for each in found["unavailable"]] == [("combo-x", "product-unavailable")]
    assert found["total"] == 2400


def test_what_is_counted_must_suffice(again: Any) -> None:
    shop.set_stock("guarana", 2)
    assert [each["product_id"] for each in again()[1]["unavailable"]] == ["guarana"]
    shop.set_stock("guarana", 3)
    assert again()[1]["unavailable"] == []


def test_nobody_elses(again: Any, ana: dict[str, str]) -> None:
    assert again(ana | {"sub": "bia"})[0] == 404
    assert again({"aud": "ordering-client"})[0] == 403
