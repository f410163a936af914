from typing import Any

from tests.functions.shop import change_product, change_store, set_stock


def test_the_menu_comes_in_the_order_of_a_meal(call: Any, shop: None) -> None:
    status, menu = call("get_menu")
    assert status == 200
    assert menu["open"]
    assert [product["category"] for product in menu["products"]] == ["combo", "burger", "side", "drink", "dessert"]
    assert menu["products"][1]["price"] == 2590


def test_what_is_sold_out_or_off_is_shown_as_such_and_what_was_removed_not_at_all(call: Any, shop: None) -> None:
    change_product("guarana", available=False)
    change_product("pudim", removed=True)
    set_stock("x-burger", 0)
    available = {product["product_id"]: product["available"] for product in call("get_menu")[1]["products"]}
    assert available == {"combo-x": True, "x-burger": False, "batata-frita": True, "guarana": False}


def test_a_stopped_store_says_so(call: Any, shop: None) -> None:
    change_store(accepts_orders=False)
    assert not call("get_menu")[1]["open"]


def test_an_unknown_store_is_not_found(call: Any, shop: None) -> None:
    assert call("get_menu", queryStringParameters={"store": "nowhere"})[0] == 404


def test_a_store_that_cannot_be_one_is_refused(call: Any, shop: None) -> None:
    assert call("get_menu", queryStringParameters={"store": "a#b"})[0] == 400


def test_an_unchanged_menu_is_not_sent_again(event: Any, context: Any, shop: None) -> None:
    from functions.get_menu.app import handler

    request = event("get_menu")
    request["headers"]["If-None-Match"] = handler(request, context)["headers"]["ETag"]
    assert handler(request, context)["statusCode"] == 304


def test_the_menu_may_be_cached_for_a_moment(event: Any, context: Any, shop: None) -> None:
    from functions.get_menu.app import handler

    assert handler(event("get_menu"), context)["headers"]["Cache-Control"] == "public, max-age=15"
