from typing import Any

import pytest

from bytemeburger.customers.protected_cpf import pseudonym, sign_reference
from bytemeburger.orders import records
from tests.functions import people
from tests.functions.fixture_types import Call, Place


@pytest.fixture
def claim(call: Call) -> Any:
    def ask(who: dict[str, str], order: dict[str, Any], **changed: str) -> tuple[int, Any]:
        headers = {"Order-Key": changed.get("key", order["order_key"])}
        return call("claim_order", claims=who, headers=headers, body={"order_id": order["order_id"]})

    return ask


@pytest.fixture
def mine(call: Call, ana: dict[str, str]) -> Any:
    return lambda: [each["order_id"] for each in call("list_my_orders", claims=ana)[1]["orders"]]


def test_a_kiosks_order_joins_the_history_once(
    claim: Any, ana: dict[str, str], placed: dict[str, Any], mine: Any
) -> None:
    assert [claim(ana, placed)[0] for _ in range(2)] == [200, 200]
    assert mine() == [placed["order_id"]]


def test_an_order_of_a_cpf_leaves_its_pseudonym(claim: Any, ana: dict[str, str], place: Place, mine: Any) -> None:
    order = place(lines=[{"product_id": "pudim", "quantity": 1}], customer_ref=sign_reference("52998224725"))
    assert claim(ana, order)[0] == 200
    assert mine() == [order["order_id"]]
    assert records.of_customer(pseudonym("52998224725"), limit=5, cursor=None).items == []


def test_not_without_the_key_and_not_another_customers(
    claim: Any, ana: dict[str, str], placed: dict[str, Any], mine: Any
) -> None:
    assert claim(ana, placed, key="d3Jvbmc")[0] == 404
    assert claim({"aud": "ordering-client"}, placed)[0] == 403
    bia = people.register("bia@example.com", "Bia")
    assert claim(bia, placed)[0] == 200
    assert claim(ana, placed)[0] == 409
    assert mine() == []


def test_somebody_who_is_gone_claims_nothing(claim: Any, ana: dict[str, str], placed: dict[str, Any]) -> None:
    assert claim(ana | {"sub": "gone"}, placed)[0] == 403
    assert records.read(placed["order_id"]).customer is None
