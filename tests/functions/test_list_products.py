from tests.functions.fixture_types import Call
from tests.functions.shop import change_product, open_store, set_stock


def test_it_shows_what_customers_do_not_see(call: Call, shop: None) -> None:
    change_product("pudim", removed=True)
    change_product("guarana", available=False)
    set_stock("x-burger", 3, low_at=5)
    status, answer = call("list_products")
    products = {each["product_id"]: each for each in answer["products"]}
    assert (status, len(products)) == (200, 5)
    assert products["pudim"]["removed"]
    assert not products["guarana"]["available"]
    assert products["x-burger"]["stock"] == {"units": 3, "low_at": 5}


def test_each_store_sees_its_own(call: Call, shop: None) -> None:
    open_store("norte")
    assert call("list_products", claims={"custom:store": "norte"})[1] == {"products": []}


def test_by_category(call: Call, shop: None) -> None:
    def listed(category: str) -> list[str]:
        answer = call("list_products", queryStringParameters={"category": category})[1]
        return [each["product_id"] for each in answer["products"]]

    assert listed("drink") == ["guarana"]
    assert listed("combo") == ["combo-x"]
    assert call("list_products", queryStringParameters={"category": "pizza"})[0] == 400


def test_a_store_that_is_none_has_no_products(call: Call, shop: None) -> None:
    status, problem = call("list_products", claims={"custom:store": "nowhere"})
    assert (status, problem["type"]) == (404, "urn:bytemeburger:problem:store-unknown")
