from typing import Any

import pytest


@pytest.fixture
def orders(place: Any) -> list[dict[str, Any]]:
    """Two orders of a CPF, one with that CPF on its receipt and one with another's, and one of nobody."""
    from bytemeburger.customers.pseudonym import reference

    lines = [{"product_id": "pudim", "quantity": 1}]
    mine = reference("52998224725")
    return [
        place(lines=lines, customer_ref=mine, receipt_cpf="529.982.247-25"),
        place(lines=lines, customer_ref=mine, receipt_cpf="111.444.777-35"),
        place(lines=lines),
    ]


def test_all_orders_of_the_cpf_and_no_other_persons_cpf(call: Any, orders: list[dict[str, Any]]) -> None:
    status, data = call("export_customer_data")
    assert status == 200
    found = {each["order_id"]: each["receipt_cpf"] for each in data["orders"]}
    assert found == {orders[0]["order_id"]: "52998224725", orders[1]["order_id"]: None}
    assert [(each["action"], each["reason"]) for each in data["audit"]] == [("customer_exported", "in-person")]


def test_somebody_unknown_has_no_orders(call: Any, shop: None) -> None:
    status, data = call("export_customer_data")
    assert (status, data["orders"], data["cursor"]) == (200, [], None)


@pytest.mark.parametrize("body", [{"cpf": "529.982.247-25"}, {"cpf": "52998224726", "reason": "in-person"}])
def test_a_reason_and_a_cpf_are_needed_and_not_repeated(call: Any, shop: None, body: dict[str, str]) -> None:
    status, problem = call("export_customer_data", body=body)
    assert status == 422
    assert body["cpf"] not in str(problem)


def test_only_for_a_manager(call: Any, shop: None) -> None:
    assert call("export_customer_data", claims={"cognito:groups": "counter"})[0] == 403
