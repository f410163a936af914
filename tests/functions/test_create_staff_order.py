"""The counter's own orders. What they share with a customer's is tested in test_create_order.py."""

from typing import Any

import pytest

from bytemeburger import settings, table
from bytemeburger.orders import records
from bytemeburger.orders.schemas import NewLine, NewOrder
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Call, On, Place
from tests.functions.shop import change_product, change_store, set_stock, units_left

STAFF = "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702"
COMBO = {
    "product_id": "combo-x",
    "quantity": 1,
    "choices": {"burger": {"product_id": "x-burger"}, "drink": {"product_id": "guarana"}},
}
PUDDING = {"product_id": "pudim", "quantity": 1}


def test_it_is_priced_by_the_menu_and_stands_in_the_name_of_whoever_placed_it(call: Call, shop: None) -> None:
    status, placed = call("create_staff_order")
    assert (status, placed["status"], placed["total"]) == (201, "AWAITING_PAYMENT", 2590 + 2 * 1200)
    assert "order_key" not in placed
    order = records.read(placed["order_id"])
    assert [(step.status, step.by) for step in order.history] == [("AWAITING_PAYMENT", STAFF)]
    assert [(each.note, each.by) for each in order.staff_notes] == [("mesa 4", STAFF)]
    assert order.customer is None
    assert order.payment is None


def test_the_same_order_costs_a_customer_the_same(call: Call, place: Place) -> None:
    body = {"dining": "take_away", "lines": [COMBO, PUDDING | {"note": "sem calda"}]}
    by_staff = call("create_staff_order", body=body)[1]
    by_customer = place(**body)
    alike = by_customer.keys() - {"order_id", "reference", "created_at", "order_key", "reading_key"}
    assert {name: by_staff[name] for name in alike} == {name: by_customer[name] for name in alike}


def test_a_retry_answers_the_same_order_whatever_became_of_it(call: Call, on: On, shop: None) -> None:
    set_stock("x-burger", 5)
    first = call("create_staff_order")
    on("receive_counter_payment", first[1]["order_id"], body={"method": "cash"})
    on("advance_order", first[1]["order_id"], body={"to": "IN_PREPARATION"})
    change_store(accepts_orders=False)
    assert call("create_staff_order") == first
    assert units_left("x-burger") == 4


def test_of_two_at_once_the_slower_answers_the_order_of_the_faster(
    call: Call, shop: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, fetch = call("create_staff_order"), table.fetch
    monkeypatch.setattr(
        table, "fetch", lambda keys: {key: item for key, item in fetch(keys).items() if key[1] != "ORDER"}
    )
    assert call("create_staff_order") == first


def test_an_order_that_costs_nothing_is_received_at_once_by_whoever_placed_it(call: Call, shop: None) -> None:
    change_product("pudim", price=0)
    placed = call("create_staff_order", body={"lines": [PUDDING]})[1]
    assert (placed["status"], placed["number"]) == ("RECEIVED", 1)
    assert [step.by for step in records.read(placed["order_id"]).history] == [STAFF]


def test_another_order_under_the_same_key_is_refused_be_it_for_the_note_alone(call: Call, shop: None) -> None:
    body = {"lines": [PUDDING]}
    assert call("create_staff_order", body=body)[0] == 201
    for other in ({"lines": [PUDDING | {"quantity": 2}]}, body | {"note": "mesa 5"}):
        status, problem = call("create_staff_order", body=other)
        assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:idempotency-key-reused")


def test_two_people_with_one_key_have_two_orders(call: Call, shop: None) -> None:
    first = call("create_staff_order")[1]
    second = call("create_staff_order", claims={"sub": "8c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702"})[1]
    assert first["order_id"] != second["order_id"]


def test_it_is_of_the_store_of_whoever_places_it(call: Call, shop: None) -> None:
    status, problem = call("create_staff_order", claims={"custom:store": "norte"})
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:store-unknown")
    assert call("create_staff_order", body={"store": "centro", "lines": [PUDDING]})[0] == 422
    assert records.read(call("create_staff_order")[1]["order_id"]).store == settings.default_store()


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": []},
        {"lines": [{"product_id": "pudim", "quantity": 0}]},
        {"lines": [{"product_id": "nothing", "quantity": 1}]},
        {"lines": [COMBO | {"choices": {}}]},
        {"lines": [PUDDING], "customer_ref": "x"},
        {"lines": [PUDDING], "receipt_cpf": "52998224726"},
        {"lines": [PUDDING], "note": "x" * 201},
        {"lines": [PUDDING], "total": 1},
    ],
)
def test_a_bad_order_is_refused(call: Call, shop: None, wrong: Any) -> None:
    status, problem = call("create_staff_order", body=wrong)
    assert status == 422, problem


def test_without_a_key_there_is_no_order(call: Call, shop: None) -> None:
    assert call("create_staff_order", headers={"Idempotency-Key": None})[0] == 400


def test_it_takes_from_the_stock_and_no_more_than_there_is(call: Call, shop: None) -> None:
    set_stock("x-burger", 1)
    assert call("create_staff_order")[0] == 201
    key = {"Idempotency-Key": "7b9f5a3e-6d3c-4f1b-9a77-2a0d5b8f1c45"}
    status, problem = call("create_staff_order", headers=key)
    assert (status, problem["type"], problem["units_left"]) == (422, "urn:bytemeburger:problem:product-unavailable", 0)


def test_whoever_stands_at_the_counter_gets_the_last_of_what_kiosks_may_not_reserve(call: Call, place: Place) -> None:
    set_stock("x-burger", 38)
    place(lines=[{"product_id": "x-burger", "quantity": 20}])
    large_order = {"lines": [{"product_id": "x-burger", "quantity": 11}]}
    key = {"Idempotency-Key": "7b9f5a3e-6d3c-4f1b-9a77-2a0d5b8f1c45"}
    status, problem = call("create_order", body=large_order, headers=key)
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:product-reserved")
    assert call("create_staff_order", body=large_order)[0] == 201


def test_a_store_that_is_stopped_takes_no_orders_at_the_counter_either(call: Call, shop: None) -> None:
    change_store(accepts_orders=False)
    status, problem = call("create_staff_order")
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:store-stopped")


def test_the_cpf_is_for_the_receipt_and_closed(call: Call, on: On, shop: None) -> None:
    status, placed = call("create_staff_order", body={"lines": [PUDDING], "receipt_cpf": "529.982.247-25"})
    assert status == 201
    assert "52998224725" not in str(records.read(placed["order_id"]).plain())
    on("receive_counter_payment", placed["order_id"], body={"method": "cash"})
    assert on("get_receipt", placed["order_id"])[1]["cpf"] == "52998224725"


def test_it_is_paid_in_cash_and_goes_to_the_kitchen(call: Call, on: On, shop: None, provider: Provider) -> None:
    order_id = call("create_staff_order")[1]["order_id"]
    assert provider.orders == {}
    status, paid = on("receive_counter_payment", order_id, body={"method": "cash"})
    assert (status, paid["status"], paid["number"]) == (200, "RECEIVED", 1)
    assert [each["order_id"] for each in call("list_kitchen_queue")[1]["orders"]] == [order_id]


def test_a_hash_of_an_order_is_of_its_members_in_the_order_they_have_always_had() -> None:
    lines = [NewLine(product_id="pudim", quantity=1)]
    assert [*NewOrder(lines=lines).model_dump()] == ["store", "customer_ref", "receipt_cpf", "dining", "lines"]
    assert [*NewOrder(lines=lines, coupon="TEN", expected_total=1).model_dump()][5:] == ["coupon", "expected_total"]
