from typing import Any

import pytest


def test_a_new_product_stands_on_the_menu(call: Any, shop: None) -> None:
    status, product = call("save_product")
    assert (status, product["version"], product["stock"]) == (200, 1, None)
    menu = {each["product_id"]: each for each in call("get_menu")[1]["products"]}
    assert menu["x-salada"]["price"] == 2790
    assert [option["price"] for option in menu["x-salada"]["option_groups"][0]["options"]] == [400, 300]


def test_what_was_sold_keeps_its_price(call: Any, sample: Any, placed: dict[str, Any]) -> None:
    changed = {
        "body": sample | {"price": 1},
        "pathParameters": {"product_id": "x-burger"},
        "headers": {"If-Match": '"1"'},
    }
    assert call("save_product", **changed)[0] == 200
    assert call("create_order")[1]["total"] == placed["total"]


def test_of_two_managers_the_slower_is_told(call: Any, shop: None) -> None:
    call("save_product")
    assert call("save_product", headers={"If-Match": '"1"'})[0] == 200
    status, problem = call("save_product", headers={"If-Match": '"1"'})
    assert (status, problem["type"]) == (412, "urn:bytemeburger:problem:product-changed")


def test_nobody_replaces_what_they_have_not_read(call: Any, shop: None) -> None:
    assert call("save_product")[0] == 200
    status, problem = call("save_product")
    assert (status, problem["type"]) == (428, "urn:bytemeburger:problem:if-match-missing")
    assert call("save_product", headers={"If-None-Match": "*"})[0] == 412


def test_where_nothing_is_there_is_nothing_to_match(call: Any, shop: None) -> None:
    assert call("save_product", headers={"If-Match": "*"})[0] == 412
    assert call("save_product", headers={"If-None-Match": "*"})[0] == 200


@pytest.mark.parametrize("headers", [{}, {"If-None-Match": "*"}, {"If-Match": '"2"'}])
def test_a_removed_product_can_be_put_back(call: Any, shop: None, headers: dict[str, str]) -> None:
    call("remove_product")
    assert call("save_product", pathParameters={"product_id": "x-burger"}, headers=headers)[0] == 200
    assert "x-burger" in {each["product_id"] for each in call("get_menu")[1]["products"]}


def test_stock_is_not_touched(call: Any, shop: None) -> None:
    from tests.functions.shop import set_stock, units_left

    set_stock("x-burger", 7)
    call("save_product", pathParameters={"product_id": "x-burger"}, headers={"If-Match": "*"})
    assert units_left("x-burger") == 7


@pytest.fixture
def sample(event: Any) -> Any:
    import json

    return json.loads(event("save_product")["body"])


@pytest.mark.parametrize(
    "change",
    [
        {"price": -1},
        {"price": 9.9},
        {"price": "10"},
        {"category": "pizza"},
        {"category": "combo"},
        {"name": {"en": "Only English"}},
        {"slots": [{"slot_id": "a", "name": {"pt-BR": "a", "en": "a"}, "choices": []}]},
        {"image": "https://elsewhere.example/a.png"},
        {"hours": [{"days": ["mon"], "opens": "25:00", "closes": "26:00"}]},
        {"option_groups": [{"group_id": "g", "name": {"pt-BR": "g", "en": "g"}, "min": 3, "max": 1, "options": []}]},
        {"unknown": 1},
    ],
)
def test_a_product_that_could_not_be_sold_is_refused(call: Any, shop: None, sample: Any, change: Any) -> None:
    assert call("save_product", body=sample | change)[0] == 422


def test_only_for_managers(call: Any, shop: None) -> None:
    assert call("save_product", claims={"cognito:groups": "kitchen"})[0] == 403
