from typing import Any

from tests.functions.fixture_types import Call, On


def test_the_key_opens_the_order(call: Call, placed: dict[str, Any]) -> None:
    status, order = call(
        "get_order", pathParameters={"order_id": placed["order_id"]}, headers={"Order-Key": placed["order_key"]}
    )
    assert (status, order["status"], order["total"]) == (200, "AWAITING_PAYMENT", placed["total"])
    assert "history" not in order


def test_another_orders_key_does_not(call: Call, placed: dict[str, Any]) -> None:
    other = call("create_order", headers={"Idempotency-Key": "7b9f5a3e-6d3c-4f1b-9a77-2a0d5b8f1c45"})[1]
    assert (
        call("get_order", pathParameters={"order_id": placed["order_id"]}, headers={"Order-Key": other["order_key"]})[0]
        == 404
    )


def test_nobody_reads_an_order_of_the_shared_ordering_user_without_its_key(on: On, placed: dict[str, Any]) -> None:
    assert on("get_order", placed["order_id"], headers={"Order-Key": None})[0] == 404


def test_its_verified_owner_needs_no_key(call: Call, on: On, shop: None, ana: dict[str, str]) -> None:
    order_id = call("create_order", claims=ana)[1]["order_id"]
    assert on("get_order", order_id, headers={"Order-Key": None}, claims=ana)[0] == 200
    assert on("get_order", order_id, headers={"Order-Key": None}, claims=ana | {"sub": "bia"})[0] == 404
