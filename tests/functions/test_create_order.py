from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from bytemeburger import table
from bytemeburger.customers.protected_cpf import REFERENCE_SECONDS, pseudonym, sign_reference
from bytemeburger.menu import records as menu
from bytemeburger.orders import records
from bytemeburger.orders.rules import MAX_PRODUCTS, MAX_RESERVED
from tests.functions.books import stored_items
from tests.functions.fixture_types import Call, On, Paid, Place
from tests.functions.shop import change_product, change_store, set_stock, units_left

ICE: dict[str, Any] = {
    "group_id": "extras",
    "name": {"pt-BR": "Extras", "en": "Extras"},
    "min": 0,
    "max": 1,
    "options": [
        {
            "option_id": "lemon",
            "name": {"pt-BR": "Limão", "en": "Lemon"},
            "price": 100,
            "default": False,
            "available": True,
        }
    ],
}
ANOTHER_KEY = {"Idempotency-Key": "7b9f5a3e-6d3c-4f1b-9a77-2a0d5b8f1c45"}


def test_an_order_that_no_item_could_hold_is_refused_before_it_is_paid(call: Call, shop: None) -> None:
    extras: dict[str, Any] = {
        "group_id": "extras",
        "name": ICE["name"],
        "max": 50,
        "options": [
            ICE["options"][0] | {"option_id": f"o{number}", "name": {"pt-BR": "x" * 200, "en": "y" * 200}}
            for number in range(50)
        ],
    }
    change_product("x-burger", option_groups=[extras | {"min": 0}])
    options = [each["option_id"] for each in extras["options"]]

    def order(lines: int, key: str) -> tuple[int, Any]:
        wanted = [
            {"product_id": "x-burger", "quantity": 1, "options": options, "note": f"{number}"}
            for number in range(lines)
        ]
        return call("create_order", body={"lines": wanted}, headers={"Idempotency-Key": key})

    for lines in (20, 16, 10):
        status, problem = order(lines, str(uuid4()))
        assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:order-too-large")
    assert order(3, str(uuid4()))[0] == 201


def test_an_order_names_no_more_products_than_one_read_can_fetch(call: Call, shop: None) -> None:
    lines = [
        {"product_id": f"a-{number}", "quantity": 1, "choices": {"main": {"product_id": f"b-{number}"}}}
        for number in range(MAX_PRODUCTS // 2 + 1)
    ]
    status, problem = call("create_order", body={"lines": lines})
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:order-too-large")


def test_an_order_is_placed_at_the_menus_prices(placed: dict[str, Any]) -> None:
    assert placed["status"] == "AWAITING_PAYMENT"
    assert placed["total"] == 2590 + 2 * 1200
    assert {line["product_id"]: line["unit_price"] for line in placed["lines"]} == {
        "x-burger": 2590,
        "batata-frita": 1200,
    }
    assert placed["order_key"]


def test_a_retry_answers_the_same_even_when_the_menu_has_changed(call: Call, placed: dict[str, Any]) -> None:
    product = menu.Product.get(*menu.key("centro", "x-burger"))
    product.available = False
    table.save(product)
    assert call("create_order") == (201, placed)


def test_a_retry_answers_what_was_answered_first_whatever_the_kitchen_did_since(
    call: Call, on: On, placed: dict[str, Any]
) -> None:
    on("receive_counter_payment", placed["order_id"], body={"method": "cash"})
    on("advance_order", placed["order_id"], body={"to": "IN_PREPARATION"})
    on("check_off_item", placed["order_id"], line="0", body={"done": True})
    assert call("create_order") == (201, placed)


def test_a_retry_answers_its_order_when_the_customer_reference_has_ended(call: Call, shop: None) -> None:
    body = {"customer_ref": sign_reference("52998224725"), "lines": [{"product_id": "pudim", "quantity": 1}]}
    first = call("create_order", body=body)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=REFERENCE_SECONDS + 60)):
        assert first[0] == 201
        assert call("create_order", body=body) == first
        status, problem = call("create_order", body=body, headers=ANOTHER_KEY)
        assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:customer-reference-invalid")


def test_a_retry_answers_its_order_whatever_became_of_store_and_stock(call: Call, shop: None) -> None:
    set_stock("x-burger", 1)
    first = call("create_order")
    change_store(accepts_orders=False)
    assert call("create_order") == first


def test_a_combo_within_a_combo_is_not_sold_however_it_got_there(call: Call, shop: None) -> None:
    change_product("x-burger", category="combo")
    in_combo = {"burger": {"product_id": "x-burger"}, "drink": {"product_id": "guarana"}}
    status, problem = call(
        "create_order", body={"lines": [{"product_id": "combo-x", "quantity": 1, "choices": in_combo}]}
    )
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:choice-unknown")


def test_of_two_at_once_the_slower_answers_the_order_of_the_faster(
    call: Call, placed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = table.fetch
    monkeypatch.setattr(
        table, "fetch", lambda keys: {key: item for key, item in fetch(keys).items() if key[1] != "ORDER"}
    )
    assert call("create_order") == (201, placed)


def test_a_retry_may_name_the_slots_in_another_order(call: Call, shop: None) -> None:
    choices = {"burger": {"product_id": "x-burger"}, "drink": {"product_id": "guarana"}}
    first, second = (
        call("create_order", body={"lines": [{"product_id": "combo-x", "quantity": 1, "choices": dict(written)}]})
        for written in (choices.items(), reversed(choices.items()))
    )
    assert first == second
    assert first[0] == 201


def test_another_body_under_the_same_key_is_refused(call: Call, placed: dict[str, Any]) -> None:
    status, problem = call("create_order", body={"lines": [{"product_id": "pudim", "quantity": 1}]})
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:idempotency-key-reused")


def test_another_person_under_the_same_key_gets_an_order_of_their_own(call: Call, placed: dict[str, Any]) -> None:
    status, order = call("create_order", claims={"sub": "somebody-else"})
    assert status == 201
    assert order["order_id"] != placed["order_id"]


@pytest.mark.parametrize("key", ["", "abc", "0b9f5a3e6d3c4f1b9a772a0d5b8f1c44"])
def test_without_an_idempotency_key_there_is_no_order(call: Call, shop: None, key: str) -> None:
    assert call("create_order", headers={"Idempotency-Key": key})[0] == 400


@pytest.mark.parametrize(
    "lines",
    [
        [{"product_id": "unknown", "quantity": 1}],
        [{"product_id": "x-burger", "quantity": 0}],
        [{"product_id": "x-burger", "quantity": -1}],
        [{"product_id": "x-burger", "quantity": 1.5}],
        [{"product_id": "x-burger", "quantity": 10**9}],
        [{"product_id": "x-burger", "quantity": "1"}],
        [{"product_id": "x-burger", "quantity": 1, "unit_price": 1}],
        [{"product_id": "x-burger", "quantity": 1}] * 200,
        [],
        "x-burger",
        None,
    ],
)
def test_a_bad_order_is_refused_and_nothing_is_written(call: Call, shop: None, lines: Any) -> None:
    before = len(list(stored_items()))
    status, problem = call("create_order", body={"lines": lines})
    assert status == 422
    assert problem["type"].startswith("urn:bytemeburger:problem:")
    assert len(list(stored_items())) == before


def test_a_stopped_store_takes_no_orders(call: Call, shop: None) -> None:
    change_store(accepts_orders=False)
    status, problem = call("create_order")
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:store-stopped")


def test_outside_its_hours_a_store_takes_no_orders(call: Call, shop: None) -> None:
    change_store(hours=[{"days": ["mon"], "opens": "11:00", "closes": "23:00"}])
    with time_machine.travel(datetime(2026, 11, 24, 2, 30, tzinfo=UTC)):  # Monday 23:30 in Sao Paulo
        status, problem = call("create_order")
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:store-closed")
    with time_machine.travel(datetime(2026, 11, 24, 1, 30, tzinfo=UTC)):
        assert call("create_order")[0] == 201


def test_options_combos_and_notes_are_priced_and_kept(call: Call, shop: None) -> None:
    change_product("guarana", option_groups=[ICE])
    line = {
        "product_id": "combo-x",
        "quantity": 2,
        "choices": {"burger": {"product_id": "x-burger"}, "drink": {"product_id": "guarana", "options": ["lemon"]}},
        "note": "sem cebola",
    }
    status, order = call("create_order", body={"lines": [line], "dining": "take_away"})
    assert (status, order["total"]) == (201, 2 * (3690 + 100))
    line = order["lines"][0]
    assert line["note"] == "sem cebola"
    assert [choice["product_id"] for choice in line["choices"]] == ["x-burger", "guarana"]
    assert line["choices"][1]["options"][0]["price"] == 100


def test_what_is_counted_is_taken_from_stock_and_never_oversold(place: Place, call: Call, shop: None) -> None:
    set_stock("x-burger", 2)
    in_combo = {"burger": {"product_id": "x-burger"}, "drink": {"product_id": "guarana"}}
    place(lines=[{"product_id": "combo-x", "quantity": 1, "choices": in_combo}])
    assert units_left("x-burger") == 1
    status, problem = call(
        "create_order",
        body={"lines": [{"product_id": "x-burger", "quantity": 2}]},
        headers={"Accept-Language": "pt-BR"},
    )
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:product-unavailable")
    assert (problem["product_id"], problem["units_left"]) == ("x-burger", 1)
    assert problem["name"] == {"pt-BR": "X-Burger", "en": "X-BURGER"}
    assert problem["detail"] == "X-Burger não pode ser pedido agora."
    assert units_left("x-burger") == 1


@pytest.mark.parametrize(("language", "name"), [("pt-BR", "X-Burger"), ("en", "X-BURGER")])
def test_problems_say_a_products_name_and_not_its_id(call: Call, shop: None, language: str, name: str) -> None:
    def refused(product_id: str, **line: Any) -> str:
        body = {"lines": [{"product_id": product_id, "quantity": 1, **line}]}
        return str(call("create_order", body=body, headers={"Accept-Language": language})[1]["detail"])

    assert name in refused("x-burger", options=["gold"])
    change_product("x-burger", option_groups=[ICE | {"min": 1}])
    assert name in refused("x-burger", options=[])
    change_product("x-burger", available=False)
    assert name in refused("x-burger")
    assert "ombo" in refused("combo-x")


def test_what_is_off_the_menu_is_no_matter_of_units(call: Call, shop: None) -> None:
    change_product("x-burger", available=False)
    assert call("create_order")[1]["units_left"] is None


def test_one_order_reserves_no_more_of_a_counted_product_than_a_few(call: Call, shop: None) -> None:
    set_stock("x-burger", 100)
    lines = [{"product_id": "x-burger", "quantity": MAX_RESERVED}, {"product_id": "pudim", "quantity": 30}]
    in_combo = {"burger": {"product_id": "x-burger"}, "drink": {"product_id": "guarana"}}
    combo = {"product_id": "combo-x", "quantity": 1, "choices": in_combo}
    status, problem = call("create_order", body={"lines": [*lines, combo]})
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:product-limit")
    assert (problem["product_id"], problem["limit"]) == ("x-burger", MAX_RESERVED)
    assert call("create_order", body={"lines": lines})[0] == 201


def order_few(call: Call, quantity: int = 10, **parts: Any) -> tuple[int, Any]:
    body = {"lines": [{"product_id": "x-burger", "quantity": quantity}]}
    return call("create_order", body=body, headers={"Idempotency-Key": str(uuid4())}, **parts)


def test_all_unpaid_orders_together_leave_units_for_those_who_are_known(
    call: Call, shop: None, ana: dict[str, str]
) -> None:
    set_stock("x-burger", 100)
    answers = [order_few(call) for _ in range(10)]
    assert {status for status, _ in answers} == {201, 409}
    assert answers[-1][1]["type"] == "urn:bytemeburger:problem:product-reserved"
    assert answers[-1][1]["product_id"] == "x-burger"
    assert units_left("x-burger") == 40
    assert order_few(call, claims=ana)[0] == 201


def test_paid_orders_do_not_stand_in_the_way(call: Call, paid: Paid, shop: None) -> None:
    set_stock("x-burger", 100)
    for _ in range(9):
        paid(lines=[{"product_id": "x-burger", "quantity": 10}])
    assert order_few(call)[0] == 201


def test_the_last_few_may_all_be_reserved(call: Call, shop: None) -> None:
    set_stock("x-burger", 20)
    assert [order_few(call)[0] for _ in range(3)] == [201, 201, 422]
    assert units_left("x-burger") == 0


def test_a_retry_takes_nothing_from_stock(call: Call, shop: None) -> None:
    set_stock("x-burger", 5)
    assert call("create_order") == call("create_order")
    assert units_left("x-burger") == 4


def test_a_cpf_for_the_receipt_is_kept_closed(call: Call, shop: None) -> None:
    body = {"receipt_cpf": "529.982.247-25", "lines": [{"product_id": "pudim", "quantity": 1}]}
    assert call("create_order", body=body)[0] == 201
    assert "52998224725" not in str(list(stored_items()))


def test_a_wrong_cpf_for_the_receipt_is_refused_without_being_repeated(call: Call, shop: None) -> None:
    body = {"receipt_cpf": "529.982.247-26", "lines": [{"product_id": "pudim", "quantity": 1}]}
    status, problem = call("create_order", body=body)
    assert (status, problem["errors"][0]["pointer"]) == (422, "/receipt_cpf")
    assert "529" not in str(problem)


def test_an_unknown_store_is_named_as_such(call: Call, shop: None) -> None:
    status, problem = call("create_order", body={"store": "nowhere", "lines": [{"product_id": "pudim", "quantity": 1}]})
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:store-unknown")


def test_the_order_holds_the_pseudonym_and_never_the_cpf(call: Call, shop: None) -> None:
    body = {"customer_ref": sign_reference("52998224725"), "lines": [{"product_id": "pudim", "quantity": 1}]}
    status, order = call("create_order", body=body)
    assert status == 201
    (item,) = (each for each in stored_items() if each["PK"]["S"] == f"ORDER#{order['order_id']}")
    assert item["customer"]["S"] == pseudonym("52998224725")
    assert "52998224725" not in str(item)


def test_a_changed_customer_reference_is_refused(call: Call, shop: None) -> None:
    forged = sign_reference("52998224725").replace("h1-", "h1-0", 1)
    status, problem = call(
        "create_order", body={"customer_ref": forged, "lines": [{"product_id": "pudim", "quantity": 1}]}
    )
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:customer-reference-invalid")


def test_the_order_carries_the_id_of_the_request_that_created_it(shop: None, call: Call) -> None:
    _, order = call("create_order", headers={"X-Correlation-Id": "kiosk-7.0001"})
    assert records.read(order["order_id"]).correlation_id == "kiosk-7.0001"


def test_an_option_that_is_asked_for_twice_is_refused(call: Call, shop: None) -> None:
    """It counts once, so one of the two would be lost silently."""
    group = {"group_id": "extras", "name": {"pt-BR": "x", "en": "x"}, "min": 0, "max": 2}
    bacon = {"option_id": "bacon", "name": {"pt-BR": "x", "en": "x"}, "price": 400, "default": False, "available": True}
    change_product("x-burger", option_groups=[group | {"options": [bacon]}])
    line = {"product_id": "x-burger", "quantity": 1, "options": ["bacon", "bacon"]}
    part = {"product_id": "x-burger", "options": ["bacon", "bacon"]}
    combo = {"product_id": "combo-x", "quantity": 1, "choices": {"burger": part, "drink": {"product_id": "guarana"}}}
    for wrong, pointer in ((line, "/lines/0/options"), (combo, "/lines/0/choices/burger/options")):
        status, problem = call("create_order", body={"lines": [wrong]})
        assert (status, [each["pointer"] for each in problem["errors"]]) == (422, [pointer])
    assert call("create_order", body={"lines": [line | {"options": ["bacon"]}]})[0] == 201
