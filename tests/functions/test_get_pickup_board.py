from typing import Any


def test_the_board_shows_numbers_and_nothing_else(call: Any, on: Any, paid: Any) -> None:
    assert call("get_pickup_board")[1] == {"store": "centro", "preparing": [], "ready": []}
    order_id = paid()
    assert call("get_pickup_board")[1] == {"store": "centro", "preparing": [1], "ready": []}
    for to in ("IN_PREPARATION", "READY"):
        on("advance_order", order_id, body={"to": to})
    assert call("get_pickup_board")[1] == {"store": "centro", "preparing": [], "ready": [1]}
