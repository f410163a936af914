from typing import Any

from bytemeburger.live import tickets
from tests.functions.fixture_types import Call, On


def test_the_holder_of_the_order_key_gets_a_ticket_for_that_order(on: On, placed: dict[str, Any]) -> None:
    order_id = placed["order_id"]
    status, issued = on("issue_order_ticket", order_id, headers={"Order-Key": placed["order_key"]})
    assert status == 200
    assert tickets.channel_of(issued["ticket"]) == f"order:{order_id}"
    assert placed["order_key"] not in issued["ticket"]


def test_so_does_the_verified_customer_whose_order_it_is(on: On, call: Call, ana: dict[str, str], shop: None) -> None:
    placed = call("create_order", claims=ana)[1]
    assert on("issue_order_ticket", placed["order_id"], headers={"Order-Key": None}, claims=ana)[0] == 200
    assert (
        on("issue_order_ticket", placed["order_id"], headers={"Order-Key": None}, claims=ana | {"sub": "eva"})[0] == 404
    )


def test_a_wrong_key_is_no_key(on: On, placed: dict[str, Any]) -> None:
    assert on("issue_order_ticket", placed["order_id"], headers={"Order-Key": "wrong"})[0] == 404
