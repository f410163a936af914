from typing import Any

import pytest

from bytemeburger.customers.protected_cpf import sign_reference
from tests.functions.campaigns import BURGER, FIXED, another_key, issue, order, problem, save_campaign
from tests.functions.fixture_types import Call
from tests.functions.shop import change_store

BURGERS = {"kind": "percent", "basis_points": 1000, "target": {"categories": ["burger"]}}
LINES = [{"product_id": "x-burger", "quantity": 1}]


def test_a_cart_without_campaigns_costs_what_stands_on_the_menu(call: Call, shop: None) -> None:
    status, cart = call("preview_discounts")
    assert (status, cart["subtotal"], cart["total"], cart["discounts"], cart["skipped"]) == (200, 4990, 4990, [], [])


def test_it_says_what_is_taken_off_and_why_more_is_not(call: Call, shop: None) -> None:
    save_campaign(call, "burgers", BURGERS)
    save_campaign(call, "much", FIXED, minimum=6000)
    status, cart = call("preview_discounts")
    assert (status, cart["total"]) == (200, 4990 - 259)
    (discount,) = cart["discounts"]
    assert (discount["campaign_id"], discount["amount"]) == ("burgers", 259)
    (share,) = discount["lines"]
    assert cart["lines"][share["line"]]["product_id"] == "x-burger"
    assert [(each["campaign_id"], each["reason"], each["missing"]) for each in cart["skipped"]] == [
        ("much", "minimum-not-reached", 1010)
    ]


def test_its_total_is_the_one_to_expect(call: Call, shop: None) -> None:
    save_campaign(call, "burgers", BURGERS)
    _, cart = call("preview_discounts", body={"lines": LINES})
    status, order = call("create_order", body={"lines": LINES, "expected_total": cart["total"]}, headers=another_key())
    assert (status, order["total"], order["discounts"]) == (201, cart["total"], cart["discounts"])


def test_it_sees_the_limits_before_an_order_meets_them(call: Call, shop: None) -> None:
    save_campaign(call, "one", FIXED, limits={"uses": 1})
    save_campaign(call, "day", FIXED, limits={"uses_per_day": 1})
    save_campaign(call, "person", FIXED, limits={"uses_per_person": 1})
    save_campaign(call, "budget", FIXED, limits={"budget": 500})
    body = {"lines": LINES, "customer_ref": sign_reference("52998224725")}
    assert call("preview_discounts", body=body)[1]["total"] == 2590 - 4 * 500
    assert call("create_order", body=body, headers=another_key())[1]["total"] == 590
    _, cart = call("preview_discounts", body=body)
    assert cart["total"] == 2590
    assert {each["campaign_id"]: each["reason"] for each in cart["skipped"]} == dict.fromkeys(
        ("one", "day", "person", "budget"), "limit-reached"
    )


def test_it_knows_who_has_not_ordered_yet(call: Call, shop: None) -> None:
    save_campaign(call, "first", FIXED, first_order=True)
    body = {"lines": LINES, "customer_ref": sign_reference("52998224725")}
    assert call("preview_discounts", body=body)[1]["total"] == 2090
    call("create_order", body=body, headers=another_key())
    assert call("preview_discounts", body=body)[1]["skipped"][0]["reason"] == "not-first-order"


def test_nothing_is_counted(call: Call, shop: None) -> None:
    save_campaign(call, "one", FIXED, limits={"uses": 1})
    assert [call("preview_discounts")[1]["total"] for _ in range(3)] == [4490] * 3


def test_it_asks_once_and_once_more_for_limits(call: Call, shop: None, aws_operations: list[str]) -> None:
    call("preview_discounts")
    aws_operations.clear()
    call("preview_discounts")
    assert aws_operations == ["BatchGetItem"]
    save_campaign(call, "one", FIXED, limits={"uses": 1})
    aws_operations.clear()
    call("preview_discounts")
    assert aws_operations == ["BatchGetItem"] * 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lines": [{"product_id": "pizza", "quantity": 1}]}, "product-unknown"),
        ({"store": "nowhere"}, "store-unknown"),
        ({"coupon": "WRONGCODE"}, "coupon-refused"),
        ({"coupon": "💥💥💥💥"}, "coupon-refused"),
        ({"customer_ref": "forged"}, "customer-reference-invalid"),
        ({"lines": []}, "body-invalid"),
    ],
)
def test_what_could_not_be_ordered_has_no_price(call: Call, shop: None, change: dict[str, Any], code: str) -> None:
    status, problem = call("preview_discounts", body={"lines": LINES} | change)
    assert (status, problem["type"]) == (422, f"urn:bytemeburger:problem:{code}")


def test_a_store_that_takes_no_orders_promises_no_price(call: Call, shop: None) -> None:
    change_store(accepts_orders=False)
    assert call("preview_discounts")[0] == 409


def test_a_code_opens_its_campaign(call: Call, shop: None) -> None:
    save_campaign(call, "secret", FIXED, with_coupon=True, minimum=3000)
    (code,) = issue(call, "secret", count=1)
    assert call("preview_discounts", body={"lines": LINES})[1]["skipped"] == []
    _, cart = call("preview_discounts", body={"lines": LINES, "coupon": code.lower()})
    assert [(each["reason"], each["missing"]) for each in cart["skipped"]] == [("minimum-not-reached", 410)]
    _, cart = call("preview_discounts", body={"lines": [LINES[0] | {"quantity": 2}], "coupon": code})
    assert cart["total"] == 5180 - 500


def test_what_is_left_of_a_budget_does_not_suffice_here_either(call: Call, shop: None) -> None:
    save_campaign(call, "a", FIXED, limits={"budget": 700})
    save_campaign(call, "b", {"kind": "order_percent", "basis_points": 1000}, priority=200)
    assert order(call)[0] == 201
    _, cart = call("preview_discounts", body=BURGER)
    assert {"campaign_id": "a", "reason": "limit-reached"}.items() <= cart["skipped"][0].items()
    status, placed = order(call, expected_total=cart["total"])
    assert (status, [each["campaign_id"] for each in placed["discounts"]]) == (201, ["b"])


def test_a_code_is_refused_as_the_order_would_refuse_it(call: Call, shop: None) -> None:
    save_campaign(call, "secret", FIXED, with_coupon=True, limits={"budget": 700})
    (code,) = issue(call, "secret", word="TWICE", uses=2)
    assert order(call, coupon=code)[0] == 201
    answers = order(call, coupon=code), call("preview_discounts", body=BURGER | {"coupon": code})
    assert [problem(each) for each in answers] == [(422, "coupon-refused")] * 2
