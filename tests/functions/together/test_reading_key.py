"""The key that lets somebody follow an order and change nothing about it."""

from typing import Any

import pytest

from bytemeburger.orders.rules import Status
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Call, CheckOut, On
from tests.functions.shop import change_store
from tests.functions.test_get_static_pix import PIX

READ = ("get_order", "get_payment_status", "issue_order_ticket", "get_static_pix")
CHANGE = ("checkout_order", "cancel_order")


@pytest.mark.parametrize("function", READ)
def test_it_reads_that_order_and_no_other(on: On, place: Any, provider: Provider, function: str) -> None:
    change_store(pix=PIX)
    order, other = place(), place()
    assert on(function, order["order_id"], headers={"Order-Key": order["reading_key"]})[0] == 200
    assert on(function, order["order_id"], headers={"Order-Key": other["reading_key"]})[0] == 404


@pytest.mark.parametrize("function", CHANGE)
def test_it_neither_pays_nor_cancels(on: On, placed: dict[str, Any], provider: Provider, function: str) -> None:
    status, problem = on(function, placed["order_id"], headers={"Order-Key": placed["reading_key"]})
    assert (status, problem["type"]) == (404, "urn:bytemeburger:problem:order-not-found")
    assert provider.orders == {}
    order = on("get_order", placed["order_id"], headers={"Order-Key": placed["order_key"]})[1]
    assert order["status"] == Status.AWAITING_PAYMENT


def test_nobody_claims_an_order_with_it(call: Call, ana: dict[str, str], placed: dict[str, Any]) -> None:
    headers, body = {"Order-Key": placed["reading_key"]}, {"order_id": placed["order_id"]}
    assert call("claim_order", claims=ana, headers=headers, body=body)[0] == 404


def test_who_reads_sees_the_code_that_is_out_and_may_be_paid(
    on: On, placed: dict[str, Any], check_out: CheckOut, provider: Provider
) -> None:
    def code() -> Any:
        reader = {"Order-Key": placed["reading_key"]}
        return on("get_payment_status", placed["order_id"], headers=reader)[1]["code"]

    assert code() is None
    number = check_out(placed["order_id"])
    holder = {"Order-Key": placed["order_key"]}
    payment = on("checkout_order", placed["order_id"], headers=holder)[1]
    shown = code()
    assert 890 <= shown.pop("expires_in") <= 900
    assert shown == {name: payment[name] for name in ("qr_data", "expires_at")}
    provider.pay(number)
    assert code() is None
