from typing import Any

import pytest

from bytemeburger.payments.gateway import PaymentInProgress, ProviderStatus, ProviderUnavailable
from tests.provider import Provider


@pytest.fixture
def reconcile(event: Any, context: Any) -> Any:
    from functions.reconcile_payments.app import handler

    return lambda: handler(event("reconcile_payments"), context)


@pytest.mark.parametrize("method", ["cash", "card", "pix"])
def test_the_order_goes_to_the_kitchen(on: Any, placed: dict[str, Any], provider: Provider, method: str) -> None:
    status, order = on("receive_counter_payment", placed["order_id"], body={"method": method})
    assert (status, order["status"], order["number"]) == (200, "RECEIVED", 1)
    assert (order["payment"]["provider"], order["payment"]["status"]) == (method, "PAID")
    assert order["timeline"][-1]["by"] == "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702"


def test_the_code_is_closed_first(on: Any, placed: dict[str, Any], check_out: Any, provider: Provider) -> None:
    check_out(placed["order_id"])
    on("receive_counter_payment", placed["order_id"])
    assert [each.status for each in provider.orders.values()] == [ProviderStatus.CANCELED]


def test_while_the_code_is_being_paid_no_other_money_is_taken(
    on: Any, placed: dict[str, Any], check_out: Any, provider: Provider
) -> None:
    check_out(placed["order_id"])
    provider.cancel_refused = PaymentInProgress()
    assert on("receive_counter_payment", placed["order_id"])[0] == 409


def test_when_the_code_was_paid_after_all_there_is_nothing_left_to_pay(
    on: Any, placed: dict[str, Any], check_out: Any, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = check_out(placed["order_id"])
    monkeypatch.setattr(provider, "cancel", lambda number: provider.pay(number))
    status, problem = on("receive_counter_payment", placed["order_id"])
    assert (status, problem["current_status"]) == (409, "RECEIVED")
    assert provider.orders[number].status == ProviderStatus.PROCESSED


@pytest.mark.parametrize("paid_later", [False, True])
def test_a_store_can_go_on_without_the_provider_and_nobody_pays_twice(
    on: Any, placed: dict[str, Any], check_out: Any, provider: Provider, reconcile: Any, paid_later: bool
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
    order = on("get_order_timeline", placed["order_id"])[1]
    assert (order["status"], [each["status"] for each in order["refunds"]]) == (
        "RECEIVED",
        ["DONE"] if paid_later else [],
    )


def test_paying_twice_is_refused(on: Any, placed: dict[str, Any], provider: Provider) -> None:
    on("receive_counter_payment", placed["order_id"])
    assert on("receive_counter_payment", placed["order_id"])[0] == 409


def test_not_for_the_kitchen_nor_another_store(on: Any, placed: dict[str, Any], provider: Provider) -> None:
    claims = {"cognito:groups": "kitchen"}
    assert on("receive_counter_payment", placed["order_id"], claims=claims)[0] == 403
    assert on("receive_counter_payment", placed["order_id"], claims={"custom:store": "norte"})[0] == 404
