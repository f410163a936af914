import json
from typing import Any

import pytest

from bytemeburger.menu import records
from tests.functions.fixture_types import Call
from tests.functions.shop import change_product, set_stock, units_left


def test_a_new_product_stands_on_the_menu(call: Call, shop: None) -> None:
    status, product = call("save_product")
    assert (status, product["version"], product["stock"]) == (200, 1, None)
    menu = {each["product_id"]: each for each in call("get_menu")[1]["products"]}
    assert menu["x-salada"]["price"] == 2790
    assert [option["price"] for option in menu["x-salada"]["option_groups"][0]["options"]] == [400, 300]


def test_what_was_sold_keeps_its_price(call: Call, sample: Any, placed: dict[str, Any]) -> None:
    changed = {
        "body": sample | {"price": 1},
        "pathParameters": {"product_id": "x-burger"},
        "headers": {"If-Match": '"1"'},
    }
    assert call("save_product", **changed)[0] == 200
    assert call("create_order")[1]["total"] == placed["total"]


def test_of_two_managers_the_slower_is_refused(call: Call, shop: None) -> None:
    call("save_product")
    assert call("save_product", headers={"If-Match": '"1"'})[0] == 200
    status, problem = call("save_product", headers={"If-Match": '"1"'})
    assert (status, problem["type"]) == (412, "urn:bytemeburger:problem:product-changed")


def test_nobody_replaces_what_they_have_not_read(call: Call, shop: None) -> None:
    assert call("save_product")[0] == 200
    status, problem = call("save_product")
    assert (status, problem["type"]) == (428, "urn:bytemeburger:problem:if-match-missing")
    assert call("save_product", headers={"If-None-Match": "*"})[0] == 412


def test_where_nothing_is_there_is_nothing_to_match(call: Call, shop: None) -> None:
    assert call("save_product", headers={"If-Match": "*"})[0] == 412
    assert call("save_product", headers={"If-None-Match": "*"})[0] == 200


@pytest.mark.parametrize("headers", [{}, {"If-None-Match": "*"}, {"If-Match": '"2"'}])
def test_a_removed_product_can_be_put_back(call: Call, shop: None, headers: dict[str, str]) -> None:
    call("remove_product")
    assert call("save_product", pathParameters={"product_id": "x-burger"}, headers=headers)[0] == 200
    assert "x-burger" in {each["product_id"] for each in call("get_menu")[1]["products"]}


@pytest.fixture
def save(call: Call, shop: None, sample: Any) -> Any:
    """Save the sample under another id, parts of it replaced, whatever version is there."""

    def put(product_id: str, **parts: Any) -> tuple[int, Any]:
        exists = any(each["product_id"] == product_id for each in call("list_products")[1]["products"])
        headers = {"If-Match": "*"} if exists else {}
        return call("save_product", body=sample | parts, headers=headers, pathParameters={"product_id": product_id})

    return put


@pytest.mark.parametrize("units", [7, 0])
def test_a_counted_product_is_answered_with_its_stock(save: Any, units: int) -> None:
    set_stock("x-burger", units, low_at=2)
    status, product = save("x-burger", price=2690)
    assert (status, product["price"], product["stock"]) == (200, 2690, {"units": units, "low_at": 2})


def test_the_version_that_a_counted_product_was_answered_with_is_good_for_the_next_save(call: Call, save: Any) -> None:
    set_stock("x-burger", 1)
    precondition = {"If-Match": f'"{save("x-burger")[1]["version"]}"'}
    assert call("save_product", headers=precondition, pathParameters={"product_id": "x-burger"})[0] == 200


def test_a_counted_product_that_was_removed_is_saved_again_with_its_stock(call: Call, save: Any) -> None:
    set_stock("x-burger", 3)
    assert call("remove_product", pathParameters={"product_id": "x-burger"})[0] == 204
    status, product = save("x-burger")
    assert (status, product["removed"], product["stock"]) == (200, False, {"units": 3, "low_at": 0})


def test_one_that_counts_as_counted_without_a_stock_is_sold_out(save: Any) -> None:
    change_product("x-burger", counted=True)
    status, product = save("x-burger")
    assert (status, product["stock"]) == (200, {"units": 0, "low_at": 0})


def test_of_two_saves_at_once_the_slower_is_refused_and_nothing_of_it_is_saved(
    save: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = records.read("centro", "x-burger")
    save("x-burger")
    with monkeypatch.context() as patched:
        patched.setattr(records, "read_or_new", lambda store, product_id: before)
        status, problem = save("x-burger", price=1)
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:product-changed")
    assert records.read("centro", "x-burger").price == 2790


def test_nothing_that_could_fail_comes_after_the_write(save: Any, aws_operations: list[str]) -> None:
    set_stock("x-burger", 3)
    assert save("x-burger")[0] == 200
    assert aws_operations[-1] == "TransactWriteItems"


def combo(*choices: str) -> dict[str, Any]:
    offered = [{"product_id": product_id, "price": 0} for product_id in choices]
    slot = {"slot_id": "main", "name": {"pt-BR": "Prato", "en": "Main"}, "choices": offered}
    return {"category": "combo", "option_groups": [], "slots": [slot]}


@pytest.mark.parametrize("choice", ["combo-x", "combo-y", "no-such-product"])
def test_a_combo_offers_neither_itself_nor_another_combo_nor_nothing(save: Any, choice: str) -> None:
    assert save("combo-y", **combo("x-burger"))[0] == 200
    status, problem = save("combo-y", **combo("x-burger", choice))
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:choice-not-offerable")
    assert (problem["product_id"], problem["slot_id"], problem["choice"]) == ("combo-y", "main", choice)


def test_a_new_combo_of_itself_is_refused(save: Any) -> None:
    assert save("combo-z", **combo("combo-z"))[0] == 422


def test_what_a_combo_offers_does_not_become_a_combo(call: Call, save: Any) -> None:
    status, problem = save("x-burger", **combo("pudim"))
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:product-in-combos")
    assert (problem["combos"], problem["name"]["en"]) == (["combo-x"], "Salad burger")
    call("remove_product", pathParameters={"product_id": "combo-x"})
    assert save("x-burger", **combo("pudim"))[0] == 200


def test_a_combo_keeps_a_choice_that_was_taken_off_the_menu(call: Call, save: Any) -> None:
    call("remove_product", pathParameters={"product_id": "pudim"})
    assert save("combo-x", **combo("x-burger", "pudim"))[0] == 200


def test_options_carry_allergens_and_need_not(call: Call, save: Any, sample: Any) -> None:
    (group,) = sample["option_groups"]
    first, *others = group["options"]
    with_allergens = group | {"options": [first | {"allergens": ["milk"]}, *others]}
    status, product = save("x-burger", option_groups=[with_allergens])
    assert (status, product["option_groups"][0]["options"][0]["allergens"]) == (200, ["milk"])
    assert all(option["allergens"] == [] for option in product["option_groups"][0]["options"][1:])
    wrong = group | {"options": [first | {"allergens": ["Milk!"]}, *others]}
    assert save("x-burger", option_groups=[wrong])[0] == 422


def test_a_choice_stands_once_in_its_slot(save: Any) -> None:
    assert save("combo-x", **combo("pudim", "pudim"))[0] == 422


def test_stock_is_not_touched(call: Call, shop: None) -> None:
    set_stock("x-burger", 7)
    call("save_product", pathParameters={"product_id": "x-burger"}, headers={"If-Match": "*"})
    assert units_left("x-burger") == 7


TEXTS = {"pt-BR": "x", "en": "x"}
OPTION: dict[str, Any] = {"option_id": "a", "name": TEXTS}
GROUP: dict[str, Any] = {"group_id": "g", "name": TEXTS, "options": [OPTION]}
SLOT: dict[str, Any] = {"slot_id": "s", "name": TEXTS, "choices": [{"product_id": "guarana"}]}


def test_a_combo_and_a_product_with_options_are_saved(call: Call, shop: None, sample: Any) -> None:
    for good in ({"option_groups": [GROUP]}, {"category": "combo", "option_groups": [], "slots": [SLOT]}):
        assert call("save_product", body=sample | good, headers={"If-None-Match": "*"})[0] == 200
        call("remove_product", pathParameters={"product_id": "x-salada"})


@pytest.fixture
def sample(event: Any) -> Any:
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
        {"allergens": ["milk", "milk"]},
        {"hours": [{"days": ["mon", "mon"], "opens": "10:00", "closes": "11:00"}]},
        {"option_groups": [GROUP, GROUP | {"options": [OPTION | {"option_id": "b"}]}]},
        {"option_groups": [GROUP | {"options": [OPTION, OPTION]}]},
        {"category": "combo", "slots": [SLOT, SLOT]},
        {"category": "combo", "slots": [SLOT | {"choices": [*SLOT["choices"], {"product_id": "guarana", "price": 1}]}]},
    ],
)
def test_a_product_that_could_not_be_sold_is_refused(call: Call, shop: None, sample: Any, change: Any) -> None:
    assert call("save_product", body=sample | change)[0] == 422


def test_only_for_managers(call: Call, shop: None) -> None:
    assert call("save_product", claims={"cognito:groups": "kitchen"})[0] == 403


def test_nothing_is_put_on_the_menu_of_a_store_that_is_none(call: Call, shop: None) -> None:
    status, problem = call("save_product", claims={"custom:store": "nowhere"})
    assert (status, problem["type"]) == (404, "urn:bytemeburger:problem:store-unknown")
    assert records.read_menu("nowhere") == (None, [])
