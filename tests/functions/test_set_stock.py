from typing import Any

import pytest

from tests.functions.shop import units_left


def test_from_now_on_orders_take_from_it(call: Any, shop: None) -> None:
    assert call("set_stock", body={"units": 1, "low_at": 0})[0] == 200
    assert call("create_order")[0] == 201
    assert units_left("x-burger") == 0
    status, problem = call("create_order", headers={"Idempotency-Key": "7b9f5a3e-6d3c-4f1b-9a77-2a0d5b8f1c45"})
    assert (status, problem["product_id"]) == (422, "x-burger")


def test_a_new_count_replaces_the_old_one(call: Any, shop: None) -> None:
    call("set_stock")
    call("set_stock", body={"units": 12})
    assert units_left("x-burger") == 12
    assert {each["product_id"]: each["stock"] for each in call("list_products")[1]["products"]}["x-burger"] == {
        "units": 12,
        "low_at": 0,
    }


def test_null_ends_the_counting(call: Any, shop: None) -> None:
    call("set_stock", body={"units": 0})
    call("set_stock", body={"units": None})
    assert call("create_order")[0] == 201


@pytest.mark.parametrize("units", [-1, 1.5, "3", 10**9])
def test_a_count_that_cannot_be_one_is_refused(call: Any, shop: None, units: Any) -> None:
    assert call("set_stock", body={"units": units})[0] == 422


def test_an_unknown_product_is_not_found(call: Any, shop: None) -> None:
    assert call("set_stock", pathParameters={"product_id": "nothing"})[0] == 404
