import os
import uuid
from typing import Any

import boto3
import pytest

from bytemeburger import secrets, table
from bytemeburger.customers import identity
from bytemeburger.customers import records as customers
from bytemeburger.orders import keys, records
from bytemeburger.orders.erasure import forget_customer
from bytemeburger.orders.model import Refund, RefundStatus
from bytemeburger.orders.rules import Status
from bytemeburger.payments.settlement import end_unpaid
from bytemeburger.privacy import erasure
from bytemeburger.privacy import records as privacy
from bytemeburger.privacy.records import audit
from bytemeburger.registration import records as registrations
from bytemeburger.table import Page
from functions.finish_erasures.app import handler
from tests.fake_gateway import Provider
from tests.functions import people
from tests.functions.fixture_types import Call, On
from tests.functions.shop import entering

LINES = [{"product_id": "pudim", "quantity": 1, "note": "para Ana Souza"}]


@pytest.fixture
def order(call: Call, shop: None) -> Any:
    def place(claims: dict[str, str], **body: Any) -> str:
        key = {"Idempotency-Key": str(uuid.uuid4())}
        order = call("create_order", claims=claims, headers=key, body={"lines": LINES, **body})[1]
        return str(order["order_id"])

    return place


@pytest.fixture
def cancel(provider: Provider) -> Any:
    def end(order_id: str) -> None:
        end_unpaid(order_id, Status.CANCELLED, "customer", provider)

    return end


def test_nothing_of_the_person_is_left_and_the_order_is(
    call: Call, ana: dict[str, str], order: Any, cancel: Any, mailbox: list[Any]
) -> None:
    order_id = order(ana, receipt_cpf="529.982.247-25")
    cancel(order_id)
    call("register_customer")  # one that was never confirmed
    before = records.read(order_id)
    secrets._cache.clear()
    status, erased = call("erase_me", claims=ana)
    assert (status, erased["done"]) == (200, True)
    remains = people.dump_table()
    for trace in (
        "Souza",
        "ana@",
        ana["sub"],
        ana["cognito:username"],
        "CONSENT#",
        "SIGNUP#",
        "52998224725",
        "982.247",
    ):
        assert trace not in remains, trace
    assert people.users() == []
    after = records.read(order_id)
    assert (after.total, after.status, after.lines[0].product_id) == (before.total, before.status, "pudim")
    assert after.receipt_cpf is None
    assert erased["receipt"] in remains


@pytest.mark.parametrize("claimed", [False, True])
def test_the_cpf_on_the_receipt_of_what_was_paid_is_kept_and_the_answer_says_so(
    call: Call, on: On, ana: dict[str, str], order: Any, claimed: bool
) -> None:
    order_id = order({} if claimed else ana, receipt_cpf="529.982.247-25")
    on("receive_counter_payment", order_id)
    if claimed:
        call("claim_order", claims=ana, headers={"Order-Key": keys.order_key(order_id)}, body={"order_id": order_id})
    until = f"{int(records.read(order_id).created_at[:4]) + 6}-01-01T00:00:00.000Z"
    assert call("export_my_data", claims=ana)[1]["orders"][0]["kept_until"] == until
    status, waiting = call("erase_me", claims=ana)
    assert (status, waiting["done"]) == (202, False)
    records.change(order_id, entering(Status.COMPLETED))
    status, erased = call("erase_me", claims=ana)
    assert (status, erased["done"], erased["receipt"]) == (200, True, waiting["receipt"])
    assert next((each["what"], each["until"]) for each in erased["kept"]) == ("receipt_cpf", until)
    assert {"cpf-orders", "cpf-receipts"} == set(erased["not_searched"])
    assert ana["sub"] not in people.dump_table()
    assert on("get_receipt", order_id)[1]["cpf"] == "52998224725"


def test_nothing_is_said_to_be_kept_where_no_receipt_has_a_cpf(
    call: Call, ana: dict[str, str], order: Any, cancel: Any
) -> None:
    cancel(order(ana, receipt_cpf="529.982.247-25"))
    cancel(order(ana))
    assert [each["what"] for each in call("erase_me", claims=ana)[1]["kept"]] == ["audit"]


def test_what_staff_wrote_is_erased_too(
    call: Call, on: On, ana: dict[str, str], order: Any, cancel: Any, provider: Provider
) -> None:
    why = {"reason": "other", "note": "Ana Souza, 11 98765-4321"}
    on("cancel_order_by_staff", order(ana), body=why)
    for ended_by in ("refund_order", "cancel_order_by_staff"):
        order_id = order(ana)
        on("receive_counter_payment", order_id)
        on(ended_by, order_id, body=why)
        on("cancel_order_by_staff", order_id)
    freely = records.read(order(ana))  # as it was once possible
    freely.change_status(Status.CANCELLED, freely.created_at, "bia", reason="Ana Souza called")
    freely.refunds = [Refund("p", 1, RefundStatus.DONE, "Ana Souza called", "bia", freely.created_at, 1)]
    table.save(freely)
    customer = {"pathParameters": {"customer_id": ana["sub"]}}
    call("reveal_contact", **customer, body={"reason": "order", "note": "Ana Souza, 11 98765-4321"})
    table.transact([audit("contact_revealed", ana["sub"], "bia", reason="Ana Souza called")])
    assert call("erase_me", claims=ana)[1]["done"]
    assert "Souza" not in people.dump_table()
    assert "98765" not in people.dump_table()
    order = records.read(freely.order_id)
    assert (order.history[-1].reason, order.refunds[0].reason) == ("other", "other")


def test_an_order_being_made_keeps_its_person_until_it_has_ended(
    call: Call, ana: dict[str, str], order: Any, cancel: Any, context: Any, event: Any
) -> None:
    order_id = order(ana)
    first = call("erase_me", claims=ana)
    assert (first[0], first[1]["done"]) == (202, False)
    assert records.read(order_id).lines[0].note == "para Ana Souza"
    # Meanwhile there is no such customer, who can neither order nor be found, and asking again asks for the same.
    assert call("get_profile", claims=ana)[0] == 404
    assert call("create_order", claims=ana, headers={"Idempotency-Key": str(uuid.uuid4())})[0] == 403
    assert call("list_customers")[1]["customers"] == []
    assert call("erase_me", claims=ana)[1]["receipt"] == first[1]["receipt"]
    cancel(order_id)
    secrets._cache.clear()
    assert handler(event("finish_erasures"), context) == {"tried": 1, "finished": 1}
    assert ana["sub"] not in people.dump_table()
    assert records.read(order_id).lines[0].note is None


def test_wherever_it_dies_it_goes_on(
    call: Call, ana: dict[str, str], order: Any, cancel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel(order(ana))
    for module, step in (
        (erasure, "forget_customer"),
        (registrations, "forget"),
        (customers, "forget_consents"),
        (identity, "delete"),
        (privacy, "finish"),
    ):
        with monkeypatch.context() as broken:

            def dies(*_: Any) -> None:
                raise RuntimeError

            broken.setattr(module, step, dies)
            assert call("erase_me", claims=ana)[0] == 500, step
    assert call("erase_me", claims=ana)[1]["done"]
    assert ana["sub"] not in people.dump_table()
    assert people.users() == []


def test_the_last_order_is_forgotten_even_where_the_index_does_not_show_it_yet(
    call: Call, ana: dict[str, str], order: Any, cancel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel(order(ana))
    monkeypatch.setattr(records, "of_customer", lambda *_, **__: Page([], None))
    assert call("erase_me", claims=ana)[1]["done"]
    assert ana["sub"] not in people.dump_table()


def test_an_order_that_was_removed_in_its_time_holds_nothing_up(
    call: Call, ana: dict[str, str], order: Any, cancel: Any
) -> None:
    order_id = order(ana)
    cancel(order_id)
    pk, sk = records.key(order_id)
    boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"]).delete_item(Key={"PK": pk, "SK": sk})
    assert call("erase_me", claims=ana)[1]["done"]


def test_an_order_that_is_removed_meanwhile_holds_nothing_up(call: Call, shop: None) -> None:
    assert forget_customer("removed", "h1-somebody")


def test_who_comes_back_is_somebody_new(call: Call, ana: dict[str, str], order: Any, cancel: Any) -> None:
    cancel(order(ana))
    call("erase_me", claims=ana)
    assert call("erase_me", claims=ana)[0] == 404
    again = people.register("ana@example.com", "Ana Souza")
    assert call("list_my_orders", claims=again)[1]["orders"] == []


def test_not_without_signing_in(call: Call, ana: dict[str, str]) -> None:
    assert call("erase_me", claims={"aud": "ordering-client"})[0] == 403
