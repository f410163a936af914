from typing import Any

from tests.functions.fixture_types import On, Paid


def test_who_did_what_when(on: On, paid: Paid) -> None:
    order_id = paid()
    on("advance_order", order_id)
    status, order = on("get_staff_order", order_id)
    assert status == 200
    assert [(step["status"], step["by"]) for step in order["timeline"]] == [
        ("AWAITING_PAYMENT", "customer"),
        ("RECEIVED", "payment"),
        ("IN_PREPARATION", "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702"),
    ]
    assert order["payment"]["provider_order_id"]


def test_another_stores_order_is_not_found(on: On, paid: Paid) -> None:
    assert on("get_staff_order", paid(), claims={"custom:store": "norte"})[0] == 404


def test_an_order_has_one_shape_whatever_has_happened_to_it(on: On, placed: dict[str, Any], provider: Any) -> None:
    def shape(order: dict[str, Any]) -> tuple[set[str], set[str], set[str]]:
        return set(order), set(order["lines"][0]), set(order["timeline"][0])

    key, order_id = {"Order-Key": placed["order_key"]}, placed["order_id"]
    for_staff, for_customer = on("get_staff_order", order_id)[1], on("get_order", order_id, headers=key)[1]
    on("receive_counter_payment", order_id)
    on("advance_order", order_id)
    on("check_off_item", order_id, line="0")
    assert shape(on("get_staff_order", order_id)[1]) == shape(for_staff)
    assert shape(on("get_order", order_id, headers=key)[1]) == shape(for_customer)
