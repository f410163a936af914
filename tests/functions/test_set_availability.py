from tests.functions.fixture_types import Call


def test_one_call_takes_a_product_off_and_one_puts_it_back(call: Call, shop: None) -> None:
    assert call("set_availability") == (200, {"product_id": "x-burger", "available": False})
    status, problem = call("create_order")
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:product-unavailable")
    call("set_availability", body={"available": True})
    assert call("create_order")[0] == 201


def test_saying_it_twice_changes_nothing(call: Call, shop: None) -> None:
    call("set_availability")
    versions = [product["version"] for product in call("list_products")[1]["products"]]
    call("set_availability")
    assert [product["version"] for product in call("list_products")[1]["products"]] == versions


def test_an_unknown_product_is_not_found(call: Call, shop: None) -> None:
    assert call("set_availability", pathParameters={"product_id": "nothing"})[0] == 404
