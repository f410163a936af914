from typing import Any

import pytest

from tests.functions.campaigns import BURGER, FIXED, issue, problem, save_campaign
from tests.functions.fixture_types import Call


def test_the_counter_sees_what_its_order_would_cost(call: Call, shop: None) -> None:
    save_campaign(call, "secret", FIXED, with_coupon=True, limits={"uses": 5, "uses_per_day": 5})
    (code,) = issue(call, "secret", count=1)
    status, cart = call("preview_discounts_by_staff", body=BURGER | {"coupon": code})
    assert (status, cart["store"], cart["subtotal"], cart["total"]) == (200, "centro", 2590, 2090)
    body = BURGER | {"coupon": code, "expected_total": cart["total"]}
    status, placed = call("create_staff_order", body=body)
    assert (status, placed["discounts"]) == (201, cart["discounts"])


def test_the_cart_of_somebody_unknown_says_so(call: Call, shop: None) -> None:
    save_campaign(call, "first", FIXED, first_order=True)
    _, cart = call("preview_discounts_by_staff", body=BURGER)
    assert (cart["total"], [each["reason"] for each in cart["skipped"]]) == (2590, ["not-identified"])


@pytest.mark.parametrize(
    "change", [{"store": "norte"}, {"customer_ref": "x"}, {"lines": []}], ids=lambda change: next(iter(change))
)
def test_it_is_a_cart_of_the_counters_own_store(call: Call, shop: None, change: dict[str, Any]) -> None:
    assert problem(call("preview_discounts_by_staff", body=BURGER | change)) == (422, "body-invalid")


def test_a_store_that_does_not_exist_sells_nothing(call: Call, shop: None) -> None:
    answer = call("preview_discounts_by_staff", body=BURGER, claims={"custom:store": "norte"})
    assert problem(answer) == (422, "store-unknown")
