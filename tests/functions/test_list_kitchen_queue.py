import pytest

from bytemeburger.orders.keys import order_key
from tests.functions.fixture_types import Call, On, Paid, Place
from tests.functions.shop import change_product, open_store


def test_ready_first_then_in_preparation_then_received_the_oldest_first(call: Call, paid: Paid) -> None:
    orders = [paid() for _ in range(4)]
    for order_id, steps in ((orders[3], 2), (orders[1], 1), (orders[2], 1)):
        for to in ("IN_PREPARATION", "READY")[:steps]:
            call("advance_order", body={"to": to}, pathParameters={"order_id": order_id})
    status, queue = call("list_kitchen_queue")
    assert status == 200
    assert [order["order_id"] for order in queue["orders"]] == [orders[3], orders[1], orders[2], orders[0]]
    assert [order["number"] for order in queue["orders"]] == [4, 2, 3, 1]


def test_a_line_says_of_which_category_it_is(call: Call, paid: Paid) -> None:
    paid()
    (card,) = call("list_kitchen_queue")[1]["orders"]
    assert [line["category"] for line in card["lines"]] == ["burger", "side"]


def test_unpaid_and_completed_orders_are_not_the_kitchens(call: Call, place: Place, paid: Paid) -> None:
    place()
    completed = paid()
    for to in ("IN_PREPARATION", "READY", "COMPLETED"):
        call("advance_order", body={"to": to}, pathParameters={"order_id": completed})
    assert call("list_kitchen_queue")[1] == {"sequence": 0, "orders": []}


def test_each_store_sees_its_own(call: Call, paid: Paid) -> None:
    paid()
    open_store("norte")
    assert call("list_kitchen_queue", claims={"custom:store": "norte"})[1] == {"sequence": 0, "orders": []}


GROUP = {
    "group_id": "extras",
    "name": {"pt-BR": "Extras", "en": "Extras"},
    "min": 0,
    "max": 2,
    "options": [
        {"option_id": option_id, "name": name, "price": 0, "default": False, "available": True}
        for option_id, name in (
            ("bacon", {"pt-BR": "Bacon", "en": "Bacon"}),
            ("sem-cebola", {"pt-BR": "Sem cebola", "en": "No onion"}),
        )
    ],
}


@pytest.mark.parametrize("reader", ["list_kitchen_queue", "get_order", "get_staff_order", "get_receipt"])
def test_the_parts_of_a_combo_keep_their_options_and_the_line_its_note(
    call: Call, on: On, shop: None, paid: Paid, reader: str
) -> None:
    change_product("x-burger", option_groups=[GROUP])
    burger = {"product_id": "x-burger", "options": ["bacon", "sem-cebola"]}
    choices = {"burger": burger, "drink": {"product_id": "guarana"}}
    lines = [{"product_id": "combo-x", "quantity": 1, "choices": choices, "note": "bem passado"}]
    order_id = paid(store="centro", dining="eat_in", lines=lines)
    if reader == "list_kitchen_queue":
        (answer,) = call(reader)[1]["orders"]
    elif reader == "get_order":
        answer = on(reader, order_id, headers={"Order-Key": order_key(order_id)})[1]
    else:
        answer = on(reader, order_id)[1]
    (line,) = answer["lines"]
    parts = {part["product_id"]: [option["option_id"] for option in part["options"]] for part in line["choices"]}
    assert parts == {"x-burger": ["bacon", "sem-cebola"], "guarana": []}
    assert line["note"] == "bem passado"


def test_a_store_that_is_none_has_no_queue(call: Call, shop: None) -> None:
    status, problem = call("list_kitchen_queue", claims={"custom:store": "nowhere"})
    assert (status, problem["type"]) == (404, "urn:bytemeburger:problem:store-unknown")
