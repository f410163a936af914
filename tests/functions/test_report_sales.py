import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from bytemeburger.orders.records import read
from bytemeburger.sales.views import rows as report_rows
from functions.record_sales.app import handler
from tests.functions.books import booked_by_the_version_before, record
from tests.functions.fixture_types import Call, On, Paid


@pytest.fixture
def sold(on: On, paid: Paid, context: Any, shop: None) -> None:
    """Two sales on the 24th, one of them refunded, and one late on the 25th, which is the 26th in UTC."""

    def book(order_id: str, old: dict[str, Any] | None = None) -> dict[str, Any]:
        new = read(order_id).plain()
        handler({"Records": [record(new["version"], old or {**new, "payment": None}, new)]}, context)
        return new

    with time_machine.travel(datetime(2026, 11, 24, 15, 0, tzinfo=UTC)):
        book(paid())
        refunded = paid(lines=[{"product_id": "pudim", "quantity": 2}])
        before = book(refunded)
    with time_machine.travel(datetime(2026, 11, 26, 1, 30, tzinfo=UTC)):
        on("refund_order", refunded)
        book(refunded, before)
        book(paid(lines=[{"product_id": "guarana", "quantity": 1}]))


@pytest.fixture
def report(call: Call) -> Any:
    return lambda query, **parts: call("report_sales", queryStringParameters=query, **parts)


BOTH = {"from": "2026-11-24", "to": "2026-11-25"}


def test_by_day_refunds_are_subtracted_on_the_day_of_their_sale(report: Any, sold: None) -> None:
    status, answer = report(BOTH)
    assert status == 200
    assert answer["rows"] == [
        {
            "day": "2026-11-24",
            "orders": 1,
            "units": 3,
            "sold": 6970,
            "refunded": 1980,
            "net": 4990,
        },
        {"day": "2026-11-25", "orders": 1, "units": 1, "sold": 750, "refunded": 0, "net": 750},
    ]
    assert answer["total"]["net"] == 5740


def test_by_product_category_and_hour(report: Any, sold: None) -> None:
    def net(by: str) -> dict[str, int]:
        return {row[by]: row["net"] for row in report(BOTH | {"by": by})[1]["rows"]}

    assert net("product") == {"batata-frita": 2400, "guarana": 750, "pudim": 0, "x-burger": 2590}
    assert net("category") == {"burger": 2590, "dessert": 0, "drink": 750, "side": 2400}
    assert net("hour") == {"12": 4990, "22": 750}
    assert net("method") == {"mercadopago": 5740}


def test_orders_are_counted_in_each_row_and_once_in_the_total(report: Any, sold: None) -> None:
    def orders(by: str) -> dict[str, int]:
        return {row[by]: row["orders"] for row in report(BOTH | {"by": by})[1]["rows"]}

    assert orders("product") == {"batata-frita": 1, "guarana": 1, "pudim": 0, "x-burger": 1}
    assert orders("category") == {"burger": 1, "dessert": 0, "drink": 1, "side": 1}
    totals = [report(BOTH | {"by": by})[1]["total"] for by in ("day", "hour", "product", "category", "method")]
    assert all(total == totals[0] for total in totals)
    assert (totals[0]["orders"], totals[0]["net"]) == (2, 5740)


@pytest.mark.parametrize("by", ["day", "product"])
def test_ninety_two_days_with_their_total_are_two_requests(
    report: Any, sold: None, by: str, aws_operations: list[str]
) -> None:
    aws_operations.clear()
    assert report({"from": "2026-10-01", "to": "2026-12-31", "by": by})[1]["total"]["orders"] == 2
    assert aws_operations == ["BatchGetItem"] * 2


def test_a_combos_parts_are_reported_beside_it(report: Any, paid: Paid, context: Any) -> None:
    chosen = {"burger": {"product_id": "x-burger"}, "drink": {"product_id": "guarana"}}
    with time_machine.travel(datetime(2026, 11, 24, 15, 0, tzinfo=UTC)):
        combos = {"product_id": "combo-x", "quantity": 13, "choices": chosen}
        new = read(paid(lines=[combos, {"product_id": "guarana", "quantity": 1}])).plain()
    handler({"Records": [record(1, {**new, "payment": None}, new)]}, context)
    products = {row["product"]: row for row in report(BOTH | {"by": "product"})[1]["rows"]}
    assert (products["x-burger"]["units_in_combos"], products["x-burger"]["units"]) == (13, 0)
    assert (products["guarana"]["units_in_combos"], products["guarana"]["units"]) == (13, 1)
    assert (products["combo-x"]["units"], products["combo-x"]["net"]) == (13, 13 * 3690)
    categories = {row["category"]: row for row in report(BOTH | {"by": "category"})[1]["rows"]}
    assert (categories["burger"]["units_in_combos"], categories["drink"]["units_in_combos"]) == (13, 13)
    assert sum(row["net"] for row in products.values()) == report(BOTH)[1]["total"]["net"]


def test_what_was_sold_before_rows_had_orders_takes_none_away_when_it_is_refunded() -> None:
    then = {"sale_units": 1, "sale_amount": 990, "refund_orders": -1, "refund_units": -1, "refund_amount": -990}
    (row,) = report_rows("product", [("pudim", then)])
    assert (row["orders"], row["units"], row["net"]) == (0, 0, 0)


def test_for_a_spreadsheet(report: Any, sold: None) -> None:
    status, text = report(BOTH | {"by": "product"}, headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(text)))
    assert status == 200
    assert {row["product"]: row["net"] for row in rows}["x-burger"] == "2590"


def test_a_day_without_sales_has_no_rows(report: Any, shop: None) -> None:
    answer = report({"from": "2020-01-01"})[1]
    assert (answer["rows"], answer["total"]) == ([], {"orders": 0, "units": 0, "sold": 0, "refunded": 0, "net": 0})


@pytest.mark.parametrize(
    "query",
    [
        None,
        {"from": "yesterday"},
        {"from": "2026-11-25", "to": "2026-11-24"},
        {"from": "2020-01-01", "to": "2026-11-24"},
        {"from": "2026-11-24", "by": "customer"},
    ],
)
def test_what_cannot_be_reported_is_refused(report: Any, shop: None, query: Any) -> None:
    assert report(query)[0] == 400


def test_only_for_the_stores_manager(report: Any, sold: None) -> None:
    assert report(BOTH, claims={"cognito:groups": "counter"})[0] == 403
    assert report(BOTH, claims={"custom:store": "norte"})[1]["rows"] == []


def test_a_day_that_the_version_before_booked_is_reported_by_product(report: Any, shop: None) -> None:
    booked_by_the_version_before("1")
    answer = report({"from": "2026-11-24", "by": "product"})[1]
    assert [(row["product"], row["orders"], row["sold"]) for row in answer["rows"]] == [("x-burger", 1, 2590)]
    assert answer["total"]["sold"] == 2590
