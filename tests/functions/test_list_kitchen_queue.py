from typing import Any


def test_ready_first_then_in_preparation_then_received_the_oldest_first(call: Any, paid: Any) -> None:
    orders = [paid() for _ in range(4)]
    for order_id, steps in ((orders[3], 2), (orders[1], 1), (orders[2], 1)):
        for to in ("IN_PREPARATION", "READY")[:steps]:
            call("advance_order", body={"to": to}, pathParameters={"order_id": order_id})
    status, queue = call("list_kitchen_queue")
    assert status == 200
    assert [order["order_id"] for order in queue["orders"]] == [orders[3], orders[1], orders[2], orders[0]]
    assert [order["number"] for order in queue["orders"]] == [4, 2, 3, 1]


def test_unpaid_and_completed_orders_are_not_the_kitchens(call: Any, place: Any, paid: Any) -> None:
    place()
    done = paid()
    for to in ("IN_PREPARATION", "READY", "COMPLETED"):
        call("advance_order", body={"to": to}, pathParameters={"order_id": done})
    assert call("list_kitchen_queue")[1] == {"sequence": 0, "orders": []}


def test_each_store_sees_its_own(call: Any, paid: Any) -> None:
    paid()
    assert call("list_kitchen_queue", claims={"custom:store": "norte"})[1] == {"sequence": 0, "orders": []}
