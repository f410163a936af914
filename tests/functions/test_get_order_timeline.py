from typing import Any


def test_who_did_what_when(on: Any, paid: Any) -> None:
    order_id = paid()
    on("advance_order", order_id)
    status, order = on("get_order_timeline", order_id)
    assert status == 200
    assert [(step["status"], step["by"]) for step in order["timeline"]] == [
        ("AWAITING_PAYMENT", "customer"),
        ("RECEIVED", "payment"),
        ("IN_PREPARATION", "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702"),
    ]
    assert order["payment"]["provider_order_id"]


def test_another_stores_order_is_not_found(on: Any, paid: Any) -> None:
    assert on("get_order_timeline", paid(), claims={"custom:store": "norte"})[0] == 404
