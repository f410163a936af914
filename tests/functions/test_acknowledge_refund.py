from typing import Any

import pytest

from bytemeburger.live.rules import frames
from bytemeburger.orders import records
from bytemeburger.payments.gateway import ProviderRejected, ProviderStatus, ProviderUnavailable
from bytemeburger.payments.settlement import settle
from functions.reconcile_payments.app import handler
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Call, CheckOut, On, Paid
from tests.functions.shop import set_stock, units_left

STEPS = ("IN_PREPARATION", "READY", "COMPLETED")


def cook(on: On, order_id: str, status: str) -> None:
    for to in STEPS[: STEPS.index(status) + 1] if status in STEPS else ():
        assert on("advance_order", order_id, body={"to": to})[0] == 200


@pytest.fixture
def refunded(on: On, paid: Paid, shop: None) -> Any:
    """An order whose money went back while it stood in the kitchen's queue; answers its id."""

    def make(status: str = "RECEIVED") -> str:
        order_id = str(paid())
        cook(on, order_id, status)
        assert on("refund_order", order_id, body={"reason": "customer-wish"})[0] == 200
        return order_id

    return make


@pytest.mark.parametrize("status", ["RECEIVED", "IN_PREPARATION", "READY"])
def test_it_is_marked_and_goes_no_further_until_somebody_has_seen_it(
    on: On, call: Call, refunded: Any, status: str
) -> None:
    order_id = refunded(status)
    (card,) = call("list_kitchen_queue")[1]["orders"]
    assert (card["order_id"], card["refunded"], card["status"]) == (order_id, True, status)
    for to in STEPS:
        refused, problem = on("advance_order", order_id, body={"to": to})
        assert refused == 409, to
    assert problem["type"].rpartition(":")[2] in ("order-refunded", "order-status")
    code, order = on("acknowledge_refund", order_id)
    assert (code, order["status"], order["refunded"]) == (200, "CANCELLED", True)
    assert call("list_kitchen_queue")[1]["orders"] == []
    last = on("get_staff_order", order_id)[1]["timeline"][-1]
    assert (last["status"], last["reason"], last["by"]) == (
        "CANCELLED",
        "customer-wish",
        "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702",
    )


def test_the_next_step_is_refused_for_the_refund_and_says_so(on: On, refunded: Any) -> None:
    order_id = refunded("IN_PREPARATION")
    for function, more in (("advance_order", {"body": {"to": "READY"}}), ("check_off_item", {"line": "0"})):
        status, problem = on(function, order_id, **more)
        assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:order-refunded")
        assert "devolvido" in problem["detail"]


def test_what_is_not_refunded_says_so_and_cannot_be_acknowledged(on: On, call: Call, paid: Paid) -> None:
    order_id = paid()
    assert [card["refunded"] for card in call("list_kitchen_queue")[1]["orders"]] == [False]
    status, problem = on("acknowledge_refund", order_id)
    assert (status, problem["current_status"]) == (409, "RECEIVED")
    assert on("advance_order", order_id)[1]["refunded"] is False


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ({"failing": ProviderUnavailable("down")}, "DUE"),
        ({"refund_refused": ProviderRejected("window_passed")}, "REFUSED"),
    ],
)
def test_a_refund_marks_the_order_from_the_moment_it_is_written_down(
    on: On, call: Call, paid: Paid, provider: Provider, fault: dict[str, Any], status: str
) -> None:
    order_id = paid()
    for name, value in fault.items():
        setattr(provider, name, value)
    assert on("refund_order", order_id)[1]["refunds"][0]["status"] == status
    assert [card["refunded"] for card in call("list_kitchen_queue")[1]["orders"]] == [True]
    assert on("acknowledge_refund", order_id)[1]["status"] == "CANCELLED"


def test_a_refund_at_the_provider_marks_it_too(on: On, call: Call, paid: Paid, provider: Provider) -> None:
    order_id = paid()
    (code,) = provider.orders
    settle("centro", provider.become(code, ProviderStatus.REFUNDED), provider)
    assert [card["refunded"] for card in call("list_kitchen_queue")[1]["orders"]] == [True]
    assert on("acknowledge_refund", order_id)[0] == 200


@pytest.mark.parametrize("status", ["RECEIVED", "IN_PREPARATION", "READY"])
def test_a_charge_back_marks_it_until_somebody_has_seen_it(
    on: On, call: Call, paid: Paid, provider: Provider, status: str
) -> None:
    order_id = paid()
    cook(on, order_id, status)
    (code,) = provider.orders
    settle("centro", provider.become(code, ProviderStatus.CHARGED_BACK), provider)
    assert [card["refunded"] for card in call("list_kitchen_queue")[1]["orders"]] == [True]
    assert [
        frame.get("refunded") for _, frame in frames(records.read(order_id).stored(), 1) if "order_id" in frame
    ] == [
        True,
        True,
    ]
    if status == "IN_PREPARATION":
        for function, more in (("advance_order", {"body": {"to": "READY"}}), ("check_off_item", {"line": "0"})):
            refused, problem = on(function, order_id, **more)
            assert (refused, problem["type"]) == (409, "urn:bytemeburger:problem:order-refunded")
    acknowledged = on("acknowledge_refund", order_id)
    assert (acknowledged[0], acknowledged[1]["status"]) == (200, "CANCELLED")
    assert on("acknowledge_refund", order_id) == acknowledged
    assert on("get_staff_order", order_id)[1]["timeline"][-1]["reason"] == "charged-back"


def test_a_charge_back_that_was_decided_for_the_store_is_none(
    on: On, call: Call, paid: Paid, provider: Provider
) -> None:
    order_id = paid()
    (code,) = provider.orders
    settle("centro", provider.become(code, ProviderStatus.CHARGED_BACK), provider)
    settle("centro", provider.become(code, ProviderStatus.REIMBURSED), provider)
    assert [card["refunded"] for card in call("list_kitchen_queue")[1]["orders"]] == [False]
    assert on("advance_order", order_id)[0] == 200


def test_other_money_that_goes_back_does_not_mark_it(
    on: On, call: Call, placed: dict[str, Any], check_out: CheckOut, provider: Provider
) -> None:
    """Paid at the counter, and with the QR code that could not be closed as well: only the second money goes back."""

    code = check_out(placed["order_id"])
    provider.failing = ProviderUnavailable("down")
    on("receive_counter_payment", placed["order_id"])
    assert [card["refunded"] for card in call("list_kitchen_queue")[1]["orders"]] == [False]
    provider.failing = None
    settle("centro", provider.pay(code), provider)
    assert provider.refunds == [code]
    assert [card["refunded"] for card in call("list_kitchen_queue")[1]["orders"]] == [False]
    assert on("advance_order", placed["order_id"])[0] == 200


def test_stock_comes_back_only_where_nothing_was_prepared(on: On, refunded: Any, paid: Paid) -> None:
    set_stock("x-burger", 9)
    for status, units in (("RECEIVED", 9), ("IN_PREPARATION", 8), ("READY", 7)):
        order_id = refunded(status)
        for _ in range(2):
            on("acknowledge_refund", order_id)
            assert units_left("x-burger") == units, status


def test_acknowledged_twice_it_is_written_once(on: On, refunded: Any) -> None:
    order_id = refunded()
    assert on("acknowledge_refund", order_id) == on("acknowledge_refund", order_id)


def test_one_that_the_counter_called_off_meanwhile_is_acknowledged_already(on: On, paid: Paid) -> None:
    order_id = paid()
    on("cancel_order_by_staff", order_id)
    assert on("acknowledge_refund", order_id)[1]["status"] == "CANCELLED"


def test_what_was_handed_over_stays_completed(on: On, refunded: Any) -> None:
    order_id = refunded("COMPLETED")
    status, problem = on("acknowledge_refund", order_id)
    assert (status, problem["current_status"]) == (409, "COMPLETED")


def test_a_refund_that_is_still_under_way_is_finished_afterwards(
    on: On, paid: Paid, provider: Provider, event: Any, context: Any
) -> None:
    order_id = paid()
    on("advance_order", order_id)
    provider.failing = ProviderUnavailable("down")
    on("refund_order", order_id)
    on("acknowledge_refund", order_id)
    provider.failing = None
    handler(event("reconcile_payments"), context)
    order = on("get_staff_order", order_id)[1]
    assert (order["status"], order["refunds"][0]["status"]) == ("CANCELLED", "DONE")


def test_another_stores_order_is_not_found(on: On, refunded: Any) -> None:
    assert on("acknowledge_refund", refunded(), claims={"custom:store": "norte"})[0] == 404
