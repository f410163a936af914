"""Campaigns on orders: what placing one costs, discounts and how they are shown, and limits."""

from collections.abc import Callable
from typing import Any

import pytest

from bytemeburger.customers.protected_cpf import sign_reference
from bytemeburger.orders import records
from bytemeburger.orders.schemas import NewOrder
from tests.aws_gates import Ask, guard
from tests.capacity_units import read_units, size
from tests.fake_gateway import Provider
from tests.functions.books import stored_item, stored_items
from tests.functions.campaigns import (
    BURGER,
    CPF,
    FIXED,
    another_key,
    counted,
    issue,
    order,
    problem,
    save_campaign,
    set_state,
)
from tests.functions.fixture_types import Call, On
from tests.functions.shop import set_stock, units_left

PERCENT = {"kind": "order_percent", "basis_points": 1000}


def items() -> int:
    return len(list(stored_items()))


# --- what it costs -------------------------------------------------------------------------------------------------


def test_it_is_two_requests_whatever_is_on_offer(call: Call, shop: None, aws_operations: list[str]) -> None:
    order(call)  # with the secret
    for offer, limits, write in (
        (None, {}, "PutItem"),
        (PERCENT, {}, "PutItem"),
        (FIXED, {"uses": 9, "uses_per_day": 9, "budget": 9000}, "TransactWriteItems"),
    ):
        if offer:
            save_campaign(call, "a", offer, limits=limits)
        aws_operations.clear()
        assert order(call)[0] == 201
        assert aws_operations == ["BatchGetItem", write]


def test_without_a_campaign_it_reads_and_writes_what_it_did_before(
    call: Call, shop: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two keys beside those of the products; an item without a member more."""
    read: list[Any] = []

    def noting(_service: str, operation: str, parameters: dict[str, Any], ask: Ask) -> Any:
        if operation == "BatchGetItem":
            read.append(parameters)
        return ask(operation, parameters)

    guard(monkeypatch, noting)
    _, placed = order(call)
    (request,) = read
    assert len(request["RequestItems"]["bytemeburger"]["Keys"]) == 3
    stored = stored_item(f"ORDER#{placed['order_id']}", "ORDER")
    assert stored.keys() & {"discounts", "skipped", "campaign_uses", "uses_returned"} == set()
    settings = stored_item("STORE#centro", "SETTINGS")
    assert "campaigns" not in settings
    for number in range(6):
        save_campaign(call, f"c{number}", FIXED)
    settings = stored_item("STORE#centro", "SETTINGS")
    assert read_units(size(settings), consistent=True) == 1


def test_a_request_of_the_version_before_is_the_same_request() -> None:
    body = NewOrder.model_validate_json('{"lines": [{"product_id": "x-burger", "quantity": 1}]}')
    assert body.model_dump_json() == (
        '{"store":null,"customer_ref":null,"receipt_cpf":null,"dining":"eat_in","lines":[{"product_id":"x-burger",'
        '"options":null,"quantity":1,"choices":{},"note":null}]}'
    )


# --- discounts, and how they are shown -------------------------------------------------------------------------------


def test_an_order_keeps_what_it_was_given_under_the_name_of_then(
    call: Call, on: On, shop: None, provider: Provider
) -> None:
    save_campaign(call, "a", PERCENT)
    save_campaign(call, "b", FIXED, minimum=9000)
    status, placed = order(call)
    assert (status, placed["subtotal"], placed["total"]) == (201, 2590, 2331)
    assert placed["discounts"] == [
        {
            "campaign_id": "a",
            "name": {"pt-BR": "Oferta", "en": "Offer"},
            "kind": "order_percent",
            "amount": 259,
            "lines": [{"line": 0, "amount": 259}],
        }
    ]
    assert placed["skipped"] == [{"campaign_id": "b", "reason": "minimum-not-reached"}]
    save_campaign(call, "a", PERCENT, name={"pt-BR": "Outra", "en": "Other"})
    key = {"Order-Key": placed["order_key"]}
    on("receive_counter_payment", placed["order_id"], body={"method": "cash"})
    for view in (
        on("get_order", placed["order_id"], headers=key)[1],
        on("get_staff_order", placed["order_id"])[1],
        on("get_receipt", placed["order_id"])[1],
    ):
        assert (view["subtotal"], view["total"], view["discounts"]) == (2590, 2331, placed["discounts"])


def test_another_total_than_the_expected_one_orders_nothing(call: Call, shop: None) -> None:
    save_campaign(call, "a", FIXED)
    before = items()
    answer = order(call, expected_total=2590)
    assert problem(answer) == (409, "total-changed")
    assert (answer[1]["total"], answer[1]["discounts"][0]["amount"], answer[1]["skipped"]) == (2090, 500, [])
    assert items() == before
    assert order(call, expected_total=2090)[0] == 201
    set_state(call, "a", "PAUSED")
    assert problem(order(call, expected_total=2090)) == (409, "total-changed")
    assert order(call, expected_total=2590)[1]["total"] == 2590


@pytest.mark.parametrize("wrong", [-1, 10**9, "2590", 25.9])
def test_what_cannot_be_a_total_is_refused(call: Call, shop: None, wrong: Any) -> None:
    assert problem(order(call, expected_total=wrong)) == (422, "body-invalid")


def test_what_campaigns_make_free_is_settled_without_a_provider(call: Call, shop: None) -> None:
    save_campaign(call, "a", FIXED | {"amount": 5000}, limits={"uses": 1})
    status, placed = order(call)
    assert (status, placed["total"], placed["status"], placed["number"]) == (201, 0, "RECEIVED", 1)
    assert counted("a") == (1, 2590)
    assert order(call)[1]["total"] == 2590


def test_the_counter_gives_the_same(call: Call, shop: None) -> None:
    save_campaign(call, "a", FIXED, with_coupon=True, limits={"uses": 1})
    (code,) = issue(call, "a", word="BALCAO")
    status, placed = call("create_staff_order", body=BURGER | {"coupon": code, "expected_total": 2090})
    assert (status, placed["total"], counted("a")) == (201, 2090, (1, 500))


# --- limits ----------------------------------------------------------------------------------------------------------


def test_a_limit_is_counted_with_the_order_and_never_exceeded(call: Call, shop: None) -> None:
    save_campaign(call, "a", FIXED, limits={"uses": 2})
    totals = [order(call)[1]["total"] for _ in range(4)]
    assert (totals, counted("a")) == ([2090, 2090, 2590, 2590], (2, 1000))
    assert order(call)[1]["skipped"] == [{"campaign_id": "a", "reason": "limit-reached"}]
    assert problem(order(call, expected_total=2090)) == (409, "total-changed")


def test_a_budget_is_spent_to_the_centavo(call: Call, shop: None) -> None:
    save_campaign(call, "a", PERCENT, limits={"budget": 600})
    assert [order(call)[1]["total"] for _ in range(3)] == [2331, 2331, 2590]
    assert counted("a") == (2, 518)


def test_a_person_and_a_day_have_their_own(call: Call, shop: None) -> None:
    save_campaign(call, "person", FIXED, limits={"uses_per_person": 1})
    save_campaign(call, "day", FIXED | {"amount": 7}, limits={"uses_per_day": 2})
    somebody = {"customer_ref": sign_reference(CPF)}
    assert [order(call, **somebody)[1]["total"] for _ in range(3)] == [2083, 2583, 2590]
    assert order(call)[1]["skipped"] == [
        {"campaign_id": "day", "reason": "limit-reached"},
        {"campaign_id": "person", "reason": "not-identified"},
    ]


def test_a_retry_counts_once_whatever_became_of_the_limit(call: Call, shop: None) -> None:
    save_campaign(call, "a", FIXED, limits={"uses": 1})
    first = call("create_order")
    assert call("create_order") == first
    assert (first[1]["total"], counted("a")) == (4490, (1, 500))


def test_a_first_order_is_one(call: Call, shop: None, expire: Callable[[str], None]) -> None:
    save_campaign(call, "a", FIXED, first_order=True)
    somebody = {"customer_ref": sign_reference(CPF)}
    assert order(call)[1]["skipped"] == [{"campaign_id": "a", "reason": "not-identified"}]
    first = order(call, **somebody)[1]
    assert first["total"] == 2090
    assert order(call, **somebody)[1]["skipped"] == [{"campaign_id": "a", "reason": "not-first-order"}]


def test_of_two_first_orders_at_once_one_is_the_first(call: Call, shop: None, monkeypatch: pytest.MonkeyPatch) -> None:
    save_campaign(call, "a", FIXED, first_order=True)
    monkeypatch.setattr(records, "has_ordered", lambda customer: False)  # the index does not show it yet
    somebody = {"customer_ref": sign_reference(CPF)}
    assert [order(call, **somebody)[1]["total"] for _ in range(2)] == [2090, 2590]


def test_where_the_stock_does_not_suffice_nothing_is_counted(call: Call, shop: None) -> None:
    set_stock("x-burger", 1)
    save_campaign(call, "a", FIXED, limits={"uses": 5})
    assert problem(order(call, lines=[{"product_id": "x-burger", "quantity": 2}])) == (422, "product-unavailable")
    assert counted("a") == (0, 0)
    save_campaign(call, "a", FIXED, limits={"uses": 1})
    assert [order(call)[0] for _ in range(2)] == [201, 422]
    assert (counted("a"), units_left("x-burger")) == ((1, 500), 0)


@pytest.mark.parametrize("limits", [{"uses": 1}, {"uses_per_day": 1}, {"budget": 700}, {"budget": 500}])
def test_what_a_cart_costs_is_what_can_be_ordered_whatever_is_used_up(
    call: Call, shop: None, limits: dict[str, int]
) -> None:
    save_campaign(call, "a", FIXED, limits=limits)
    save_campaign(call, "b", FIXED | {"amount": 100}, limits={"uses": 5})
    first = call("preview_discounts", body=BURGER)[1]["total"]
    assert order(call, expected_total=first)[0] == 201
    status, changed = order(call, expected_total=first)
    assert (status, changed["total"]) == (409, 2490)
    total = call("preview_discounts", body=BURGER)[1]["total"]
    assert total == 2490
    status, placed = order(call, expected_total=total)
    assert (status, [each["campaign_id"] for each in placed["discounts"]]) == (201, ["b"])
    assert (counted("a")[1] <= 500, counted("b")[0]) == (True, 2)


def test_what_is_used_up_between_reading_and_writing_is_worked_out_again(
    call: Call, shop: None, aws_operations: list[str], customer_pool: str, ana: dict[str, str]
) -> None:
    set_stock("x-burger", 5)
    save_campaign(call, "a", FIXED, limits={"uses": 1})
    save_campaign(call, "b", FIXED | {"amount": 100}, limits={"uses": 5})
    assert order(call)[1]["total"] == 1990
    aws_operations.clear()
    status, placed = call("create_order", body=BURGER, headers=another_key(), claims=ana)
    assert (status, placed["total"], [each["campaign_id"] for each in placed["discounts"]]) == (201, 2490, ["b"])
    assert aws_operations == ["BatchGetItem", "TransactWriteItems", "TransactWriteItems"]
    assert (counted("a")[0], counted("b")[0], units_left("x-burger")) == (1, 2, 3)
    assert records.read(placed["order_id"]).version == 1
