from typing import Any

from bytemeburger.payments.gateway import ProviderUnavailable
from tests.provider import Provider


def test_the_whole_payment_goes_back_and_the_kitchen_goes_on(on: Any, paid: Any, provider: Provider) -> None:
    order_id = paid()
    on("advance_order", order_id)
    status, order = on("refund_order", order_id)
    assert (status, order["status"]) == (200, "IN_PREPARATION")
    refund = order["refunds"][0]
    assert (refund["amount"], refund["status"], refund["reason"]) == (order["total"], "DONE", "poor-quality")


def test_asking_twice_refunds_once(on: Any, paid: Any, provider: Provider) -> None:
    order_id = paid()
    assert on("refund_order", order_id) == on("refund_order", order_id)
    assert len(provider.refunds) == 1


def test_money_that_a_person_took_is_handed_back_by_that_person(
    on: Any, placed: dict[str, Any], provider: Provider
) -> None:
    on("receive_counter_payment", placed["order_id"])
    order = on("refund_order", placed["order_id"])[1]
    assert order["refunds"][0]["status"] == "DONE"
    assert provider.refunds == []


def test_a_refund_that_is_put_off_is_done_by_the_reconciler_even_while_the_kitchen_works(
    on: Any, paid: Any, provider: Provider, event: Any, context: Any
) -> None:
    from functions.reconcile_payments.app import handler

    order_id = paid()
    provider.failing = ProviderUnavailable("down")
    assert on("refund_order", order_id)[1]["refunds"][0]["status"] == "DUE"
    provider.failing = None
    handler(event("reconcile_payments"), context)
    assert on("get_order_timeline", order_id)[1]["refunds"][0]["status"] == "DONE"


def test_an_unpaid_order_has_nothing_to_refund(on: Any, placed: dict[str, Any], provider: Provider) -> None:
    status, problem = on("refund_order", placed["order_id"])
    assert (status, problem["current_status"]) == (409, "AWAITING_PAYMENT")


def test_only_for_managers_of_the_store(on: Any, paid: Any) -> None:
    order_id = paid()
    assert on("refund_order", order_id, claims={"cognito:groups": "counter"})[0] == 403
    assert on("refund_order", order_id, claims={"custom:store": "norte"})[0] == 404
