from typing import Any

from bytemeburger import clock
from bytemeburger.orders import records
from bytemeburger.payments.gateway import PaymentInProgress, ProviderStatus, ProviderUnavailable
from tests.fake_gateway import Provider
from tests.functions.fixture_types import CheckOut, On, Place
from tests.functions.shop import set_stock, units_left


def cancel(on: On, order: dict[str, Any]) -> tuple[int, Any]:
    status, answer = on("cancel_order", order["order_id"], headers={"Order-Key": order["order_key"]})
    return status, answer


def test_an_unpaid_order_is_cancelled_with_its_code(
    on: On, placed: dict[str, Any], check_out: CheckOut, provider: Provider
) -> None:
    check_out(placed["order_id"])
    status, order = cancel(on, placed)
    assert (status, order["status"]) == (200, "CANCELLED")
    assert [each.status for each in provider.orders.values()] == [ProviderStatus.CANCELED]


def test_cancelling_twice_is_cancelling_once(on: On, placed: dict[str, Any], provider: Provider) -> None:
    assert cancel(on, placed) == cancel(on, placed)


def test_its_reserved_stock_goes_back_once(on: On, place: Place, shop: None, provider: Provider) -> None:
    set_stock("x-burger", 4)
    order = place()
    assert units_left("x-burger") == 3
    cancel(on, order)
    cancel(on, order)
    assert units_left("x-burger") == 4


def test_while_somebody_is_paying_the_answer_is_the_truth(
    on: On, placed: dict[str, Any], check_out: CheckOut, provider: Provider
) -> None:
    check_out(placed["order_id"])
    provider.cancel_refused = PaymentInProgress()
    status, problem = cancel(on, placed)
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:payment-in-progress")


def test_a_paid_order_is_not_the_customers_to_cancel(
    on: On, placed: dict[str, Any], check_out: CheckOut, provider: Provider
) -> None:
    provider.pay(check_out(placed["order_id"]))
    provider.cancel_refused = ProviderUnavailable("down")
    assert cancel(on, placed)[0] == 503
    on("get_payment_status", placed["order_id"], headers={"Order-Key": placed["order_key"]})
    status, problem = cancel(on, placed)
    assert (status, problem["current_status"]) == (409, "RECEIVED")


def test_only_the_holder_of_the_key(on: On, placed: dict[str, Any], provider: Provider) -> None:
    assert on("cancel_order", placed["order_id"])[0] == 404
    assert on("cancel_order", placed["order_id"], headers={"Order-Key": ""})[0] == 404


def test_an_order_that_was_never_paid_is_forgotten_after_ninety_days(on: On, placed: dict[str, Any]) -> None:
    assert "expires_at" not in records.read(placed["order_id"]).plain()
    assert on("cancel_order", placed["order_id"], headers={"Order-Key": placed["order_key"]})[0] == 200
    order = records.read(placed["order_id"])
    retention_seconds = order.plain()["expires_at"] - clock.instant(order.created_at).timestamp()
    assert round(retention_seconds / 86_400) == 90
