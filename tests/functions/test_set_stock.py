from typing import Any

import pytest

from bytemeburger import table
from bytemeburger.menu import records as menu
from bytemeburger.orders import records as orders
from tests.functions.fixture_types import Call, On, Paid, Place
from tests.functions.shop import set_stock, units_left

BURGERS = {"lines": [{"product_id": "x-burger", "quantity": 3}]}


def test_from_now_on_orders_take_from_it(call: Call, shop: None) -> None:
    assert call("set_stock", body={"units": 1, "low_at": 0})[0] == 200
    assert call("create_order")[0] == 201
    assert units_left("x-burger") == 0
    status, problem = call("create_order", headers={"Idempotency-Key": "7b9f5a3e-6d3c-4f1b-9a77-2a0d5b8f1c45"})
    assert (status, problem["product_id"], problem["units_left"]) == (422, "x-burger", 0)


def test_a_new_count_replaces_the_old_one(call: Call, shop: None) -> None:
    call("set_stock")
    call("set_stock", body={"units": 12})
    assert units_left("x-burger") == 12
    assert {each["product_id"]: each["stock"] for each in call("list_products")[1]["products"]}["x-burger"] == {
        "units": 12,
        "low_at": 0,
    }


def test_null_ends_the_counting(call: Call, shop: None) -> None:
    call("set_stock", body={"units": 0})
    call("set_stock", body={"units": None})
    assert call("create_order")[0] == 201


@pytest.mark.parametrize("units", [-1, 1.5, "3", 10**9])
def test_a_count_that_cannot_be_one_is_refused(call: Call, shop: None, units: Any) -> None:
    assert call("set_stock", body={"units": units})[0] == 422


def test_an_unknown_product_is_not_found(call: Call, shop: None) -> None:
    assert call("set_stock", pathParameters={"product_id": "nothing"})[0] == 404


def count(call: Call, units: int | None) -> Any:
    status, answer = call("set_stock", body={"units": units})
    assert status == 200
    return answer


def test_what_open_orders_reserved_is_counted_but_not_to_be_sold_again(call: Call, place: Place, shop: None) -> None:
    set_stock("x-burger", 10)
    place(**BURGERS)
    assert count(call, 10) == {"product_id": "x-burger", "units": 7, "reserved": 3, "low_at": 0}
    assert units_left("x-burger") == 7
    assert count(call, 8)["units"] == 5


@pytest.mark.parametrize(("steps", "reserved"), [([], 3), (["IN_PREPARATION"], 3), (["IN_PREPARATION", "READY"], 0)])
def test_an_order_has_left_the_shelf_when_it_is_ready(
    call: Call, on: On, paid: Paid, shop: None, steps: list[str], reserved: int
) -> None:
    set_stock("x-burger", 10)
    order_id = paid(**BURGERS)
    for step in steps:
        assert on("advance_order", order_id, body={"to": step})[0] == 200
    assert count(call, 10)["reserved"] == reserved
    assert units_left("x-burger") == 10 - reserved


@pytest.mark.parametrize(("steps", "units"), [([], 10), (["IN_PREPARATION"], 7), (["IN_PREPARATION", "READY"], 7)])
def test_what_was_refunded_is_reserved_no_more(
    call: Call, on: On, paid: Paid, shop: None, steps: list[str], units: int
) -> None:
    set_stock("x-burger", 10)
    order_id = paid(**BURGERS)
    for step in steps:
        on("advance_order", order_id, body={"to": step})
    assert on("refund_order", order_id)[0] == 200
    assert on("acknowledge_refund", order_id)[0] == 200
    assert units_left("x-burger") == units
    assert count(call, units) == {"product_id": "x-burger", "units": units, "reserved": 0, "low_at": 0}


def test_what_the_kitchen_takes_back_from_the_counter_leaves_the_shelf_once(
    call: Call, on: On, paid: Paid, shop: None
) -> None:
    set_stock("x-burger", 10)
    order_id = paid(**BURGERS)
    for step in ("IN_PREPARATION", "READY", "IN_PREPARATION", "READY", "COMPLETED"):
        assert on("advance_order", order_id, body={"to": step})[0] == 200
    assert units_left("x-burger") == 7
    assert count(call, 7) == {"product_id": "x-burger", "units": 7, "reserved": 0, "low_at": 0}


def test_an_order_that_ends_unmade_gives_back_what_it_reserved(call: Call, on: On, place: Place, shop: None) -> None:
    set_stock("x-burger", 10)
    order = place(**BURGERS)
    count(call, 10)
    on("cancel_order", order["order_id"], headers={"Order-Key": order["order_key"]})
    assert units_left("x-burger") == 10
    assert count(call, 10)["reserved"] == 0


@pytest.mark.parametrize(("steps", "reserved"), [([], 3), (["receive_counter_payment"], 3), (["cancel_order"], 0)])
def test_what_was_reserved_before_nobody_counted_is_still_not_to_be_sold_again(
    call: Call, on: On, place: Place, shop: None, steps: list[str], reserved: int
) -> None:
    set_stock("x-burger", 10)
    order = place(**BURGERS)
    assert count(call, None) == {"product_id": "x-burger", "units": None, "reserved": 3, "low_at": 0}
    for step in steps:
        body = {"method": "cash"} if step == "receive_counter_payment" else None
        assert on(step, order["order_id"], headers={"Order-Key": order["order_key"]}, body=body)[0] == 200
    assert count(call, 10) == {"product_id": "x-burger", "units": 10 - reserved, "reserved": reserved, "low_at": 0}


def test_fewer_on_the_shelf_than_are_reserved_are_none_to_sell(call: Call, on: On, place: Place, shop: None) -> None:
    set_stock("x-burger", 10)
    order = place(**BURGERS)
    assert count(call, 2) == {"product_id": "x-burger", "units": 0, "reserved": 3, "low_at": 0}
    listed = {each["product_id"]: each["stock"] for each in call("list_products")[1]["products"]}
    assert listed["x-burger"] == {"units": 0, "low_at": 0}
    assert call("create_order", body={"lines": [{"product_id": "x-burger", "quantity": 1}]})[0] == 422
    on("cancel_order", order["order_id"], headers={"Order-Key": order["order_key"]})
    assert units_left("x-burger") == 2


@pytest.mark.parametrize("ends", ["cancelled", "completed"])
def test_an_order_of_the_version_before_gives_back_what_nobody_counted(
    call: Call, on: On, place: Place, shop: None, ends: str
) -> None:
    set_stock("x-burger", 10)
    order = place(**BURGERS)
    stock = menu.read_stock("centro", "x-burger")
    stock.reserved_unpaid = stock.reserved_paid = None
    table.save(stock)
    old = orders.read(order["order_id"])
    old.reserved_in = None
    table.save(old)
    if ends == "cancelled":
        assert on("cancel_order", order["order_id"], headers={"Order-Key": order["order_key"]})[0] == 200
    else:
        assert on("receive_counter_payment", order["order_id"], body={"method": "cash"})[0] == 200
        for step in ("IN_PREPARATION", "READY", "COMPLETED"):
            assert on("advance_order", order["order_id"], body={"to": step})[0] == 200
    assert units_left("x-burger") == (10 if ends == "cancelled" else 7)
    assert count(call, 7) == {"product_id": "x-burger", "units": 7, "reserved": 0, "low_at": 0}


def test_the_count_and_that_it_is_counted_are_one_write_and_the_last(
    call: Call, shop: None, aws_operations: list[str]
) -> None:
    count(call, 3)
    assert aws_operations[-1] == "TransactWriteItems"
    assert [
        each for each in aws_operations if each in ("PutItem", "UpdateItem", "TransactWriteItems")
    ] == aws_operations[-1:]


def test_the_end_of_the_counting_is_no_stock_that_became_low(call: Call, shop: None) -> None:
    call("set_stock", body={"units": 9, "low_at": 2})
    count(call, None)
    assert (menu.read_stock("centro", "x-burger").above_low or 0) >= 0
