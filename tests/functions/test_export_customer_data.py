import uuid
from typing import Any

import pytest

from bytemeburger.customers.protected_cpf import pseudonym, receipt_digest, sign_reference
from tests.functions import people
from tests.functions.fixture_types import Call, Paid, Place


@pytest.fixture
def orders(place: Place) -> list[dict[str, Any]]:
    """Two orders of a CPF, one with that CPF on its receipt and one with another's, and one of nobody."""

    lines = [{"product_id": "pudim", "quantity": 1}]
    mine = sign_reference("52998224725")
    return [
        place(lines=lines, customer_ref=mine, receipt_cpf="529.982.247-25"),
        place(lines=lines, customer_ref=mine, receipt_cpf="111.444.777-35"),
        place(lines=lines),
    ]


def test_all_orders_of_the_cpf_and_no_other_persons_cpf(call: Call, orders: list[dict[str, Any]]) -> None:
    status, data = call("export_customer_data")
    assert status == 200
    found = {each["order_id"]: each["receipt_cpf"] for each in data["orders"]}
    assert found == {orders[0]["order_id"]: "52998224725", orders[1]["order_id"]: None}
    assert [(each["action"], each["reason"]) for each in data["audit"]] == [("customer_exported", "in-person")]


def test_the_receipts_that_the_cpf_stands_on_whoever_ordered(
    call: Call, paid: Paid, place: Place, orders: list[dict[str, Any]], ana: dict[str, str]
) -> None:
    lines = [{"product_id": "pudim", "quantity": 1, "note": "para Bia"}]
    anonymous = paid(lines=lines, receipt_cpf="52998224725")
    key = {"Idempotency-Key": str(uuid.uuid4())}
    body = {"lines": lines, "receipt_cpf": "529.982.247-25"}
    of_ana = call("create_order", claims=ana, headers=key, body=body)[1]["order_id"]
    data = call("export_customer_data")[1]
    found = {each["order_id"]: each for each in data["receipts"]}
    assert found.keys() == {orders[0]["order_id"], anonymous, of_ana}
    assert {each["cpf"] for each in found.values()} == {"52998224725"}
    assert "Bia" not in str(data)
    created_in = int(found[anonymous]["created_at"][:4])
    assert found[anonymous]["kept_until"] == f"{created_in + 6}-01-01T00:00:00.000Z"
    assert found[of_ana]["kept_until"] is None
    assert data["searched"] == ["cpf-orders", "cpf-receipts", "audit"]
    assert "profile" in data["not_searched"]


def test_orders_and_receipts_come_in_pages(call: Call, paid: Paid, orders: list[dict[str, Any]]) -> None:
    anonymous = {paid(lines=[{"product_id": "pudim", "quantity": 1}], receipt_cpf="52998224725") for _ in range(3)}
    placed, receipts, cursor = [], [], None
    while True:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = call("export_customer_data", queryStringParameters=query)[1]
        placed += [each["order_id"] for each in page["orders"]]
        receipts += [each["order_id"] for each in page["receipts"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert sorted(placed) == sorted(each["order_id"] for each in orders[:2])
    assert sorted(receipts) == sorted({orders[0]["order_id"], *anonymous})


def test_no_key_and_no_index_tells_the_cpf_or_whose_receipts_are_whose_orders(
    orders: list[dict[str, Any]],
) -> None:
    assert receipt_digest("52998224725") not in pseudonym("52998224725")
    assert "52998224725" not in people.dump_table()


def test_somebody_unknown_has_no_orders(call: Call, shop: None) -> None:
    status, data = call("export_customer_data")
    assert (status, data["orders"], data["receipts"], data["cursor"]) == (200, [], [], None)


@pytest.mark.parametrize("body", [{"cpf": "529.982.247-25"}, {"cpf": "52998224726", "reason": "in-person"}])
def test_a_reason_and_a_cpf_are_needed_and_not_repeated(call: Call, shop: None, body: dict[str, str]) -> None:
    status, problem = call("export_customer_data", body=body)
    assert status == 422
    assert body["cpf"] not in str(problem)


def test_only_for_a_manager(call: Call, shop: None) -> None:
    assert call("export_customer_data", claims={"cognito:groups": "counter"})[0] == 403
