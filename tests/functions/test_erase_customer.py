from typing import Any

import pytest

from tests.functions import people
from tests.provider import Provider


@pytest.fixture
def order_id(place: Any, provider: Provider) -> str:
    """An order of a CPF, cancelled."""
    from bytemeburger.customers.pseudonym import reference
    from bytemeburger.orders.rules import Status
    from bytemeburger.payments.settlement import end_unpaid

    lines = [{"product_id": "pudim", "quantity": 1, "note": "para Ana"}]
    order = place(lines=lines, customer_ref=reference("52998224725"), receipt_cpf="529.982.247-25")
    return end_unpaid(order["order_id"], Status.CANCELLED, "customer", provider).order_id


def test_the_orders_forget_the_person_and_the_audit_knows_who_did_it(call: Any, order_id: str) -> None:
    from bytemeburger.customers.pseudonym import pseudonym
    from bytemeburger.orders import records

    status, erased = call("erase_customer")
    assert (status, erased["done"]) == (200, True)
    left = people.whole_table()
    for trace in (pseudonym("52998224725"), "52998224725", "para Ana"):
        assert trace not in left, trace
    assert records.read(order_id).total == 990
    # Who brings the CPF again can see that it was erased.
    (audit, _) = call("export_customer_data")[1]["audit"]
    assert (audit["action"], audit["receipt"]) == ("customer_erased", erased["receipt"])
    assert "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702" in left


def test_an_open_order_is_waited_for(call: Any, placed: dict[str, Any]) -> None:
    from bytemeburger import table
    from bytemeburger.customers.pseudonym import pseudonym
    from bytemeburger.orders import records

    order = records.read(placed["order_id"])
    order.customer = pseudonym("52998224725")
    table.save(order)
    first = call("erase_customer")
    assert (first[0], first[1]["done"]) == (202, False)
    assert call("erase_customer")[1]["receipt"] == first[1]["receipt"]


def test_somebody_unknown_is_erased_as_well(call: Any, shop: None) -> None:
    assert call("erase_customer")[1]["done"]


def test_only_for_a_manager_with_a_reason(call: Any, shop: None) -> None:
    assert call("erase_customer", claims={"cognito:groups": "counter"})[0] == 403
    assert call("erase_customer", body={"cpf": "529.982.247-25"})[0] == 422
