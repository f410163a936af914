from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bytemeburger import table
from bytemeburger.customers import protected_cpf
from bytemeburger.orders import records
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import Status
from bytemeburger.payments.settlement import end_unpaid
from functions.finish_erasures.app import handler
from tests.conftest import Context
from tests.fake_gateway import Provider
from tests.functions import people
from tests.functions.fixture_types import Call, OfAna, On, Paid, Place
from tests.functions.shop import entering


@pytest.fixture
def order_id(place: Place, provider: Provider) -> str:
    """An order of a CPF, cancelled."""

    lines = [{"product_id": "pudim", "quantity": 1, "note": "para Ana"}]
    order = place(lines=lines, customer_ref=protected_cpf.sign_reference("52998224725"), receipt_cpf="529.982.247-25")
    return end_unpaid(order["order_id"], Status.CANCELLED, "customer", provider).order_id


def test_the_orders_forget_the_person_and_the_audit_knows_who_did_it(call: Call, order_id: str) -> None:
    status, erased = call("erase_customer")
    assert (status, erased["done"]) == (200, True)
    remains = people.dump_table()
    for trace in (protected_cpf.pseudonym("52998224725"), "52998224725", "para Ana"):
        assert trace not in remains, trace
    assert records.read(order_id).total == 990
    # Who brings the CPF again can see that it was erased.
    (audit, _) = call("export_customer_data")[1]["audit"]
    assert (audit["action"], audit["receipt"]) == ("customer_erased", erased["receipt"])
    assert "7c9a3f52-1a44-4c0e-8a8e-31d6a3f6b702" in remains


@pytest.fixture
def on_receipt(paid: Paid) -> str:
    """A paid order of nobody, with the CPF on its receipt."""

    lines = [{"product_id": "pudim", "quantity": 1, "note": "para Ana"}]
    order_id = paid(lines=lines, receipt_cpf="529.982.247-25")
    records.change(order_id, entering(Status.COMPLETED))
    return str(order_id)


def test_the_cpf_on_the_receipt_of_what_was_paid_is_kept_and_the_answer_says_so(
    call: Call, on: On, on_receipt: str
) -> None:
    on("refund_order", on_receipt, body={"reason": "other", "note": "Ana Souza, 11 98765-4321"})
    for _ in range(2):  # and again, when all that can be forgotten is
        status, erased = call("erase_customer")
        assert (status, erased["done"]) == (200, True)
        (receipt, audit) = erased["kept"]
        until = f"{int(records.read(on_receipt).created_at[:4]) + 6}-01-01T00:00:00.000Z"
        assert (receipt["what"], receipt["until"]) == ("receipt_cpf", until)
        assert "5.172" in receipt["law"]
        assert (audit["what"], audit["until"] > erased["orders_until"]) == ("audit", True)
        assert erased["searched"] == ["cpf-orders", "cpf-receipts", "audit"]
        assert erased["not_searched"] == ["profile", "consents", "campaign-mails", "registrations", "account-orders"]
    remains = people.dump_table()
    assert [trace for trace in ("para Ana", "Souza", "98765") if trace in remains] == []
    assert on("get_receipt", on_receipt)[1]["cpf"] == "52998224725"
    shown = call("export_customer_data")[1]
    assert (shown["orders"], [each["order_id"] for each in shown["receipts"]]) == ([], [on_receipt])
    assert shown["receipts"][0]["kept_until"] == until


def test_the_law_counts_from_the_payment(call: Call, paid: Paid) -> None:
    order_id = paid(lines=[{"product_id": "pudim", "quantity": 1}], receipt_cpf="529.982.247-25")

    def over_new_year(order: Order) -> bool:
        order.created_at, order.paid_at = "2025-12-31T23:50:00.000Z", "2026-01-01T00:05:00.000Z"
        return True

    records.change(order_id, over_new_year)
    for _ in range(2):  # the second time from the index alone
        (receipt, _) = call("erase_customer")[1]["kept"]
        assert receipt["until"] == "2032-01-01T00:00:00.000Z"
    assert call("export_customer_data")[1]["receipts"][0]["kept_until"] == receipt["until"]


def test_the_cpf_on_the_receipt_of_what_was_never_paid_is_erased(call: Call, place: Place, provider: Provider) -> None:
    order_id = place(lines=[{"product_id": "pudim", "quantity": 1}], receipt_cpf="529.982.247-25")["order_id"]
    assert call("erase_customer")[0] == 202  # it may still be paid
    end_unpaid(order_id, Status.CANCELLED, "customer", provider)
    status, erased = call("erase_customer")
    assert (status, [each["what"] for each in erased["kept"]]) == (200, ["audit"])
    assert records.read(order_id).receipt_cpf is None
    assert call("export_customer_data")[1]["receipts"] == []


def test_an_order_in_somebodys_account_stays_theirs(call: Call, of_ana: OfAna) -> None:
    order = of_ana("COMPLETED")
    encrypted = protected_cpf.encrypt("52998224725", order.order_id)
    order.receipt_cpf, order.receipt_of = encrypted.ciphertext, encrypted.digest
    table.save(order)
    erased = call("erase_customer")[1]
    assert [each["what"] for each in erased["kept"]] == ["receipt_cpf", "audit"]
    after = records.read(order.order_id)
    assert (after.customer, after.lines) == (order.customer, order.lines)


def test_it_ends_although_orders_keep_coming(call: Call, place: Place, provider: Provider) -> None:
    start = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def order() -> str:
        lines = [{"product_id": "pudim", "quantity": 1}]
        placed = place(
            lines=lines, customer_ref=protected_cpf.sign_reference("52998224725"), receipt_cpf="529.982.247-25"
        )
        return str(placed["order_id"])

    with time_machine.travel(start, tick=False):
        first = order()
    with time_machine.travel(start + timedelta(minutes=1), tick=False):
        erasure_request = call("erase_customer")[1]
        assert not erasure_request["done"]
    later = []
    for hours in range(1, 4):
        with time_machine.travel(start + timedelta(hours=hours), tick=False):
            later.append(order())
    end_unpaid(first, Status.CANCELLED, "customer", provider)
    with time_machine.travel(start + timedelta(hours=3, minutes=1), tick=False):
        assert handler({}, Context()) == {"tried": 1, "finished": 1}
    assert records.read(first).customer is None
    assert {records.read(each).customer for each in later} == {protected_cpf.pseudonym("52998224725")}


def test_asking_again_means_the_orders_since_then_too(call: Call, place: Place, provider: Provider) -> None:
    lines = [{"product_id": "pudim", "quantity": 1}]
    orders = []
    proofs = set()
    for _ in range(2):
        orders.append(place(lines=lines, customer_ref=protected_cpf.sign_reference("52998224725"))["order_id"])
        proofs.add(call("erase_customer")[1]["receipt"])
    for order_id in orders:
        end_unpaid(order_id, Status.CANCELLED, "customer", provider)
    last = call("erase_customer")[1]
    assert last["done"]
    assert proofs == {last["receipt"]}
    assert [records.read(order_id).customer for order_id in orders] == [None, None]


def test_an_open_order_is_waited_for(call: Call, placed: dict[str, Any]) -> None:
    order = records.read(placed["order_id"])
    order.customer = protected_cpf.pseudonym("52998224725")
    table.save(order)
    first = call("erase_customer")
    assert (first[0], first[1]["done"]) == (202, False)
    assert call("erase_customer")[1]["receipt"] == first[1]["receipt"]


def test_somebody_unknown_is_erased_as_well(call: Call, shop: None) -> None:
    assert call("erase_customer")[1]["done"]


def test_only_for_a_manager_with_a_reason(call: Call, shop: None) -> None:
    assert call("erase_customer", claims={"cognito:groups": "counter"})[0] == 403
    assert call("erase_customer", body={"cpf": "529.982.247-25"})[0] == 422
