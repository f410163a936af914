from typing import Any

import pytest

from bytemeburger.payments.gateway import PaymentInProgress, ProviderStatus, ProviderUnavailable
from functions.reconcile_payments.app import handler
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Call, CheckOut, On, Paid, Place


@pytest.fixture
def reconcile(event: Any, context: Any) -> Any:
    return lambda: handler(event("reconcile_payments"), context)


@pytest.mark.parametrize("method", ["cash", "card", "pix"])
def test_the_order_goes_to_the_kitchen(on: On, placed: dict[str, Any], provider: Provider, method: str) -> None:
    status, order = on("receive_counter_payment", placed["order_id"], body={"method": method})
    assert (status, order["status"], order["number"]) == (200, "RECEIVED", 1)
    assert (order["payment"]["provider"], order["payment"]["status"]) == (method, "PAID")
    assert order["timeline"][-1]["by"] == "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702"


def test_the_code_is_closed_first(on: On, placed: dict[str, Any], check_out: CheckOut, provider: Provider) -> None:
    check_out(placed["order_id"])
    on("receive_counter_payment", placed["order_id"])
    assert [each.status for each in provider.orders.values()] == [ProviderStatus.CANCELED]


def test_while_the_code_is_being_paid_no_other_money_is_accepted(
    on: On, placed: dict[str, Any], check_out: CheckOut, provider: Provider
) -> None:
    check_out(placed["order_id"])
    provider.cancel_refused = PaymentInProgress()
    assert on("receive_counter_payment", placed["order_id"])[0] == 409


@pytest.mark.parametrize("paid_later", [False, True])
def test_a_pix_that_has_arrived_is_accepted_while_somebody_seems_to_pay_the_code_too(
    on: On, placed: dict[str, Any], check_out: CheckOut, provider: Provider, reconcile: Any, paid_later: bool
) -> None:
    number = check_out(placed["order_id"])
    provider.cancel_refused = PaymentInProgress()
    status, order = on("receive_counter_payment", placed["order_id"], body={"method": "pix"})
    assert (status, order["status"], order["payment"]["provider"]) == (200, "RECEIVED", "pix")
    assert reconcile()["failed"] == 0
    provider.cancel_refused = None
    if paid_later:
        provider.pay(number)
    reconcile()
    expected = ProviderStatus.REFUNDED if paid_later else ProviderStatus.CANCELED
    assert provider.orders[number].status == expected


def test_when_the_code_was_paid_after_all_there_is_nothing_left_to_pay(
    on: On, placed: dict[str, Any], check_out: CheckOut, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = check_out(placed["order_id"])
    monkeypatch.setattr(provider, "cancel", lambda number: provider.pay(number))
    status, problem = on("receive_counter_payment", placed["order_id"])
    assert (status, problem["current_status"]) == (409, "RECEIVED")
    assert provider.orders[number].status == ProviderStatus.PROCESSED


@pytest.mark.parametrize("paid_later", [False, True])
def test_a_store_can_go_on_without_the_provider_and_nobody_pays_twice(
    on: On, placed: dict[str, Any], check_out: CheckOut, provider: Provider, reconcile: Any, paid_later: bool
) -> None:
    number = check_out(placed["order_id"])
    provider.failing = ProviderUnavailable("down")
    assert on("receive_counter_payment", placed["order_id"])[1]["status"] == "RECEIVED"
    provider.failing = None
    if paid_later:
        provider.pay(number)
    reconcile()
    expected = ProviderStatus.REFUNDED if paid_later else ProviderStatus.CANCELED
    assert provider.orders[number].status == expected
    order = on("get_staff_order", placed["order_id"])[1]
    assert (order["status"], [each["status"] for each in order["refunds"]]) == (
        "RECEIVED",
        ["DONE"] if paid_later else [],
    )


def test_paying_twice_is_refused(on: On, placed: dict[str, Any], provider: Provider) -> None:
    on("receive_counter_payment", placed["order_id"])
    assert on("receive_counter_payment", placed["order_id"])[0] == 409


def test_a_pix_that_came_after_the_orders_time_is_written_down_and_waits_for_a_person(
    on: On, placed: dict[str, Any], provider: Provider, expire: Any
) -> None:
    order_id = placed["order_id"]
    expire(order_id)
    first = on("receive_counter_payment", order_id, body={"method": "pix"})
    status, order = first
    assert (status, order["status"], order["number"]) == (200, "EXPIRED", None)
    (late,) = order["refunds"]
    assert (late["amount"], late["status"], late["reason"]) == (placed["total"], "UNDECIDED", "paid-too-late")
    assert late["by"] == "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702"
    assert on("receive_counter_payment", order_id, body={"method": "pix"}) == first
    order = on("get_order", order_id, headers={"Order-Key": placed["order_key"]})[1]
    assert (order["status"], order["refunds"]) == ("EXPIRED", [])


def test_a_pix_for_an_order_that_is_off_or_paid_otherwise_is_written_down_too(
    on: On, place: Place, paid: Paid, provider: Provider, monkeypatch: pytest.MonkeyPatch, check_out: CheckOut
) -> None:
    off, otherwise, meanwhile = place(), paid(), place()
    on("cancel_order", off["order_id"], headers={"Order-Key": off["order_key"]})
    on("receive_counter_payment", meanwhile["order_id"], body={"method": "cash"})
    for order_id, ends in (
        (off["order_id"], "CANCELLED"),
        (otherwise, "RECEIVED"),
        (meanwhile["order_id"], "RECEIVED"),
    ):
        status, order = on("receive_counter_payment", order_id, body={"method": "pix"})
        assert (status, order["status"]) == (200, ends)
        assert [each["status"] for each in order["refunds"]] == ["UNDECIDED"]
        assert on("list_kitchen_queue", order_id)[0] == 200
    assert [card["refunded"] for card in on("list_kitchen_queue", otherwise)[1]["orders"]] == [False, False]


@pytest.mark.parametrize("method", ["cash", "card"])
def test_money_in_hand_is_refused_for_an_order_that_is_over(
    on: On, placed: dict[str, Any], provider: Provider, expire: Any, method: str
) -> None:
    expire(placed["order_id"])
    status, problem = on("receive_counter_payment", placed["order_id"], body={"method": method})
    assert (status, problem["current_status"]) == (409, "EXPIRED")


def test_one_pix_is_not_counted_twice(on: On, placed: dict[str, Any], provider: Provider) -> None:
    on("receive_counter_payment", placed["order_id"], body={"method": "pix"})
    status, problem = on("receive_counter_payment", placed["order_id"], body={"method": "pix"})
    assert (status, problem["current_status"]) == (409, "RECEIVED")


def precondition(order: dict[str, Any]) -> dict[str, str]:
    """The header of whoever has read an order."""
    return {"If-Match": f'"{order["version"]}"'}


@pytest.mark.parametrize("ends", ["paid", "expired"])
def test_a_code_that_was_paid_again_is_written_down_again_by_who_has_seen_the_first(
    on: On, call: Call, placed: dict[str, Any], provider: Provider, expire: Any, ends: str
) -> None:
    order_id, total = placed["order_id"], placed["total"]
    if ends == "expired":
        expire(order_id)
    order = on("receive_counter_payment", order_id, body={"method": "pix"})[1]
    known = len(order["refunds"])
    for more in (1, 2):
        status, again = on("receive_counter_payment", order_id, body={"method": "pix"}, headers=precondition(order))
        assert (status, again["status"]) == (200, "RECEIVED" if ends == "paid" else "EXPIRED")
        assert [(each["amount"], each["status"]) for each in again["refunds"]] == [(total, "UNDECIDED")] * (
            known + more
        )
        assert on("receive_counter_payment", order_id, body={"method": "pix"}, headers=precondition(order))[0] == 412
        order = again
    assert [card["refunded"] for card in call("list_kitchen_queue")[1]["orders"]] == ([False] if ends == "paid" else [])
    report = call("report_reconciliation", queryStringParameters={"day": order["business_day"]})[1]
    assert (report["paid"], report["refunded"]) == (total * 3, 0)


def test_a_pix_that_comes_after_the_first_was_given_back_is_written_down(
    on: On, placed: dict[str, Any], provider: Provider, expire: Any
) -> None:
    expire(placed["order_id"])
    on("receive_counter_payment", placed["order_id"], body={"method": "pix"})
    on("return_late_payment", placed["order_id"])
    status, order = on("receive_counter_payment", placed["order_id"], body={"method": "pix"})
    assert (status, [each["status"] for each in order["refunds"]]) == (200, ["DONE", "UNDECIDED"])
    on("accept_late_payment", placed["order_id"])
    order = on("get_staff_order", placed["order_id"])[1]
    assert (order["status"], [each["status"] for each in order["refunds"]]) == ("RECEIVED", ["DONE"])


def test_the_reconciler_leaves_it_alone_and_the_report_names_it(
    on: On, call: Call, placed: dict[str, Any], provider: Provider, expire: Any, reconcile: Any
) -> None:
    expire(placed["order_id"])
    order = on("receive_counter_payment", placed["order_id"], body={"method": "pix"})[1]
    assert reconcile()["failed"] == 0
    assert on("get_staff_order", placed["order_id"])[1]["version"] == order["version"]
    report = call("report_reconciliation", queryStringParameters={"day": order["business_day"]})[1]
    assert (report["paid"], report["refunded"]) == (placed["total"], 0)
    assert [each["finding"] for each in report["exceptions"]] == ["late-payment-undecided"]


def test_not_for_the_kitchen_nor_another_store(on: On, placed: dict[str, Any], provider: Provider) -> None:
    claims = {"cognito:groups": "kitchen"}
    assert on("receive_counter_payment", placed["order_id"], claims=claims)[0] == 403
    assert on("receive_counter_payment", placed["order_id"], claims={"custom:store": "norte"})[0] == 404
