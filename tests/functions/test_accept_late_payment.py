from typing import Any

import pytest

from bytemeburger.orders import events, records
from bytemeburger.stream import change_of
from functions.record_sales.app import handler
from local.streams.filters import pattern
from tests.fake_gateway import Provider
from tests.functions import books
from tests.functions.fixture_types import Call, On, Paid, Place
from tests.functions.shop import count_stock, set_stock, units_left


@pytest.fixture
def late(on: On, place: Place, expire: Any, provider: Provider) -> Any:
    """An expired order that a static Pix came for; answers what POST /orders answered."""

    def make() -> dict[str, Any]:
        order = place()
        expire(order["order_id"])
        assert on("receive_counter_payment", order["order_id"], body={"method": "pix"})[0] == 200
        return dict(order)

    return make


def test_the_order_is_prepared_after_all(on: On, call: Call, late: Any) -> None:
    order_id = late()["order_id"]
    status, order = on("accept_late_payment", order_id)
    assert (status, order["status"], order["number"], order["refunds"]) == (200, "RECEIVED", 1, [])
    assert (order["payment"]["provider"], order["payment"]["status"]) == ("pix", "PAID")
    assert [step["status"] for step in order["timeline"]] == ["AWAITING_PAYMENT", "EXPIRED", "RECEIVED"]
    assert [card["order_id"] for card in call("list_kitchen_queue")[1]["orders"]] == [order_id]
    assert on("accept_late_payment", order_id) == (status, order)


def test_it_reserves_its_stock_again_or_is_refused(on: On, shop: None, late: Any) -> None:
    set_stock("x-burger", 1)
    order_id = late()["order_id"]
    assert units_left("x-burger") == 1
    set_stock("x-burger", 0)
    status, problem = on("accept_late_payment", order_id)
    assert (status, problem["type"].rpartition(":")[2], problem["product_id"]) == (
        409,
        "product-unavailable",
        "x-burger",
    )
    assert on("get_staff_order", order_id)[1]["refunds"][0]["status"] == "UNDECIDED"
    set_stock("x-burger", 2)
    assert problem["units_left"] == 0
    assert problem["name"]["pt-BR"] in problem["detail"]
    assert on("accept_late_payment", order_id)[0] == 200
    assert units_left("x-burger") == 1
    assert count_stock("x-burger", 2)["statusCode"] == 200
    assert units_left("x-burger") == 1
    on("cancel_order_by_staff", order_id)
    assert units_left("x-burger") == 2


def test_it_is_published_and_booked_as_a_payment(on: On, late: Any, context: Any, template: dict[str, Any]) -> None:
    order = late()
    before = records.read(order["order_id"]).plain()
    on("accept_late_payment", order["order_id"])
    record = books.record(1, before, records.read(order["order_id"]).plain())
    for mapping in ("PublishDomainEventsMapping", "RecordSalesMapping"):
        filters = template["Resources"][mapping]["Properties"]["FilterCriteria"]["Filters"]
        assert any(pattern(each["Pattern"])(record) for each in filters), mapping
    assert [name for name, _ in events.of_change(change_of(record))] == ["OrderPaid", "OrderStatusChanged"]
    handler({"Records": [record]}, context)
    (total,) = [counter for (pk, sk), counter in books.counters().items() if sk == "TOTAL"]
    assert total["sale_amount"] == order["total"]


def test_what_was_cancelled_or_is_paid_already_is_not_accepted_again(
    on: On, place: Place, paid: Paid, provider: Provider
) -> None:
    off, otherwise = place(), paid()
    on("cancel_order", off["order_id"], headers={"Order-Key": off["order_key"]})
    for order_id, current in ((off["order_id"], "CANCELLED"), (otherwise, "RECEIVED")):
        on("receive_counter_payment", order_id, body={"method": "pix"})
        status, problem = on("accept_late_payment", order_id)
        assert (status, problem["current_status"]) == (409, current)


def test_where_no_money_came_there_is_nothing_to_accept(on: On, place: Place, expire: Any) -> None:
    order_id = place()["order_id"]
    for _ in range(2):
        status, problem = on("accept_late_payment", order_id)
        assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:late-payment-none")
        expire(order_id) if _ == 0 else None


def test_not_for_the_kitchen_nor_another_store(on: On, late: Any) -> None:
    order_id = late()["order_id"]
    assert on("accept_late_payment", order_id, claims={"cognito:groups": "kitchen"})[0] == 403
    assert on("accept_late_payment", order_id, claims={"custom:store": "norte"})[0] == 404
