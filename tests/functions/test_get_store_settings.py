from tests.functions.fixture_types import Call


def test_the_staff_see_their_stores_settings(call: Call, shop: None) -> None:
    status, store = call("get_store_settings")
    assert status == 200
    assert (store["store"], store["time_zone"], store["accepts_orders"]) == ("centro", "America/Sao_Paulo", True)


def test_staff_of_a_store_that_is_not_there(call: Call, shop: None) -> None:
    assert call("get_store_settings", claims={"custom:store": "norte"})[0] == 404
