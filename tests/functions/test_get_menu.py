from typing import Any


def test_the_menu_comes_in_the_order_of_a_meal(call: Any, shop: None) -> None:
    status, menu = call("get_menu")
    assert status == 200
    assert [product["category"] for product in menu["products"]] == ["burger", "side", "drink", "dessert"]
    assert menu["products"][0]["price"] == 2590


def test_an_unknown_store_has_an_empty_menu(call: Any, shop: None) -> None:
    assert call("get_menu", queryStringParameters={"store": "nowhere"})[1]["products"] == []


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
