from datetime import UTC, datetime
from typing import Any

import pytest

from bytemeburger import secrets, table
from bytemeburger.errors import Unavailable
from bytemeburger.orders import records
from tests.functions import people
from tests.functions.fixture_types import Call, On, Paid

LINES = [{"product_id": "pudim", "quantity": 2}]


def test_the_receipt_has_the_cpf_that_was_asked_for_it(on: On, paid: Paid) -> None:
    status, receipt = on("get_receipt", paid(lines=LINES, receipt_cpf="529.982.247-25"))
    assert (status, receipt["cpf"], receipt["total"]) == (200, "52998224725", 1980)


def test_without_one_there_is_none(on: On, paid: Paid) -> None:
    assert on("get_receipt", paid())[1]["cpf"] is None
    assert "receipt_shown" not in people.dump_table()


def test_each_look_at_a_cpf_is_written_down_and_its_owner_can_read_it(on: On, call: Call, paid: Paid) -> None:
    order_id = paid(lines=LINES, receipt_cpf="529.982.247-25")
    for _ in range(2):
        secrets._cache.clear()
        on("get_receipt", order_id, claims={"cognito:groups": "counter"})
    looks = call("export_customer_data")[1]["audit"][:2]
    assert [(each["action"], each["order_id"]) for each in looks] == [("receipt_shown", order_id)] * 2


def test_what_cannot_be_written_down_is_not_shown(on: On, paid: Paid, monkeypatch: pytest.MonkeyPatch) -> None:

    def refuses(_: Any) -> None:
        raise Unavailable("busy")

    order_id = paid(lines=LINES, receipt_cpf="529.982.247-25")
    monkeypatch.setattr(table, "transact", refuses)
    status, problem = on("get_receipt", order_id)
    assert status == 503
    assert "52998224725" not in str(problem)


def test_an_unpaid_order_has_no_receipt(on: On, placed: dict[str, Any]) -> None:
    assert on("get_receipt", placed["order_id"])[0] == 409


def test_not_for_the_kitchen_nor_another_store(on: On, paid: Paid) -> None:
    order_id = paid()
    assert on("get_receipt", order_id, claims={"cognito:groups": "kitchen"})[0] == 403
    assert on("get_receipt", order_id, claims={"custom:store": "norte"})[0] == 404


def test_a_paid_order_is_kept_until_the_end_of_the_fifth_year(paid: Paid) -> None:
    order = records.read(paid()).plain()
    until = datetime.fromtimestamp(order["expires_at"], UTC)
    assert (until.year, until.month, until.day) == (int(order["created_at"][:4]) + 6, 1, 1)
