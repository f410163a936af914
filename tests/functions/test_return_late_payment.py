from typing import Any

import pytest

from bytemeburger.orders import events, records
from bytemeburger.stream import change_of
from tests.fake_gateway import Provider
from tests.functions.books import record
from tests.functions.fixture_types import Call, On, Paid


@pytest.fixture
def late(on: On, placed: dict[str, Any], expire: Any, provider: Provider) -> str:
    """An expired order that a static Pix came for."""
    order_id = str(placed["order_id"])
    expire(order_id)
    assert on("receive_counter_payment", order_id, body={"method": "pix"})[0] == 200
    return order_id


@pytest.mark.parametrize("method", ["pix", "cash"])
def test_the_person_who_gives_it_back_says_how(on: On, call: Call, late: str, method: str) -> None:
    status, order = on("return_late_payment", late, body={"method": method})
    assert (status, order["status"]) == (200, "EXPIRED")
    (refund,) = order["refunds"]
    assert (refund["status"], refund["method"], refund["by"]) == (
        "DONE",
        method,
        "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702",
    )
    assert on("return_late_payment", late, body={"method": method}) == (status, order)
    report = call("report_reconciliation", queryStringParameters={"day": order["business_day"]})[1]
    assert (report["paid"], report["refunded"], report["exceptions"]) == (order["total"], order["total"], [])


def test_then_it_cannot_be_accepted_any_more(on: On, late: str) -> None:
    on("return_late_payment", late)
    status, problem = on("accept_late_payment", late)
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:late-payment-none")


def test_a_second_payment_of_a_paid_order_goes_back_and_the_order_goes_on(
    on: On, call: Call, paid: Paid, provider: Provider
) -> None:
    order_id = paid()
    on("receive_counter_payment", order_id, body={"method": "pix"})
    assert on("return_late_payment", order_id)[1]["refunds"][0]["status"] == "DONE"
    assert provider.refunds == []
    assert [card["refunded"] for card in call("list_kitchen_queue")[1]["orders"]] == [False]
    assert on("advance_order", order_id)[0] == 200


def test_of_two_that_came_late_one_makes_the_order_and_the_other_goes_back(on: On, call: Call, late: str) -> None:
    version = {"If-Match": f'"{on("get_staff_order", late)[1]["version"]}"'}
    on("receive_counter_payment", late, body={"method": "pix"}, headers=version)
    order = on("accept_late_payment", late)[1]
    assert (order["status"], [each["status"] for each in order["refunds"]]) == ("RECEIVED", ["UNDECIDED"])
    assert on("accept_late_payment", late) == (200, order)
    first = on("return_late_payment", late)
    assert (first[1]["status"], [each["status"] for each in first[1]["refunds"]]) == ("RECEIVED", ["DONE"])
    assert on("return_late_payment", late) == first
    assert [card["refunded"] for card in call("list_kitchen_queue")[1]["orders"]] == [False]
    report = call("report_reconciliation", queryStringParameters={"day": order["business_day"]})[1]
    assert (report["paid"], report["net"], report["exceptions"]) == (order["total"] * 2, order["total"], [])


def test_the_bus_hears_of_it_once_it_is_back(on: On, late: str) -> None:
    undecided = records.read(late).plain()
    before = undecided | {"refunds": None, "version": undecided["version"] - 1}
    assert events.of_change(change_of(record(1, before, undecided))) == []
    on("return_late_payment", late)
    ((name, detail),) = events.of_change(change_of(record(2, undecided, records.read(late).plain())))
    assert (name, detail["status"]) == ("RefundChanged", "DONE")


@pytest.mark.parametrize("body", [{}, {"method": "card"}, {"method": "pix", "amount": 1}])
def test_it_takes_a_way_in_which_money_can_be_given_back(on: On, late: str, body: Any) -> None:
    assert on("return_late_payment", late, body=body)[0] == 422


def test_where_no_money_came_there_is_nothing_to_give_back(on: On, placed: dict[str, Any]) -> None:
    status, problem = on("return_late_payment", placed["order_id"])
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:late-payment-none")


def test_not_for_the_kitchen_nor_another_store(on: On, late: str) -> None:
    assert on("return_late_payment", late, claims={"cognito:groups": "kitchen"})[0] == 403
    assert on("return_late_payment", late, claims={"custom:store": "norte"})[0] == 404
