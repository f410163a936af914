"""What orders take of campaigns, and give back; their coupons; and the money that is left to pay."""

from collections.abc import Callable
from typing import Any

import pytest

from bytemeburger.campaigns import records as campaigns
from bytemeburger.customers.protected_cpf import pseudonym, sign_reference
from bytemeburger.orders import records
from bytemeburger.orders.discounting import net_lines
from bytemeburger.orders.erasure import forget_customer
from bytemeburger.payments.settlement import request_payment
from functions.record_sales.app import handler as record_sales
from tests.fake_gateway import Provider
from tests.functions import books
from tests.functions.campaigns import BURGER, CPF, FIXED, counted, issue, order, problem, save_campaign, set_state
from tests.functions.fixture_types import Call, CheckOut, On, Paid, Place
from tests.functions.people import dump_table
from tests.functions.shop import change_product

PERCENT = {"kind": "order_percent", "basis_points": 1000}


# --- given back ------------------------------------------------------------------------------------------------------


@pytest.fixture
def all_limits(call: Call, shop: None) -> dict[str, Any]:
    """A campaign with every limit, and the body of an order that takes one of each."""
    limits = {"uses": 1, "uses_per_day": 1, "uses_per_person": 1, "budget": 500}
    save_campaign(call, "a", FIXED, with_coupon=True, limits=limits)
    (code,) = issue(call, "a", count=1)
    return BURGER | {"coupon": code, "customer_ref": sign_reference(CPF)}


def uses_by_counter() -> dict[str, int]:
    """Uses by kind of counter."""
    return {
        item["SK"]["S"].partition("#")[0]: int(item["uses"]["N"])
        for item in books.stored_items()
        if item.get("type", {}).get("S") in ("campaign_uses", "coupon")
    }


ONE_OF_EACH = dict.fromkeys(("COUNTER", "DAY", "PERSON", "COUPON"), 1)
NONE = dict.fromkeys(ONE_OF_EACH, 0)


def test_an_order_that_expires_gives_back_what_it_took(
    place: Place, all_limits: Any, expire: Callable[[str], None], call: Call
) -> None:
    for _ in range(2):
        placed = place(**all_limits)
        assert (placed["total"], uses_by_counter(), counted("a")) == (2090, ONE_OF_EACH, (1, 500))
        assert problem(order(call, **all_limits)) == (422, "coupon-refused")
        expire(placed["order_id"])
        assert (uses_by_counter(), counted("a")) == (NONE, (0, 0))


def test_so_does_one_that_is_called_off_before_it_is_begun_and_none_after(
    on: On, paid: Paid, all_limits: Any, provider: Provider
) -> None:
    first = paid(**all_limits)
    assert on("cancel_order_by_staff", first)[1]["status"] == "CANCELLED"
    assert uses_by_counter() == NONE
    second = paid(**all_limits)
    on("refund_order", second)
    assert uses_by_counter() == ONE_OF_EACH
    assert on("acknowledge_refund", second)[0] == 200
    assert uses_by_counter() == NONE
    third = paid(**all_limits)
    on("advance_order", third)
    on("refund_order", third)
    on("acknowledge_refund", third)
    assert uses_by_counter() == ONE_OF_EACH


def test_the_customer_who_cancels_gives_back_once(on: On, place: Place, all_limits: Any, provider: Provider) -> None:
    placed = place(**all_limits)
    for _ in range(2):
        assert on("cancel_order", placed["order_id"], headers={"Order-Key": placed["order_key"]})[0] == 200
    assert uses_by_counter() == NONE


def test_what_changed_between_taking_and_giving_back_makes_no_difference(
    call: Call, place: Place, shop: None, expire: Callable[[str], None]
) -> None:
    save_campaign(call, "a", FIXED, limits={"uses": 5})
    placed = place(**BURGER)
    save_campaign(call, "a", FIXED | {"amount": 900}, limits={"uses_per_day": 3})
    expire(placed["order_id"])
    assert counted("a") == (0, 0)
    placed = place(**BURGER)
    set_state(call, "a", "ENDED")
    expire(placed["order_id"])
    assert uses_by_counter() == {"COUNTER": 0, "DAY": 0}


def test_money_that_came_late_takes_its_uses_again_or_makes_no_order(
    on: On, place: Place, all_limits: Any, expire: Callable[[str], None], provider: Provider
) -> None:
    def late() -> str:
        order_id = str(place(**all_limits)["order_id"])
        expire(order_id)
        assert on("receive_counter_payment", order_id, body={"method": "pix"})[0] == 200
        return order_id

    first, second = late(), late()
    assert uses_by_counter() == NONE
    assert on("accept_late_payment", first)[0] == 200
    assert (uses_by_counter(), counted("a")) == (ONE_OF_EACH, (1, 500))
    assert problem(on("accept_late_payment", second)) == (409, "discount-used-up")
    on("cancel_order_by_staff", first)
    assert uses_by_counter() == NONE


def test_nothing_of_a_persons_uses_is_left_when_they_are_forgotten(
    call: Call, on: On, place: Place, shop: None, provider: Provider
) -> None:
    save_campaign(call, "a", FIXED, limits={"uses_per_person": 1})
    placed = place(**BURGER, customer_ref=sign_reference(CPF))
    assert f"PERSON#{pseudonym(CPF)}" in dump_table()
    on("cancel_order", placed["order_id"], headers={"Order-Key": placed["order_key"]})
    assert forget_customer(placed["order_id"], pseudonym(CPF))
    assert pseudonym(CPF) not in dump_table()


# --- coupons ---------------------------------------------------------------------------------------------------------


def test_a_coupon_is_good_so_often_as_it_says(call: Call, shop: None) -> None:
    save_campaign(call, "a", FIXED, with_coupon=True)
    first, second = issue(call, "a", count=2, uses=2)
    assert [order(call, coupon=each)[1].get("total") for each in (first, second, first)] == [2090] * 3
    assert problem(order(call, coupon=first)) == (422, "coupon-refused")
    assert order(call, coupon=second)[0] == 201
    assert order(call)[1]["total"] == 2590


def test_every_refusal_of_a_code_says_the_same(call: Call, shop: None) -> None:
    before = {"starts": "2020-01-01T00:00", "ends": "2020-01-02T00:00"}
    save_campaign(call, "over", FIXED, with_coupon=True, **before)
    save_campaign(call, "paused", FIXED, with_coupon=True)
    save_campaign(call, "full", FIXED, with_coupon=True, limits={"uses": 1})
    codes = [*issue(call, "over", count=1), *issue(call, "paused", count=1), *issue(call, "full", word="CHEIO", uses=9)]
    set_state(call, "paused", "PAUSED")
    assert order(call, coupon="CHEIO")[0] == 201
    answers = [order(call, coupon=each) for each in (*codes, "NOSUCHCODE", "☃☃☃☃")]
    assert [status for status, _ in answers] == [422] * 5
    assert len({str(body) for _, body in answers}) == 1
    assert "CHEIO" not in dump_table()


def test_a_code_of_another_store_opens_nothing(call: Call, shop: None) -> None:
    save_campaign(call, "a", FIXED, with_coupon=True)
    campaign = campaigns.read("centro", "a")
    campaign.store = "norte"
    campaigns.add_coupons(campaign, ["NORTE10"], 5, "ana")
    assert problem(order(call, coupon="NORTE10")) == (422, "coupon-refused")


def test_a_code_that_takes_nothing_off_is_not_used_up(call: Call, shop: None) -> None:
    save_campaign(call, "a", {"kind": "free_item", "target": {"products": ["pudim"]}}, with_coupon=True)
    save_campaign(call, "b", FIXED)
    (code,) = issue(call, "a", count=1)
    status, placed = order(call, coupon=code)
    assert (status, placed["total"], uses_by_counter()) == (201, 2090, {"COUPON": 0})
    assert placed["skipped"] == [{"campaign_id": "a", "reason": "nothing-eligible"}]
    _, placed = order(call, coupon=code, lines=[*BURGER["lines"], {"product_id": "pudim", "quantity": 1}])
    assert (placed["total"], uses_by_counter()) == (2090, {"COUPON": 1})


# --- the money -------------------------------------------------------------------------------------------------------


def test_what_the_provider_is_shown_adds_up_to_what_is_to_be_paid(
    call: Call, place: Place, shop: None, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_campaign(call, "a", FIXED | {"amount": 100})
    save_campaign(call, "b", {"kind": "free_item", "target": {"products": ["pudim"]}})
    lines = [
        {"product_id": "guarana", "quantity": 3},
        {"product_id": "pudim", "quantity": 1},
        {"product_id": "x-burger", "quantity": 7},
    ]
    placed = place(lines=lines)
    shown: list[Any] = []
    original = provider.create

    def create(**parts: Any) -> Any:
        shown.append(parts)
        return original(**parts)

    monkeypatch.setattr(provider, "create", create)
    request_payment(records.read(placed["order_id"]), provider)
    (payment_request,) = shown
    assert payment_request["amount"] == placed["total"] == sum(line.amount for line in payment_request["lines"])
    assert all(line.unit_price > 0 and line.quantity > 0 for line in payment_request["lines"])
    assert {line.product_id for line in payment_request["lines"]} == {"guarana", "x-burger"}
    assert net_lines(records.read(place(lines=lines[:1])["order_id"])) != []


def test_an_order_that_lost_its_discounts_to_the_version_before_is_shown_at_its_total(
    call: Call, place: Place, shop: None
) -> None:
    save_campaign(call, "a", FIXED)
    placed = records.read(place(lines=[{"product_id": "pudim", "quantity": 3}, *BURGER["lines"]])["order_id"])
    placed.discounts = []
    assert sum(line.amount for line in net_lines(placed)) == placed.total == 3 * 990 + 2590 - 500


def test_the_books_have_what_was_paid(
    call: Call, paid: Paid, on: On, shop: None, provider: Provider, context: Any
) -> None:
    save_campaign(call, "a", {"kind": "percent", "basis_points": 1000, "target": {"products": ["x-burger"]}})
    lines = [{"product_id": "x-burger", "quantity": 1}, {"product_id": "pudim", "quantity": 1}]
    order = records.read(paid(lines=lines))
    record_sales({"Records": [books.record(1, None, order.plain())]}, context)
    by_place = {sk: counter.get("sale_amount", 0) for (pk, sk), counter in books.counters().items() if "#SALES#" in pk}
    assert by_place["TOTAL"] == order.total == 2331 + 990
    assert (by_place["PRODUCT#x-burger"], by_place["PRODUCT#pudim"]) == (2331, 990)
    on("refund_order", order.order_id)
    refunded = records.read(order.order_id)
    assert [refund.amount for refund in refunded.refunds] == [3321]
    record_sales({"Records": [books.record(2, order.plain(), refunded.plain())]}, context)
    refunds = {sk: counter.get("refund_amount", 0) for (pk, sk), counter in books.counters().items() if "#SALES#" in pk}
    assert (refunds["TOTAL"], refunds["PRODUCT#x-burger"], refunds["PRODUCT#pudim"]) == (-3321, -2331, -990)


def test_a_line_that_is_refunded_is_worth_its_price_less_its_shares(place: Place, call: Call, shop: None) -> None:
    for product_id, price in (("x-burger", 2990), ("batata-frita", 1290), ("pudim", 790)):
        change_product(product_id, price=price)
    save_campaign(call, "a", PERCENT)
    products = ("x-burger", "batata-frita", "pudim")
    placed = place(lines=[{"product_id": product_id, "quantity": 1} for product_id in products])
    assert [line.amount for line in net_lines(records.read(placed["order_id"]))] == [2691, 1161, 711]
    assert placed["total"] == 4563


def test_what_is_paid_is_the_total(place: Place, call: Call, on: On, check_out: CheckOut, provider: Provider) -> None:
    save_campaign(call, "a", PERCENT, limits={"uses": 3})
    placed = place(**BURGER)
    number = check_out(placed["order_id"])
    assert provider.orders[number].amount == 2331
    assert on("receive_counter_payment", placed["order_id"], body={"method": "cash"})[1]["payment"]["amount"] == 2331
