from typing import Any

import pytest

from bytemeburger.payments.gateway import ProviderRejected, ProviderStatus, ProviderUnavailable
from tests.functions.shop import set_stock, units_left
from tests.provider import Provider


def test_what_was_paid_goes_back_and_so_does_the_stock(on: Any, paid: Any, shop: None, provider: Provider) -> None:
    set_stock("x-burger", 4)
    order_id = paid()
    status, order = on("call_off_order", order_id)
    assert (status, order["status"]) == (200, "CANCELLED")
    assert order["timeline"][-1]["reason"] == "out of buns"
    assert [(each["amount"], each["status"]) for each in order["refunds"]] == [(order["total"], "DONE")]
    assert [each.status for each in provider.orders.values()] == [ProviderStatus.REFUNDED]
    assert units_left("x-burger") == 4


def test_calling_off_twice_refunds_once(on: Any, paid: Any, provider: Provider) -> None:
    order_id = paid()
    assert on("call_off_order", order_id)[1]["version"] == on("call_off_order", order_id)[1]["version"]
    assert len(provider.refunds) == 1


def test_an_unpaid_order_is_cancelled(on: Any, placed: dict[str, Any], check_out: Any, provider: Provider) -> None:
    check_out(placed["order_id"])
    assert on("call_off_order", placed["order_id"])[1]["status"] == "CANCELLED"


def test_when_the_provider_is_down_the_refund_is_owed(on: Any, paid: Any, provider: Provider) -> None:
    order_id = paid()
    provider.failing = ProviderUnavailable("down")
    status, order = on("call_off_order", order_id)
    assert (status, order["status"], order["refunds"][0]["status"]) == (200, "CANCELLED", "DUE")


def test_what_the_kitchen_has_begun_cannot_be_called_off(on: Any, paid: Any, provider: Provider) -> None:
    order_id = paid()
    on("advance_order", order_id)
    status, problem = on("call_off_order", order_id)
    assert (status, problem["current_status"]) == (409, "IN_PREPARATION")


def test_a_refund_that_is_refused_waits_for_a_manager(on: Any, paid: Any, provider: Provider) -> None:
    order_id = paid()
    provider.refund_refused = ProviderRejected("insufficient_money")
    assert on("call_off_order", order_id)[1]["refunds"][0]["status"] == "REFUSED"
    provider.refund_refused = None
    assert on("refund_order", order_id)[1]["refunds"][0]["status"] == "DONE"


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "x" * 201}])
def test_it_takes_a_reason(on: Any, paid: Any, body: Any) -> None:
    assert on("call_off_order", paid(), body=body)[0] == 422


def test_not_for_the_kitchen_nor_another_store(on: Any, paid: Any) -> None:
    order_id = paid()
    assert on("call_off_order", order_id, claims={"cognito:groups": "kitchen"})[0] == 403
    assert on("call_off_order", order_id, claims={"custom:store": "norte"})[0] == 404
