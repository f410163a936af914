"""An order that costs nothing is settled where it is placed: in the one write that makes it, without any provider."""

from typing import Any

import pytest

from bytemeburger.orders import events, records
from bytemeburger.orders.metrics import of_change
from bytemeburger.payments.gateway import ProviderUnavailable
from bytemeburger.stream import change_of
from functions.record_sales.app import handler
from local.streams.filters import pattern
from tests.fake_gateway import Provider
from tests.functions import books
from tests.functions.fixture_types import Call, On, Place
from tests.functions.shop import change_product, change_store, set_stock, units_left

PUDIM = {"lines": [{"product_id": "pudim", "quantity": 1}]}


@pytest.fixture
def free(call: Call, shop: None, provider: Provider) -> dict[str, Any]:
    """A pudding on the house, as POST /orders answered it."""
    provider.failing = ProviderUnavailable("nobody may ask it")
    change_product("pudim", price=0)
    status, order = call("create_order", body=PUDIM)
    assert status == 201, order
    return dict(order)


def stored(order: dict[str, Any]) -> Any:
    return records.read(order["order_id"])


def test_it_is_received_and_numbered_at_once_in_one_write(free: dict[str, Any]) -> None:
    assert (free["status"], free["number"], free["total"]) == ("RECEIVED", 1, 0)
    order = stored(free)
    assert (order.version, order.status, order.number) == (1, "RECEIVED", 1)
    assert (order.payment.status, order.payment.amount, order.payment.provider) == ("PAID", 0, "free")


def test_an_order_to_be_paid_has_no_number_yet(placed: dict[str, Any]) -> None:
    assert (placed["status"], placed["number"]) == ("AWAITING_PAYMENT", None)


def test_a_replay_answers_the_same_whatever_the_kitchen_has_done_since(
    call: Call, on: On, free: dict[str, Any]
) -> None:
    on("advance_order", free["order_id"])
    assert call("create_order", body=PUDIM) == (201, free)


def test_the_kitchen_makes_it(on: On, call: Call, free: dict[str, Any]) -> None:
    (card,) = call("list_kitchen_queue")[1]["orders"]
    assert (card["order_id"], card["number"]) == (free["order_id"], 1)
    for to in ("IN_PREPARATION", "READY", "COMPLETED"):
        assert on("advance_order", free["order_id"], body={"to": to})[0] == 200


@pytest.mark.parametrize("function", ["checkout_order", "get_static_pix", "cancel_order"])
def test_there_is_nothing_to_pay_and_nothing_to_cancel(on: On, free: dict[str, Any], function: str) -> None:
    change_store(pix={"key": "123e4567-e89b-12d3-a456-426614174000", "name": "X", "city": "Y"})
    status, problem = on(function, free["order_id"], headers={"Order-Key": free["order_key"]})
    assert (status, problem["current_status"]) == (409, "RECEIVED")


def test_the_payment_is_shown_as_done(on: On, free: dict[str, Any]) -> None:
    status, payment = on("get_payment_status", free["order_id"], headers={"Order-Key": free["order_key"]})
    assert (status, payment["payment"], payment["checked"]) == (200, {"status": "PAID", "amount": 0}, True)


def test_the_counter_takes_no_money_for_it(on: On, free: dict[str, Any]) -> None:
    status, problem = on("receive_counter_payment", free["order_id"], body={"method": "cash"})
    assert (status, problem["current_status"]) == (409, "RECEIVED")


def test_the_store_can_call_it_off_and_the_stock_comes_back(
    on: On, place: Place, provider: Provider, shop: None
) -> None:
    change_product("pudim", price=0)
    set_stock("pudim", 3)
    order = place(**PUDIM)
    assert units_left("pudim") == 2
    status, ended = on("cancel_order_by_staff", order["order_id"])
    assert (status, ended["status"]) == (200, "CANCELLED")
    assert units_left("pudim") == 3
    assert provider.refunds == []


def test_its_payment_is_published_with_its_creation(free: dict[str, Any], context: Any) -> None:
    record = books.record(1, None, stored(free).plain())
    published = events.of_change(change_of(record))
    assert [name for name, _ in published] == ["OrderCreated", "OrderPaid", "OrderStatusChanged"]
    assert [(detail["from"], detail["to"], detail["number"]) for name, detail in published if "from" in detail] == [
        ("AWAITING_PAYMENT", "RECEIVED", 1)
    ]
    assert {metric: value for _, metric, value, _ in of_change(change_of(record))} == {
        "OrderCreated": 1,
        "OrderPaid": 1,
        "PaidCentavos": 0,
    }
    handler({"Records": [record]}, context)
    (total,) = [counter for (pk, sk), counter in books.counters().items() if sk == "TOTAL"]
    assert total == {"sale_orders": 1, "sale_units": 1}


def test_the_streams_mappings_let_it_through(free: dict[str, Any], template: dict[str, Any]) -> None:
    record = books.record(1, None, stored(free).plain())
    for mapping in ("PublishDomainEventsMapping", "RecordSalesMapping"):
        filters = template["Resources"][mapping]["Properties"]["FilterCriteria"]["Filters"]
        assert any(pattern(each["Pattern"])(record) for each in filters), mapping
