from typing import Any

from bytemeburger.payments.gateway import ProviderUnavailable
from bytemeburger.payments.settlement import settle
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Call, On


def test_the_counter_shows_the_code_that_the_customer_would_see(
    on: On, placed: dict[str, Any], provider: Provider
) -> None:
    status, code = on("checkout_order_by_staff", placed["order_id"])
    assert (status, code["amount"]) == (200, placed["total"])
    assert code["qr_svg"].startswith("<svg")
    assert on("checkout_order_by_staff", placed["order_id"]) == (200, code)
    own = on("checkout_order", placed["order_id"], headers={"Order-Key": placed["order_key"]})
    assert own == (200, code)
    assert len(provider.orders) == 1


def test_an_order_of_the_counters_own_is_paid_with_it(call: Call, on: On, shop: None, provider: Provider) -> None:
    order_id = call("create_staff_order")[1]["order_id"]
    on("checkout_order_by_staff", order_id)
    (provider_order_id,) = provider.orders
    assert settle("centro", provider.pay(provider_order_id), provider).status == "RECEIVED"
    status, problem = on("checkout_order_by_staff", order_id)
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:order-status")


def test_an_order_of_another_store_is_not_there(on: On, placed: dict[str, Any], provider: Provider) -> None:
    status, problem = on("checkout_order_by_staff", placed["order_id"], claims={"custom:store": "norte"})
    assert (status, problem["type"]) == (404, "urn:bytemeburger:problem:order-not-found")


def test_a_provider_that_is_down_is_a_503_and_cash_still_pays(
    on: On, placed: dict[str, Any], provider: Provider
) -> None:
    provider.failing = ProviderUnavailable("timeout", 7)
    status, problem = on("checkout_order_by_staff", placed["order_id"])
    assert (status, problem["type"]) == (503, "urn:bytemeburger:problem:payment-unavailable")
    assert on("receive_counter_payment", placed["order_id"], body={"method": "cash"})[0] == 200
