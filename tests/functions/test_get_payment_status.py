from typing import Any

from bytemeburger.payments.gateway import ProviderUnavailable
from tests.fake_gateway import Provider
from tests.functions.fixture_types import CheckOut, On


def ask(on: On, order: dict[str, Any]) -> tuple[int, Any]:
    status, answer = on("get_payment_status", order["order_id"], headers={"Order-Key": order["order_key"]})
    return status, answer


def test_a_payment_whose_notification_is_late_is_settled_by_asking(
    on: On, placed: dict[str, Any], check_out: CheckOut, provider: Provider
) -> None:
    number = check_out(placed["order_id"])
    assert ask(on, placed)[1]["payment"]["status"] == "PENDING"
    provider.pay(number)
    status, answer = ask(on, placed)
    assert (status, answer["payment"]["status"], answer["checked"]) == (200, "PAID", True)


def test_when_the_provider_is_down_it_says_what_is_known(
    on: On, placed: dict[str, Any], check_out: CheckOut, provider: Provider
) -> None:
    provider.pay(check_out(placed["order_id"]))
    provider.failing = ProviderUnavailable("down")
    status, answer = ask(on, placed)
    assert (status, answer["payment"]["status"], answer["checked"]) == (200, "PENDING", False)


def test_before_checkout_there_is_no_payment(on: On, placed: dict[str, Any], provider: Provider) -> None:
    assert ask(on, placed)[1]["payment"] is None


def test_only_the_holder_of_the_key(on: On, placed: dict[str, Any]) -> None:
    assert on("get_payment_status", placed["order_id"])[0] == 404
