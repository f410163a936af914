import uuid
from typing import Any

import pytest

from bytemeburger import secrets
from tests.functions.fixture_types import Call, OfAna

CPF = "529.982.247-25"
LINES = [{"product_id": "pudim", "quantity": 1, "note": "para Ana"}]


@pytest.fixture
def order(call: Call, shop: None) -> Any:
    def place(claims: dict[str, str]) -> dict[str, Any]:
        body = {"lines": LINES, "receipt_cpf": CPF}
        key = {"Idempotency-Key": str(uuid.uuid4())}
        return dict(call("create_order", claims=claims, headers=key, body=body)[1])

    return place


def test_profile_ledger_orders_and_audit(call: Call, ana: dict[str, str], order: Any) -> None:
    order(ana)
    manager = {"reason": "campaign", "note": "Ana Souza won the raffle"}
    call("reveal_contact", pathParameters={"customer_id": ana["sub"]}, body=manager)
    secrets._cache.clear()
    status, data = call("export_my_data", claims=ana)
    assert status == 200
    assert data["profile"]["email"] == "ana@example.com"
    assert [entry["purpose"] for entry in data["consents"]] == ["marketing"]
    (exported,) = data["orders"]
    assert (exported["receipt_cpf"], exported["lines"][0]["note"]) == ("52998224725", "para Ana")
    assert [(each["action"], each["reason"]) for each in data["audit"]] == [("contact_revealed", "campaign")]
    assert data["cursor"] is None


def test_a_claimed_order_does_not_show_the_cpf_on_its_receipt(call: Call, ana: dict[str, str], order: Any) -> None:
    placed = order({})
    key = {"Order-Key": placed["order_key"]}
    call("claim_order", claims=ana, headers=key, body={"order_id": placed["order_id"]})
    assert [each["receipt_cpf"] for each in call("export_my_data", claims=ana)[1]["orders"]] == [None]


def test_many_orders_come_in_pages(call: Call, ana: dict[str, str], order: Any) -> None:
    placed = {order(ana)["order_id"] for _ in range(3)}
    found, cursor = [], None
    while True:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = call("export_my_data", claims=ana, queryStringParameters=query)[1]
        found += [each["order_id"] for each in page["orders"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert (len(found), set(found)) == (3, placed)


def test_not_without_signing_in(call: Call, ana: dict[str, str]) -> None:
    assert call("export_my_data", claims={"aud": "ordering-client"})[0] == 403


def test_an_order_is_exported_with_all_its_lines(call: Call, of_ana: OfAna, ana: dict[str, str]) -> None:
    stored = of_ana("IN_PREPARATION", "READY")
    (order,) = call("export_my_data", claims=ana)[1]["orders"]
    assert [line["note"] for line in order["lines"]] == [line.note for line in stored.lines]
