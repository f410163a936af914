from typing import Any


def test_the_receipt_has_the_cpf_that_was_asked_for_it(on: Any, paid: Any) -> None:
    lines = [{"product_id": "pudim", "quantity": 2}]
    status, receipt = on("get_receipt", paid(lines=lines, receipt_cpf="529.982.247-25"))
    assert (status, receipt["cpf"], receipt["total"]) == (200, "52998224725", 1980)


def test_without_one_there_is_none(on: Any, paid: Any) -> None:
    assert on("get_receipt", paid())[1]["cpf"] is None


def test_an_unpaid_order_has_no_receipt(on: Any, placed: dict[str, Any]) -> None:
    assert on("get_receipt", placed["order_id"])[0] == 409


def test_not_for_the_kitchen_nor_another_store(on: Any, paid: Any) -> None:
    order_id = paid()
    assert on("get_receipt", order_id, claims={"cognito:groups": "kitchen"})[0] == 403
    assert on("get_receipt", order_id, claims={"custom:store": "norte"})[0] == 404


def test_a_paid_order_is_kept_until_the_end_of_the_fifth_year(paid: Any) -> None:
    from datetime import UTC, datetime

    from bytemeburger.orders import records

    order = records.read(paid()).plain()
    until = datetime.fromtimestamp(order["expires_at"], UTC)
    assert (until.year, until.month, until.day) == (int(order["created_at"][:4]) + 6, 1, 1)
