"""Some known customers are held out of a campaign, always the same, so that the report can say what it changes."""

import math
import statistics
from typing import Any

import pytest

from bytemeburger.customers.protected_cpf import pseudonym
from bytemeburger.orders import records
from bytemeburger.sales import campaign_views
from bytemeburger.seal import sign
from functions.record_sales.app import handler as record_sales
from tests.fake_gateway import Provider
from tests.functions import books
from tests.functions.campaigns import BURGER, FIXED, NAME, order, problem, save_campaign, set_state
from tests.functions.fixture_types import Call, On, Paid

HALF = 5_000


def reference(number: int) -> str:
    """Of some person."""
    return sign("customer", pseudonym(f"{number:011}"), 600)


def total(call: Call, number: int, **more: Any) -> int:
    status, cart = call("preview_discounts", body=BURGER | {"customer_ref": reference(number)} | more)
    assert status == 200, cart
    return int(cart["total"])


@pytest.fixture
def people(call: Call, shop: None) -> tuple[int, int]:
    """The first person who is offered it, and the first who is held out."""
    save_campaign(call, "half", FIXED, hold_out=HALF)
    totals = [total(call, number) for number in range(12)]
    return totals.index(2090), totals.index(2590)


@pytest.mark.usefixtures("unmeasured")
def test_as_many_are_held_out_as_it_says_and_others_of_another_campaign(call: Call, shop: None) -> None:
    save_campaign(call, "half", FIXED, hold_out=HALF)
    first = [total(call, number) == 2590 for number in range(200)]
    assert 70 <= sum(first) <= 130
    assert [total(call, number) == 2590 for number in range(20)] == first[:20]
    set_state(call, "half", "ENDED")
    save_campaign(call, "other", FIXED, hold_out=HALF)
    assert [total(call, number) == 2590 for number in range(20)] != first[:20]


def test_who_is_held_out_gets_nothing_and_is_told_nothing(call: Call, people: tuple[int, int]) -> None:
    held_out = people[1]
    _, cart = call("preview_discounts", body=BURGER | {"customer_ref": reference(held_out)})
    assert (cart["discounts"], cart["skipped"]) == ([], [])
    placed = [order(call, customer_ref=reference(number))[1] for number in people]
    assert [each["total"] for each in placed] == [2090, 2590]
    groups = [records.read(each["order_id"]).campaign_groups for each in placed]
    assert groups == [{"half": "offered"}, {"half": "held_out"}]
    assert not any("campaign_groups" in each for each in placed)


def test_who_is_not_known_gets_it_and_is_in_neither_group(call: Call, people: tuple[int, int]) -> None:
    placed = order(call)[1]
    assert placed["total"] == 2090
    assert not records.read(placed["order_id"]).campaign_groups


def test_orders_outside_of_its_time_and_place_are_not_compared(call: Call, people: tuple[int, int]) -> None:
    save_campaign(call, "half", FIXED, hold_out=HALF, dining="take_away")
    placed = order(call, customer_ref=reference(people[0]))[1]
    assert placed["total"] == 2590
    assert not records.read(placed["order_id"]).campaign_groups


def test_the_report_compares_what_both_groups_paid(
    call: Call, people: tuple[int, int], paid: Paid, on: On, provider: Provider, context: Any
) -> None:
    seen: dict[str, Any] = {}

    def hear(order_id: str) -> None:
        new = records.read(order_id).plain()
        for _ in range(2):  # as streams do
            record_sales({"Records": [books.record(len(seen), seen.get(order_id), new)]}, context)
        seen[order_id] = new

    offered, held_out = people
    sold = [
        paid(lines=[{"product_id": "x-burger", "quantity": units}], customer_ref=reference(number))
        for number, units in ((offered, 1), (offered, 3), (held_out, 1), (held_out, 2), (held_out, 2))
    ]
    for order_id in sold:
        hear(order_id)
    on("refund_order", sold[-1])
    hear(sold[-1])
    day = records.read(sold[0]).business_day
    status, report = call("report_campaigns", queryStringParameters={"from": day})
    (found,) = report["hold_outs"]
    with_it, without = [2090, 7270], [2590, 5180]
    difference = statistics.mean(with_it) - statistics.mean(without)
    margin = 1.96 * math.sqrt(sum(statistics.variance(each) / 2 for each in (with_it, without)))
    assert (status, found) == (
        200,
        {
            "campaign_id": "half",
            "name": NAME,
            "offered": {"orders": 2, "average": 4680},
            "held_out": {"orders": 2, "average": 3885},
            "difference": round(difference),
            "low": round(difference - margin),
            "high": round(difference + margin),
            "enough": False,
        },
    )
    assert [(row["campaign_id"], row["uses"]) for row in report["rows"]] == [("half", 2)]


def test_few_orders_have_no_interval_and_a_hundred_of_each_are_enough() -> None:
    def compared(held_out: int) -> Any:
        def counter(orders: int, amount: int) -> dict[str, int]:
            return {"sale_orders": orders, "sale_amount": orders * amount, "sale_squares": orders * amount**2}

        days: campaign_views.Counters = [
            ("2026-11-24", "a", "offered", counter(100, 2000)),
            ("2026-11-25", "a", "held_out", counter(held_out, 1500)),
        ]
        (found,) = campaign_views.hold_outs(days, {})
        return found["difference"], found["low"], found["high"], found["enough"]

    assert compared(0) == compared(1) == (None, None, None, False)
    assert compared(99) == (500, 500, 500, False)
    assert compared(100) == (500, 500, 500, True)


def test_whoever_was_given_a_code_is_not_held_out(call: Call, shop: None) -> None:
    body = {"name": NAME, "offer": FIXED, "with_coupon": True, "hold_out": 1}
    assert problem(call("save_campaign", body=body)) == (422, "body-invalid")
    assert problem(call("save_campaign", body=body | {"with_coupon": False, "hold_out": 5_001})) == (
        422,
        "body-invalid",
    )
