from typing import Any

from bytemeburger.payments.gateway import ProviderStatus, ProviderUnavailable
from bytemeburger.payments.settlement import settle
from functions.reconcile_payments.app import handler
from tests.fake_gateway import Provider
from tests.functions.fixture_types import On, Paid


def test_the_payment_goes_back_in_full_and_the_kitchen_goes_on(on: On, paid: Paid, provider: Provider) -> None:
    order_id = paid()
    on("advance_order", order_id)
    status, order = on("refund_order", order_id)
    assert (status, order["status"]) == (200, "IN_PREPARATION")
    refund = order["refunds"][0]
    assert (refund["amount"], refund["status"], refund["reason"]) == (order["total"], "DONE", "poor-quality")


def test_asking_twice_refunds_once(on: On, paid: Paid, provider: Provider) -> None:
    order_id = paid()
    assert on("refund_order", order_id) == on("refund_order", order_id)
    assert len(provider.refunds) == 1


def test_money_that_a_person_took_is_handed_back_by_that_person(
    on: On, placed: dict[str, Any], provider: Provider
) -> None:
    on("receive_counter_payment", placed["order_id"])
    order = on("refund_order", placed["order_id"])[1]
    assert order["refunds"][0]["status"] == "DONE"
    assert provider.refunds == []


def test_a_refund_that_is_put_off_is_done_by_the_reconciler_even_while_the_kitchen_works(
    on: On, paid: Paid, provider: Provider, event: Any, context: Any
) -> None:
    order_id = paid()
    provider.failing = ProviderUnavailable("down")
    assert on("refund_order", order_id)[1]["refunds"][0]["status"] == "DUE"
    provider.failing = None
    handler(event("reconcile_payments"), context)
    assert on("get_staff_order", order_id)[1]["refunds"][0]["status"] == "DONE"


def test_a_refund_that_the_provider_takes_and_then_fails_is_asked_for_again_by_a_manager(
    on: On, paid: Paid, provider: Provider, event: Any, context: Any
) -> None:
    order_id = paid()
    (number,) = provider.orders
    provider.refund_stuck = True
    assert on("refund_order", order_id)[1]["refunds"][0]["status"] == "REQUESTED"
    provider.become(number, ProviderStatus.PROCESSED, refund_failed=True)
    handler(event("reconcile_payments"), context)
    assert on("get_staff_order", order_id)[1]["refunds"][0]["status"] == "REFUSED"
    provider.refund_stuck = False
    assert on("refund_order", order_id)[1]["refunds"][0]["status"] == "DONE"
    assert provider.attempts[number] == [1, 2]  # the provider would answer the same attempt as it did before


def test_what_the_payers_bank_took_back_is_not_given_back_again(on: On, paid: Paid, provider: Provider) -> None:
    order_id = paid()
    settle("centro", provider.become(provider.only, ProviderStatus.CHARGED_BACK), provider)
    status, problem = on("refund_order", order_id)
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:nothing-to-refund")
    assert on("cancel_order_by_staff", order_id)[1]["refunds"] == []
    assert provider.refunds == []


def test_an_unpaid_order_has_nothing_to_refund(on: On, placed: dict[str, Any], provider: Provider) -> None:
    status, problem = on("refund_order", placed["order_id"])
    assert (status, problem["current_status"]) == (409, "AWAITING_PAYMENT")


def test_only_for_managers_of_the_store(on: On, paid: Paid) -> None:
    order_id = paid()
    assert on("refund_order", order_id, claims={"cognito:groups": "counter"})[0] == 403
    assert on("refund_order", order_id, claims={"custom:store": "norte"})[0] == 404
