from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from functions.get_menu.app import handler
from tests.functions.campaigns import save_campaign
from tests.functions.fixture_types import Call
from tests.functions.shop import change_product, change_store, set_stock


def test_the_menu_comes_in_the_order_of_a_meal(call: Call, shop: None) -> None:
    status, menu = call("get_menu")
    assert status == 200
    assert menu["open"]
    assert [product["category"] for product in menu["products"]] == ["combo", "burger", "side", "drink", "dessert"]
    assert menu["products"][1]["price"] == 2590


def test_what_is_sold_out_or_off_is_shown_as_such_and_what_was_removed_not_at_all(call: Call, shop: None) -> None:
    change_product("guarana", available=False)
    change_product("pudim", removed=True)
    set_stock("x-burger", 0)
    available = {product["product_id"]: product["available"] for product in call("get_menu")[1]["products"]}
    assert available == {"combo-x": True, "x-burger": False, "batata-frita": True, "guarana": False}


def test_a_stopped_store_says_so(call: Call, shop: None) -> None:
    change_store(accepts_orders=False)
    assert not call("get_menu")[1]["open"]


def test_an_unknown_store_is_not_found(call: Call, shop: None) -> None:
    assert call("get_menu", queryStringParameters={"store": "nowhere"})[0] == 404


def test_a_store_that_cannot_be_one_is_refused(call: Call, shop: None) -> None:
    assert call("get_menu", queryStringParameters={"store": "a#b"})[0] == 400


def test_an_unchanged_menu_is_not_sent_again(event: Any, context: Any, shop: None) -> None:
    request = event("get_menu")
    request["headers"]["If-None-Match"] = handler(request, context)["headers"]["ETag"]
    assert handler(request, context)["statusCode"] == 304


def test_the_menu_may_be_cached_for_a_moment(event: Any, context: Any, shop: None) -> None:
    assert handler(event("get_menu"), context)["headers"]["Cache-Control"] == "public, max-age=30"


CHEESE = {
    "group_id": "extras",
    "name": {"pt-BR": "Extras", "en": "Extras"},
    "min": 0,
    "max": 2,
    "options": [
        {
            "option_id": "cheese",
            "name": {"pt-BR": "Molho", "en": "Sauce"},
            "price": 0,
            "default": False,
            "available": True,
            "allergens": ["milk"],
        },
        {
            "option_id": "onion",
            "name": {"pt-BR": "Molho", "en": "Sauce"},
            "price": 0,
            "default": False,
            "available": True,
        },
    ],
}


@pytest.fixture
def shown(call: Call, shop: None) -> Any:
    """The products of the menu by their id."""
    change_product("x-burger", allergens=["gluten", "egg"], option_groups=[CHEESE])
    change_product("guarana", allergens=[])
    change_product("pudim", allergens=["milk", "egg"])
    return lambda: {product["product_id"]: product for product in call("get_menu")[1]["products"]}


def test_a_combo_contains_what_its_fixed_parts_do(shown: Any) -> None:
    change_product("combo-x", allergens=["sesame"])
    combo = shown()["combo-x"]
    assert combo["allergens"] == ["sesame", "gluten", "egg"]
    assert combo["possible_allergens"] == ["milk"]


def test_a_combo_contains_what_all_choices_of_a_slot_do(shown: Any) -> None:
    change_product("guarana", allergens=["milk", "soy"])
    combo = shown()["combo-x"]
    assert combo["allergens"] == ["gluten", "egg", "milk"]
    assert combo["possible_allergens"] == ["soy"]


def test_each_choice_and_option_says_what_it_adds_so_that_the_chosen_can_be_added_up(shown: Any) -> None:
    menu = shown()
    combo, burger = menu["combo-x"], menu["x-burger"]
    offered = {each["product_id"]: each["allergens"] for slot in combo["slots"] for each in slot["choices"]}
    assert offered == {"x-burger": ["gluten", "egg"], "guarana": [], "pudim": ["milk", "egg"]}
    assert [option["allergens"] for option in burger["option_groups"][0]["options"]] == [["milk"], []]
    assert (burger["allergens"], burger["possible_allergens"]) == (["gluten", "egg"], ["milk"])


def test_a_choice_that_can_never_be_had_is_not_shown(shown: Any) -> None:
    change_product("pudim", removed=True)
    change_product("guarana", category="combo")
    assert [[each["product_id"] for each in slot["choices"]] for slot in shown()["combo-x"]["slots"]] == [
        ["x-burger"],
        [],
    ]
    assert shown()["combo-x"]["possible_allergens"] == ["milk"]


def test_the_manager_reads_a_combos_own_allergens_and_those_of_options(call: Call, shown: Any) -> None:
    listed = {product["product_id"]: product for product in call("list_products")[1]["products"]}
    assert listed["combo-x"]["allergens"] == []
    assert [option["allergens"] for option in listed["x-burger"]["option_groups"][0]["options"]] == [["milk"], []]


ALWAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
HAPPY_HOUR = [{"days": ALWAYS, "opens": "17:00", "closes": "19:00"}]
AT_SIX = datetime(2026, 11, 24, 21, tzinfo=UTC)
HALF = {"kind": "percent", "basis_points": 5000, "target": {"categories": ["drink"]}}


def offered(call: Call) -> dict[str, int]:
    """The prices under campaigns for everybody."""
    products = call("get_menu")[1]["products"]
    return {each["product_id"]: each["offer"]["price"] for each in products if each["offer"]}


def announced(call: Call) -> tuple[bool, bool]:
    menu = call("get_menu")[1]
    return menu["discounts"], menu["coupons"]


def test_a_happy_hour_has_its_prices_on_the_menu_while_it_lasts(
    call: Call, shop: None, aws_operations: list[str]
) -> None:
    assert (offered(call), announced(call)) == ({}, (False, False))
    save_campaign(call, "happy", HALF, hours=HAPPY_HOUR)
    with time_machine.travel(AT_SIX, tick=False):
        aws_operations.clear()
        menu = call("get_menu")[1]
        assert aws_operations == ["Query"]
        (drink,) = [each for each in menu["products"] if each["product_id"] == "guarana"]
        assert drink["offer"] == {"name": {"pt-BR": "Oferta", "en": "Offer"}, "price": 375}
        assert (drink["price"], offered(call), announced(call)) == (750, {"guarana": 375}, (True, False))
    with time_machine.travel(AT_SIX + timedelta(hours=1), tick=False):
        assert (offered(call), announced(call)) == ({}, (True, False))


@pytest.mark.parametrize(
    "more",
    [
        {"with_coupon": True},
        {"first_order": True},
        {"dining": "eat_in"},
        {"minimum": 1},
        {"most_amount": 1000},
        {"limits": {"uses": 9}},
        {"offer": HALF | {"most_units": 1}},
        {"offer": HALF | {"target": {"options": ["cheese"]}}},
        {"offer": {"kind": "order_fixed", "amount": 100}},
        {"offer": {"kind": "cheapest_free", "take": 2}},
    ],
)
def test_what_not_every_unit_of_every_order_gets_is_no_price_of_the_menu(
    call: Call, shop: None, more: dict[str, Any]
) -> None:
    change_product("x-burger", option_groups=[CHEESE])
    save_campaign(call, "some", **{"offer": HALF} | more)
    assert offered(call) == {}
    assert announced(call) == ("with_coupon" not in more, "with_coupon" in more)


def test_campaigns_that_exclude_each_other_are_not_promised_together(call: Call, shop: None) -> None:
    save_campaign(call, "drinks", HALF)
    save_campaign(call, "all", {"kind": "order_percent", "basis_points": 1000})
    assert offered(call)["guarana"] == 375 - 38
    save_campaign(call, "all", {"kind": "order_percent", "basis_points": 1000}, stackable=False)
    assert offered(call) == {}
