"""Coupons cannot be found by trying: what is refused is counted by person and by network, and after too many nothing opens."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from bytemeburger.campaigns.records import MAX_TRIES, MAX_TRIES_OF_A_NETWORK, TRIES_WINDOW
from bytemeburger.customers.protected_cpf import sign_reference
from tests.functions.campaigns import BURGER, another_key, issue, problem, save_campaign
from tests.functions.fixture_types import Call
from tests.functions.people import dump_table

pytestmark = pytest.mark.usefixtures("unmeasured")

BY_STAFF = ("create_staff_order", "preview_discounts_by_staff")
BY_CUSTOMERS = ("create_order", "preview_discounts")
REFUSED, EXCEEDED = (422, "coupon-refused"), (429, "coupon-tries-exceeded")


@pytest.fixture
def code(call: Call, shop: None) -> Iterator[str]:
    """A right one, early in a window."""
    with time_machine.travel("2026-11-24T15:00:00Z", tick=False):
        save_campaign(call, "secret", {"kind": "order_fixed", "amount": 500}, with_coupon=True)
        yield issue(call, "secret", count=1, uses=99)[0]


def give(call: Call, name: str, code: str, source: str = "203.0.113.1", **more: Any) -> Any:
    """Somebody gives a code, who comes through the pages' distribution."""
    parts: dict[str, Any] = {"headers": {"True-Client-IP": source, "Distribution-Key": "d" * 48}}
    if name.startswith("create"):
        parts["headers"] |= another_key()
    return call(name, body=BURGER | {"coupon": code} | more, **parts)


def outcome(answer: Any) -> Any:
    return answer[0] if answer[0] < 300 else problem(answer)


@pytest.mark.parametrize("name", BY_CUSTOMERS)
def test_a_network_that_tries_too_many_gets_nothing_even_for_the_right_one(call: Call, code: str, name: str) -> None:
    guesses = [give(call, name, f"GUESS{number}") for number in range(MAX_TRIES_OF_A_NETWORK)]
    assert {problem(each) for each in guesses} == {REFUSED}
    wrong, right = give(call, name, "GUESS"), give(call, name, code)
    assert problem(wrong) == problem(right) == EXCEEDED
    assert wrong[1]["detail"] == right[1]["detail"]
    assert outcome(give(call, name, code, source="203.0.113.2")) in (200, 201)
    assert outcome(call(name, body=BURGER, headers=another_key())) in (200, 201)
    assert "203.0.113" not in dump_table()
    with time_machine.travel("2026-11-24T15:10:00Z", tick=False):
        assert outcome(give(call, name, code)) in (200, 201)


@pytest.mark.parametrize("name", BY_CUSTOMERS)
def test_a_known_person_has_fewer_tries_wherever_they_are(call: Call, code: str, name: str) -> None:
    person = {"customer_ref": sign_reference("52998224725")}
    for number in range(MAX_TRIES):
        assert problem(give(call, name, "WRONG", source=f"203.0.113.{number}", **person)) == REFUSED
    assert problem(give(call, name, code, source="203.0.113.99", **person)) == EXCEEDED
    assert outcome(give(call, name, code)) in (200, 201)


@pytest.mark.parametrize("name", BY_STAFF)
def test_so_has_a_member_of_staff_whom_the_stores_guests_do_not_lock_out(call: Call, code: str, name: str) -> None:
    for number in range(MAX_TRIES_OF_A_NETWORK):
        give(call, "preview_discounts", f"GUESS{number}")
    assert outcome(give(call, name, code)) in (200, 201)
    for _ in range(MAX_TRIES):
        assert problem(give(call, name, "WRONG")) == REFUSED
    assert problem(give(call, name, code)) == EXCEEDED


def test_right_codes_are_never_counted(call: Call, code: str) -> None:
    person = {"customer_ref": sign_reference("52998224725")}
    assert {give(call, "preview_discounts", code, **person)[0] for _ in range(2 * MAX_TRIES)} == {200}


def test_it_says_how_long_to_wait(event: Any, context: Any, call: Call, code: str) -> None:
    from functions.preview_discounts_by_staff.app import handler

    for _ in range(MAX_TRIES):
        give(call, "preview_discounts_by_staff", "WRONG")
    request = event("preview_discounts_by_staff")
    request["body"] = '{"lines": [{"product_id": "pudim", "quantity": 1}], "coupon": "X"}'
    with time_machine.travel("2026-11-24T15:09:30Z", tick=False):
        assert handler(request, context)["headers"]["Retry-After"] == "30"
    assert TRIES_WINDOW.total_seconds() == 600


def test_an_order_that_was_placed_is_answered_again_whoever_has_tried_too_many(call: Call, code: str) -> None:
    key = another_key()
    body = BURGER | {"coupon": code}
    placed = call("create_order", body=body, headers=key)
    for number in range(MAX_TRIES_OF_A_NETWORK + 1):
        call("preview_discounts", body=BURGER | {"coupon": f"GUESS{number}"})
    assert call("create_order", body=body, headers=key) == placed


def test_a_code_costs_no_round_trip_more_and_a_refused_one_a_write_for_each_count(
    call: Call, code: str, aws_operations: list[str]
) -> None:
    give(call, "preview_discounts", code)
    aws_operations.clear()
    give(call, "preview_discounts", code)
    assert aws_operations == ["BatchGetItem"]
    aws_operations.clear()
    give(call, "preview_discounts", "WRONG", customer_ref=sign_reference("52998224725"))
    assert aws_operations == ["BatchGetItem", "UpdateItem", "UpdateItem"]
