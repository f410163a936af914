from typing import Any

from tests.functions.fixture_types import Call


def test_it_leaves_the_menu_and_cannot_be_ordered(call: Call, shop: None) -> None:
    assert call("remove_product") == (204, "")
    assert "x-burger" not in {each["product_id"] for each in call("get_menu")[1]["products"]}
    status, problem = call("create_order")
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:product-unknown")


def test_sold_orders_keep_their_lines(call: Call, placed: dict[str, Any]) -> None:
    call("remove_product")
    headers = {"Order-Key": placed["order_key"]}
    order = call("get_order", pathParameters={"order_id": placed["order_id"]}, headers=headers)[1]
    assert order["lines"] == placed["lines"]


def test_what_is_not_there_is_not_found(call: Call, shop: None) -> None:
    assert call("remove_product", pathParameters={"product_id": "nothing"})[0] == 404
    call("remove_product")
    assert call("remove_product")[0] == 404


def test_only_for_managers_of_the_store(call: Call, shop: None) -> None:
    assert call("remove_product", claims={"cognito:groups": "kitchen"})[0] == 403
    assert call("remove_product", claims={"custom:store": "norte"})[0] == 404
