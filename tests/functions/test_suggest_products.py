from typing import Any

import pytest

from bytemeburger.orders.records import read
from functions.record_sales.app import handler
from tests.functions.books import record
from tests.functions.fixture_types import Call, Paid
from tests.functions.shop import change_product


@pytest.fixture
def bought(paid: Paid, context: Any, shop: None) -> None:
    """Three times burger and fries, once burger and flan, once fries and guarana."""

    carts = [("x-burger", "batata-frita")] * 3 + [("x-burger", "pudim"), ("batata-frita", "guarana")]
    for cart in carts:
        new = read(paid(lines=[{"product_id": each, "quantity": 1} for each in cart])).plain()
        handler({"Records": [record(1, {**new, "payment": None}, new)]}, context)


@pytest.fixture
def suggested(call: Call) -> Any:
    def ask(*cart: str) -> list[str]:
        status, answer = call("suggest_products", queryStringParameters={"products": ",".join(cart)})
        assert status == 200
        return [product["product_id"] for product in answer["products"]]

    return ask


def test_what_was_bought_together_most_comes_first(suggested: Any, bought: None) -> None:
    assert suggested("x-burger") == ["batata-frita", "pudim"]


def test_every_line_of_the_cart_counts_and_nothing_in_it_is_suggested(suggested: Any, bought: None) -> None:
    assert suggested("x-burger", "batata-frita") == ["guarana", "pudim"]


def test_only_what_is_sold_now(suggested: Any, bought: None) -> None:
    change_product("batata-frita", available=False)
    assert suggested("x-burger") == ["pudim"]


def test_nothing_known_nothing_suggested(suggested: Any, shop: None) -> None:
    assert suggested("x-burger") == []


@pytest.mark.parametrize("products", [None, "", "a,", "a b", ",".join(map(str, range(11)))])
def test_it_takes_a_cart(call: Call, shop: None, products: str | None) -> None:
    assert call("suggest_products", queryStringParameters={"products": products})[0] == 400


def test_an_unknown_store_is_not_found(call: Call, shop: None) -> None:
    query = {"products": "x-burger", "store": "nowhere"}
    assert call("suggest_products", queryStringParameters=query)[0] == 404
