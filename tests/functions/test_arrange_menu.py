from typing import Any

import pytest

from bytemeburger.audit import records as audit
from tests.functions.fixture_types import Call
from tests.functions.shop import change_product


def menu(call: Call) -> list[str]:
    return [each["product_id"] for each in call("get_menu")[1]["products"]]


@pytest.fixture
def drinks(shop: None) -> None:
    """Three things to drink, the cheapest first."""
    change_product("batata-frita", category="drink", price=300)
    change_product("pudim", category="drink", price=200)


def test_products_are_shown_as_they_were_arranged_within_their_category(call: Call, drinks: None) -> None:
    assert menu(call) == ["combo-x", "x-burger", "pudim", "batata-frita", "guarana"]
    status, answer = call("arrange_menu", body={"product_ids": ["guarana", "pudim", "combo-x", "gone"]})
    assert (status, answer) == (200, {"product_ids": ["guarana", "pudim", "combo-x", "gone"]})
    assert menu(call) == ["combo-x", "x-burger", "guarana", "pudim", "batata-frita"]
    listed = [each["product_id"] for each in call("list_products")[1]["products"]]
    assert listed == menu(call)


def test_it_is_written_down_once(call: Call, shop: None) -> None:
    for _ in range(2):
        call("arrange_menu", body={"product_ids": ["pudim"]})
    (entry,) = audit.read_page("centro", {}, limit=10, cursor=None).items
    assert entry["changes"] == [{"path": "/arrangement", "old": [], "new": ["pudim"]}]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"product_ids": ["a", "a"]},
        {"product_ids": ["a b"]},
        {"product_ids": [f"p{number}" for number in range(501)]},
    ],
)
def test_what_is_no_arrangement_is_refused(call: Call, shop: None, body: Any) -> None:
    assert call("arrange_menu", body=body)[0] == 422


def test_only_for_a_manager_and_for_the_own_store(call: Call, drinks: None) -> None:
    assert call("arrange_menu", claims={"cognito:groups": "counter"})[0] == 403
    call("arrange_menu", body={"product_ids": ["guarana"]}, claims={"custom:store": "norte"})
    assert menu(call)[-1] == "guarana"
