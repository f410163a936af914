from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests.functions.fixture_types import Call, On, Paid


@pytest.fixture
def received(paid: Paid) -> str:
    """The id of an order that is paid."""
    return str(paid())


@pytest.fixture
def advance(call: Call) -> Any:
    def run(order_id: str, to: str, **parts: Any) -> tuple[int, Any]:
        return call("advance_order", body={"to": to}, pathParameters={"order_id": order_id}, **parts)

    return run


def test_the_kitchen_takes_an_order_to_its_end(advance: Any, received: str) -> None:
    for to in ("IN_PREPARATION", "READY", "IN_PREPARATION", "READY", "COMPLETED"):
        status, order = advance(received, to)
        assert (status, order["status"]) == (200, to)


def test_an_order_handed_over_by_mistake_is_recalled_for_ten_minutes(advance: Any, received: str, on: On) -> None:
    for to in ("IN_PREPARATION", "READY", "COMPLETED"):
        advance(received, to)
    assert advance(received, "IN_PREPARATION")[0] == 409
    completed_at = datetime.fromisoformat(on("get_staff_order", received)[1]["timeline"][-1]["at"])
    with time_machine.travel(completed_at + timedelta(minutes=10, seconds=1), tick=False):
        status, problem = advance(received, "READY")
        assert (status, problem["current_status"]) == (409, "COMPLETED")
    with time_machine.travel(completed_at + timedelta(minutes=10), tick=False):
        status, order = advance(received, "READY")
        assert (status, order["status"]) == (200, "READY")
        assert advance(received, "COMPLETED")[0] == 200


def test_a_refunded_order_is_not_recalled(advance: Any, received: str, on: On) -> None:
    for to in ("IN_PREPARATION", "READY", "COMPLETED"):
        advance(received, to)
    on("refund_order", received)
    status, problem = advance(received, "READY")
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:order-refunded")


@pytest.mark.parametrize("to", ["READY", "COMPLETED"])
def test_no_step_is_left_out(advance: Any, received: str, to: str) -> None:
    status, problem = advance(received, to)
    assert (status, problem["current_status"]) == (409, "RECEIVED")


def test_an_unpaid_order_cannot_be_prepared(advance: Any, placed: dict[str, Any]) -> None:
    status, problem = advance(placed["order_id"], "IN_PREPARATION")
    assert (status, problem["current_status"]) == (409, "AWAITING_PAYMENT")


@pytest.mark.parametrize("to", ["RECEIVED", "CANCELLED", "", None, 1])
def test_only_the_kitchens_own_steps_can_be_asked_for(advance: Any, received: str, to: Any) -> None:
    assert advance(received, to)[0] == 422


def test_the_second_of_two_screens_gets_the_current_status(advance: Any, received: str) -> None:
    assert advance(received, "IN_PREPARATION")[0] == 200
    status, problem = advance(received, "IN_PREPARATION")
    assert (status, problem["current_status"]) == (409, "IN_PREPARATION")


def test_a_stale_screen_is_refused(advance: Any, received: str) -> None:
    assert advance(received, "IN_PREPARATION", headers={"If-Match": '"1"'})[0] == 412


def test_another_stores_staff_do_not_see_it(advance: Any, received: str) -> None:
    assert advance(received, "IN_PREPARATION", claims={"custom:store": "norte"})[0] == 404


def test_staff_of_no_store_may_do_nothing(advance: Any, received: str) -> None:
    assert advance(received, "IN_PREPARATION", claims={"custom:store": ""})[0] == 403


def test_a_customer_may_not(advance: Any, received: str) -> None:
    assert advance(received, "IN_PREPARATION", claims={"cognito:groups": ""})[0] == 403
