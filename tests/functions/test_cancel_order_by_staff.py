from typing import Any

import pytest

from bytemeburger import table
from bytemeburger.orders import records
from bytemeburger.orders.model import Refund, RefundStatus
from bytemeburger.payments.gateway import PaymentInProgress, ProviderRejected, ProviderStatus, ProviderUnavailable
from tests.fake_gateway import Provider
from tests.functions.fixture_types import CheckOut, On, Paid, Place
from tests.functions.shop import set_stock, units_left

WHY = {"reason": "other", "note": "Ana Souza, 11 98765-4321"}


def test_what_was_paid_goes_back_and_so_does_the_stock(on: On, paid: Paid, shop: None, provider: Provider) -> None:
    set_stock("x-burger", 4)
    order_id = paid()
    status, order = on("cancel_order_by_staff", order_id)
    assert (status, order["status"]) == (200, "CANCELLED")
    assert order["timeline"][-1]["reason"] == "out-of-stock"
    assert [(each["amount"], each["status"]) for each in order["refunds"]] == [(order["total"], "DONE")]
    assert [each.status for each in provider.orders.values()] == [ProviderStatus.REFUNDED]
    assert units_left("x-burger") == 4


def test_calling_off_twice_refunds_once(on: On, paid: Paid, provider: Provider) -> None:
    order_id = paid()
    assert on("cancel_order_by_staff", order_id)[1]["version"] == on("cancel_order_by_staff", order_id)[1]["version"]
    assert len(provider.refunds) == 1


def test_an_unpaid_order_is_cancelled(on: On, placed: dict[str, Any], check_out: CheckOut, provider: Provider) -> None:
    check_out(placed["order_id"])
    assert on("cancel_order_by_staff", placed["order_id"])[1]["status"] == "CANCELLED"


@pytest.mark.parametrize(
    ("failure", "refusal"),
    [
        ({"cancel_refused": PaymentInProgress()}, (409, "urn:bytemeburger:problem:payment-in-progress")),
        ({"failing": ProviderUnavailable("down")}, (503, "urn:bytemeburger:problem:payment-unavailable")),
    ],
)
def test_an_order_that_may_be_being_paid_stays(
    on: On,
    placed: dict[str, Any],
    check_out: CheckOut,
    provider: Provider,
    failure: dict[str, Exception],
    refusal: tuple[int, str],
) -> None:
    check_out(placed["order_id"])
    vars(provider).update(failure)
    status, problem = on("cancel_order_by_staff", placed["order_id"])
    assert (status, problem["type"]) == refusal


def test_when_the_provider_is_down_the_refund_is_owed(on: On, paid: Paid, provider: Provider) -> None:
    order_id = paid()
    provider.failing = ProviderUnavailable("down")
    status, order = on("cancel_order_by_staff", order_id)
    assert (status, order["status"], order["refunds"][0]["status"]) == (200, "CANCELLED", "DUE")


def test_what_the_kitchen_has_begun_cannot_be_called_off(on: On, paid: Paid, provider: Provider) -> None:
    order_id = paid()
    on("advance_order", order_id)
    status, problem = on("cancel_order_by_staff", order_id)
    assert (status, problem["current_status"]) == (409, "IN_PREPARATION")


def test_a_refund_that_is_refused_waits_for_a_manager(on: On, paid: Paid, provider: Provider) -> None:
    order_id = paid()
    provider.refund_refused = ProviderRejected("insufficient_money")
    assert on("cancel_order_by_staff", order_id)[1]["refunds"][0]["status"] == "REFUSED"
    provider.refund_refused = None
    assert on("refund_order", order_id)[1]["refunds"][0]["status"] == "DONE"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reason": ""},
        {"reason": "Ana Souza, 11 98765-4321"},
        {"reason": "paid-too-late"},
        {"reason": "other", "note": ""},
        {"reason": "other", "note": "x" * 201},
    ],
)
def test_it_takes_a_reason_of_the_list(on: On, paid: Paid, body: Any) -> None:
    assert on("cancel_order_by_staff", paid(), body=body)[0] == 422


def test_the_customer_reads_the_code_and_staff_the_note(on: On, place: Place, provider: Provider) -> None:
    order = place()
    on("receive_counter_payment", order["order_id"])
    status, answer = on("cancel_order_by_staff", order["order_id"], body=WHY)
    assert (status, answer["staff_notes"][0]["note"]) == (200, WHY["note"])
    shown = on("get_order", order["order_id"], headers={"Order-Key": order["order_key"]})[1]
    assert [each["reason"] for each in shown["refunds"]] == ["other"]
    assert "Ana" not in str(shown)


def test_an_unpaid_order_keeps_the_note_too(on: On, placed: dict[str, Any], provider: Provider) -> None:
    answer = on("cancel_order_by_staff", placed["order_id"], body=WHY)[1]
    assert (answer["timeline"][-1]["reason"], answer["staff_notes"][0]["note"]) == ("other", WHY["note"])


def test_what_staff_once_wrote_freely_is_no_longer_shown_to_the_customer(on: On, place: Place) -> None:
    order = place()
    stored = records.read(order["order_id"])
    stored.refunds = [Refund("p", 990, RefundStatus.DONE, "Ana Souza called", "bia", stored.created_at, 1)]
    table.save(stored)
    shown = on("get_order", order["order_id"], headers={"Order-Key": order["order_key"]})[1]
    assert [each["reason"] for each in shown["refunds"]] == ["other"]


def test_not_for_the_kitchen_nor_another_store(on: On, paid: Paid) -> None:
    order_id = paid()
    assert on("cancel_order_by_staff", order_id, claims={"cognito:groups": "kitchen"})[0] == 403
    assert on("cancel_order_by_staff", order_id, claims={"custom:store": "norte"})[0] == 404
