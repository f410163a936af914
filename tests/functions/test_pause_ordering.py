from typing import Any

from tests.functions.fixture_types import Call, On


def test_the_emergency_stop_refuses_new_orders_and_only_those(call: Call, on: On, placed: dict[str, Any]) -> None:
    assert call("pause_ordering") == (200, {"store": "centro", "accepts_orders": False})
    key = {"Idempotency-Key": "7b9f5a3e-6d3c-4f1b-9a77-2a0d5b8f1c45"}
    assert call("create_order", headers=key)[0] == 409
    assert call("create_order") == (201, placed)
    assert on("receive_counter_payment", placed["order_id"])[1]["status"] == "RECEIVED"


def test_orders_are_taken_again(call: Call, shop: None) -> None:
    call("pause_ordering")
    call("pause_ordering", body={"accepts_orders": True})
    assert call("create_order")[0] == 201
