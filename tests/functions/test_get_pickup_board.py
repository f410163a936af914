from typing import Any

from bytemeburger.live import records
from functions.get_pickup_board.app import handler
from tests.functions.fixture_types import Call, On, Paid


def test_the_board_shows_numbers_and_nothing_else(call: Call, on: On, paid: Paid) -> None:
    def shown() -> dict[str, list[int]]:
        board = call("get_pickup_board")[1]
        assert board["store"] == "centro"
        assert all(
            set(order) == {"business_day", "number", "status", "promise", "version"} for order in board["orders"]
        )
        return {name: board[name] for name in ("preparing", "ready")}

    assert shown() == {"preparing": [], "ready": []}
    order_id = paid()
    assert shown() == {"preparing": [1], "ready": []}
    for to in ("IN_PREPARATION", "READY"):
        on("advance_order", order_id, body={"to": to})
    assert shown() == {"preparing": [], "ready": [1]}


def test_a_screen_learns_how_far_the_live_updates_had_come(call: Call, on: On, paid: Paid) -> None:
    assert call("get_pickup_board")[1]["sequence"] == 0
    on("advance_order", paid(), body={"to": "IN_PREPARATION"})
    assert [records.next_sequence(store)[0] for store in ("centro", "centro", "norte")] == [
        1,
        2,
        1,
    ]
    board = call("get_pickup_board")[1]
    assert board["sequence"] == 2
    assert board["orders"] == [
        {
            "business_day": board["orders"][0]["business_day"],
            "number": 1,
            "status": "IN_PREPARATION",
            "promise": None,
            "version": 4,
        }
    ]


def test_a_store_that_does_not_exist_has_none(call: Call, shop: None) -> None:
    assert call("get_pickup_board", queryStringParameters={"store": "no-such-store"})[0] == 404


def test_a_board_on_which_nothing_happened_is_not_sent_again(
    call: Call, on: On, paid: Paid, event: Any, context: Any
) -> None:
    order_id = paid()
    request = event("get_pickup_board")
    request["headers"]["If-None-Match"] = handler(request, context)["headers"]["ETag"]
    assert handler(request, context)["statusCode"] == 304
    on("advance_order", order_id, body={"to": "IN_PREPARATION"})
    on("advance_order", order_id, body={"to": "READY"})
    assert handler(request, context)["statusCode"] == 200
