import random
from collections import Counter
from collections.abc import Sequence
from itertools import count, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pynamodb.expressions.operand import Path

from bytemeburger import table
from bytemeburger.sales import records
from bytemeburger.sales.period import business_days
from bytemeburger.sales.rules import recount
from bytemeburger.sales.views import SalesRow, rows
from functions.record_sales.app import handler
from tests.aws_gates import Ask, guard
from tests.functions.books import booked_by_the_version_before, counters, empty_table, record

DAYS = count()
DAY = "STORE#centro#SALES#2026-11-24"


@pytest.fixture
def handle(context: Any, aws: None) -> Any:
    return lambda batch: handler(batch, context)


def test_a_sale_is_booked_by_day_category_product_and_hour(handle: Any, event: Any) -> None:
    assert handle(event("record_sales")) == {"batchItemFailures": []}
    books = counters()
    assert books[DAY, "TOTAL"] == {"sale_orders": 1, "sale_units": 3, "sale_amount": 4990}
    assert books[DAY, "HOUR#19"] == books[DAY, "TOTAL"]  # 22:01 UTC
    assert books[DAY, "METHOD#mercadopago"] == books[DAY, "TOTAL"]
    assert books[DAY, "PRODUCT#batata-frita"] == {"sale_orders": 1, "sale_units": 2, "sale_amount": 2400}
    assert books[DAY, "CATEGORY#burger"] == {"sale_orders": 1, "sale_units": 1, "sale_amount": 2590}


def test_products_of_one_order_are_bought_together(handle: Any, event: Any) -> None:
    handle(event("record_sales"))
    books = counters()
    assert books["STORE#centro#WITH#x-burger", "PRODUCT#batata-frita"] == {"orders": 1}
    assert books["STORE#centro#WITH#batata-frita", "PRODUCT#x-burger"] == {"orders": 1}


def test_a_repeated_record_books_nothing_new(handle: Any, event: Any) -> None:
    handle(event("record_sales"))
    once = counters()
    batch = event("record_sales")
    batch["Records"] *= 3
    handle(batch)
    assert counters() == once


def test_an_order_of_fifty_different_lines_is_booked(handle: Any) -> None:
    parts = [{"product_id": f"part-{number}", "category": "side"} for number in range(6)]
    lines = [line(f"product-{number}", 1, 100) | {"choices": parts} for number in range(50)]
    handle({"Records": [record(1, order("1", lines), order("1", lines, paid=True))]})
    assert counters()[DAY, "TOTAL"]["sale_amount"] == 5000


def test_a_combos_parts_are_counted_beside_it_without_its_money(handle: Any) -> None:
    parts = [{"product_id": "x-burger", "category": "burger"}, {"product_id": "fries", "category": "side"}]
    combo = line("combo-x", 2, 3000) | {"category": "combo", "choices": parts}
    lines = [combo, line("fries", 1, 1200), line("fries", 1, 1300)]
    handle({"Records": [record(1, order("1", lines), order("1", lines, paid=True))]})
    books = counters()
    assert books[DAY, "PRODUCT#combo-x"] == {"sale_orders": 1, "sale_units": 2, "sale_amount": 6000}
    assert books[DAY, "PRODUCT#x-burger"] == {"sale_orders": 1, "sale_parts": 2}
    assert books[DAY, "PRODUCT#fries"] == {"sale_orders": 1, "sale_units": 2, "sale_parts": 2, "sale_amount": 2500}
    assert books[DAY, "CATEGORY#burger"] == {"sale_orders": 1, "sale_parts": 2}
    assert books[DAY, "CATEGORY#side"] == books[DAY, "PRODUCT#fries"]
    assert books[DAY, "TOTAL"] == {"sale_orders": 1, "sale_units": 4, "sale_amount": 8500}
    refunded = order("1", lines, paid=True, refunded=True)
    handle({"Records": [record(2, order("1", lines, paid=True), refunded)]})
    assert {name: counters()[DAY, "PRODUCT#x-burger"][name] for name in ("refund_orders", "refund_parts")} == {
        "refund_orders": -1,
        "refund_parts": -2,
    }


def test_a_part_of_an_order_from_before_its_category_was_kept_is_counted_by_product(handle: Any) -> None:
    combo = line("combo-x", 1, 3000) | {"category": "combo", "choices": [{"product_id": "x-burger"}]}
    handle({"Records": [record(1, order("1", [combo]), order("1", [combo], paid=True))]})
    books = counters()
    assert books[DAY, "PRODUCT#x-burger"] == {"sale_orders": 1, "sale_parts": 1}
    assert {sk for _, sk in books if sk.startswith("CATEGORY#")} == {"CATEGORY#combo"}


STEPS: list[tuple[str, dict[str, Any]]] = [
    ("UNKNOWN", {"amount": 0}),
    ("PROCESSED", {"amount": 1001}),
    ("CHARGED_BACK", {"amount": 5000}),
    ("REIMBURSED", {"amount": 1001}),
    ("PROCESSED", {"amount": 1500}),
]


def test_a_charge_back_and_a_part_given_back_are_subtracted_once_on_the_day_of_the_sale(handle: Any) -> None:
    lines = [line("x-burger", 1, 2500), line("fries", 1, 1200), line("cola", 2, 650)]
    image = order("1", lines, paid=True)
    images = [order("1", lines), image]
    for status, step in STEPS:
        noted = {"provider_order_id": "ORD-1", "status": status} | step
        image = image | {"exceptions": [*image.get("exceptions", []), noted]}
        images.append(image)
    changes = [record(number, old, new) for number, (old, new) in enumerate(pairwise(images))]
    for upto, net_amount in enumerate((5000, 5000, 3999, 0, 3999, 3500), 1):
        handle({"Records": changes[:upto] * 2})
        books = counters()
        assert net(books, "TOTAL") == net_amount
        assert sum(net(books, f"PRODUCT#{each['product_id']}") for each in lines) == net_amount
    assert books[DAY, "TOTAL"]["sale_orders"] == 1
    assert "refund_orders" not in books[DAY, "TOTAL"]
    refund = {"provider_order_id": "ORD-1", "status": "DONE", "amount": 3500}
    handle({"Records": [record(9, image, image | {"refunds": [refund]})] * 2})
    books = counters()
    assert {net(books, place) for place in ("TOTAL", "HOUR#12", "METHOD#cash", "CATEGORY#side", "PRODUCT#cola")} == {0}
    assert books[DAY, "TOTAL"]["refund_orders"] == -1


def test_a_refund_of_nothing_leaves_room_for_that_of_money_which_came_back(handle: Any) -> None:
    """The payer's bank took the money while the refund was under way, and lost the dispute."""
    lines = [line("x-burger", 1, 3000)]
    images = [order("1", lines), order("1", lines, paid=True)]
    for status, taken_back, given_back in (("CHARGED_BACK", 3000, 0), ("REIMBURSED", 0, 3000)):
        noted = {"provider_order_id": "ORD-1", "status": status, "amount": taken_back}
        image = images[-1] | {"exceptions": [*images[-1].get("exceptions", []), noted]}
        refund = {"provider_order_id": "ORD-1", "status": "DONE", "amount": given_back}
        images += [image, image | {"refunds": [refund]}]
    changes = [record(number, old, new) for number, (old, new) in enumerate(pairwise(images))]
    for upto, net_amount in enumerate((3000, 0, 0, 3000, 0), 1):
        handle({"Records": changes[:upto] * 2})
        assert net(counters(), "TOTAL") == net_amount
    assert counters()[DAY, "TOTAL"]["refund_orders"] == -1


def test_an_order_that_lost_its_discounts_to_the_version_before_is_worth_what_was_paid(handle: Any) -> None:
    lines = [line("x-burger", 1, 2500), line("fries", 1, 1201)]
    image = order("1", lines, paid=True) | {"total": 3000}
    refund = {"provider_order_id": "ORD-1", "status": "DONE", "amount": 3000}
    for number, (old, new, net_amount) in enumerate([({}, image, 3000), (image, image | {"refunds": [refund]}, 0)]):
        handle({"Records": [record(number, old or order("1", lines), new)]})
        books = counters()
        assert sum(net(books, f"PRODUCT#{each['product_id']}") for each in lines) == net(books, "TOTAL") == net_amount
        assert net(books, "CATEGORY#side") == net_amount


def test_what_became_of_another_payment_of_the_order_is_not_booked(handle: Any) -> None:
    lines = [line("x-burger", 1, 2500)]
    noted = {"provider_order_id": "ORD-0", "status": "CHARGED_BACK", "amount": 2500}
    image = order("1", lines, paid=True)
    handle({"Records": [record(1, order("1", lines), image)]})
    handle({"Records": [record(2, image, image | {"exceptions": [noted]})]})
    assert net(counters(), "TOTAL") == 2500


def reported(by: str, days: Sequence[str] = ("2026-11-24", "2026-11-25")) -> list[SalesRow]:
    return rows(by, records.counters("centro", records.books("centro", days), by))


def net(books: dict[tuple[str, str], dict[str, int]], place: str) -> int:
    return sum(books[DAY, place].get(name, 0) for name in ("sale_amount", "refund_amount"))


def line(product_id: str, quantity: int, unit_price: int) -> dict[str, Any]:
    return {"product_id": product_id, "category": "side", "quantity": quantity, "unit_price": unit_price}


def order(
    name: str, lines: list[dict[str, Any]], *, day: str = "2026-11-24", paid: bool = False, refunded: bool = False
) -> dict[str, Any]:
    image = {
        "PK": f"ORDER#{name}",
        "SK": "ORDER",
        "type": "order",
        "order_id": name,
        "store": "centro",
        "time_zone": "America/Sao_Paulo",
        "business_day": day,
        "paid_at": "2026-11-24T15:00:00.000Z",
        "number": int(name.rpartition("-")[2]) + 1,
        "total": sum(each["quantity"] * each["unit_price"] for each in lines),
        "lines": lines,
    }
    if paid:
        payment = {"provider": "cash", "status": "PAID", "provider_order_id": f"ORD-{name}"}
        image["payment"] = payment
    if refunded:
        image["refunds"] = [{"provider_order_id": f"ORD-{name}", "status": "DONE"}]
    return image


LINES = st.lists(
    st.builds(line, st.sampled_from(["x-burger", "fries", "cola"]), st.integers(1, 5), st.integers(1, 9999)), min_size=1
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(LINES, st.booleans()), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_however_often_and_in_whatever_batches_changes_come_the_books_equal_a_recount(
    handle: Any, orders: list[tuple[Any, bool]], chance: random.Random
) -> None:
    empty_table()  # moto copies all of it for each transaction
    day = f"day-{next(DAYS)}"
    final, pending = [], []
    for number, (lines, refunded) in enumerate(orders):
        name = f"{day}-{number}"
        steps = [order(name, lines, day=day), order(name, lines, day=day, paid=True)]
        steps += [order(name, lines, day=day, paid=True, refunded=True)] * refunded
        final.append(steps[-1])
        pending.append([record(at, old, new) for at, (old, new) in enumerate(pairwise(steps))])
    while any(pending):
        of_order = chance.choice([records for records in pending if records])
        handle({"Records": [of_order[0]] * chance.randrange(1, 4)})
        if chance.random() < 0.7:
            of_order.pop(0)

    booked = list(recount(final))
    total = Counter(counters()[f"STORE#centro#SALES#{day}", "TOTAL"])
    assert total["sale_amount"] + total["refund_amount"] == sum(booking.amount for booking in booked)
    assert total["sale_units"] + total["refund_units"] == sum(booking.units for booking in booked)
    assert total["sale_orders"] + total["refund_orders"] == sum(booking.orders for booking in booked)


def test_a_record_that_fails_stops_the_batch_there(handle: Any) -> None:
    lines = [line("fries", 1, 100)]
    good, poison = (record(at, order(str(at), lines), order(str(at), lines, paid=True)) for at in (1, 2))
    del poison["dynamodb"]["NewImage"]["paid_at"]
    later = record(3, order("3", lines), order("3", lines, paid=True))
    answer = handle({"Records": [good, poison, later]})
    assert answer == {"batchItemFailures": [{"itemIdentifier": poison["dynamodb"]["SequenceNumber"]}]}
    assert counters()[DAY, "TOTAL"]["sale_orders"] == 1


def test_what_the_version_before_booked_is_not_booked_again_and_is_reported_on(handle: Any) -> None:
    booked_by_the_version_before("1")
    lines = [line("x-burger", 1, 2590)]
    again = record(1, order("1", lines), order("1", lines, paid=True))
    handle({"Records": [again, again]})
    assert counters()[DAY, "TOTAL"] == {"sale_orders": 1, "sale_units": 1, "sale_amount": 2590}
    handle({"Records": [again, record(2, order("2", lines), order("2", lines, paid=True))]})
    for by, name in (("day", "2026-11-24"), ("product", "x-burger"), ("hour", "12")):
        (row,) = reported(by)
        assert (row[by], row["orders"], row["sold"]) == (name, 2, 5180)  # type: ignore[literal-required]


def test_of_a_days_sale_that_the_version_before_booked_the_refund_is_subtracted(handle: Any) -> None:
    booked_by_the_version_before("1")
    lines = [line("x-burger", 1, 2590)]
    refunded = order("1", lines, paid=True, refunded=True)
    handle({"Records": [record(1, order("1", lines, paid=True), refunded)] * 2})
    (row,) = reported("product")
    assert (row["sold"], row["refunded"], row["net"]) == (2590, 2590, 0)


def test_what_the_version_before_books_after_a_rollback_is_reported_by_product_and_hour_too(handle: Any) -> None:
    lines = [line("x-burger", 1, 2590)]
    handle({"Records": [record(1, order("1", lines), order("1", lines, paid=True))]})
    booked_by_the_version_before("2")
    handle({"Records": [record(3, order("3", lines), order("3", lines, paid=True))]})
    for by, name in (("day", "2026-11-24"), ("product", "x-burger"), ("hour", "12")):
        (row,) = reported(by)
        assert (row[by], row["orders"], row["sold"]) == (name, 3, 7770)  # type: ignore[literal-required]


@pytest.mark.parametrize("before", [[], ["1"]], ids=["a new day", "a day that is in the books"])
def test_what_the_version_before_books_while_this_one_does_is_not_lost(
    handle: Any, before: list[str], monkeypatch: pytest.MonkeyPatch, unmeasured: None
) -> None:
    lines = [line("x-burger", 1, 2590)]
    handle({"Records": [record(1, order(name, lines), order(name, lines, paid=True)) for name in before]})
    both = iter(["2"])

    def meanwhile(_service: str, operation: str, parameters: dict[str, Any], ask: Ask) -> Any:
        if operation == "PutItem" and (name := next(both, None)):
            booked_by_the_version_before(name)
        return ask(operation, parameters)

    guard(monkeypatch, meanwhile)
    handle({"Records": [record(3, order("3", lines), order("3", lines, paid=True))]})
    for by in ("day", "product", "hour"):
        (row,) = reported(by)
        assert (row["orders"], row["sold"]) == (len(before) + 2, (len(before) + 2) * 2590)


def test_what_the_version_before_saw_bought_together_counts_on(handle: Any, event: Any) -> None:
    counted = ("STORE#centro#WITH#x-burger", "PRODUCT#batata-frita")
    table.transact([table.update_action(counted, Path("orders").add(2), Path("type").set("counter"))])
    handle(event("record_sales"))
    assert records.bought_with("centro", "x-burger") == {"batata-frita": 3}


def test_a_day_of_more_than_a_thousand_orders_goes_on_in_another_item(handle: Any, aws_operations: list[str]) -> None:
    lines = [line("x-burger", 1, 2590)]
    changes = [record(at, order(str(at), lines), order(str(at), lines, paid=True)) for at in (0, 999, 1000, 2500)]
    handle({"Records": changes * 2})
    assert counters()[DAY, "PRODUCT#x-burger"]["sale_orders"] == 4
    aws_operations.clear()
    (row,) = reported("product")
    assert (row["orders"], set(aws_operations)) == (4, {"BatchGetItem"})


def test_ninety_two_days_by_product_are_read_in_two_requests(handle: Any, aws_operations: list[str]) -> None:
    days = business_days("2026-09-01", "2026-12-01")
    lines = [line("x-burger", 1, 2590)]
    for at, day in enumerate(days):
        handle({"Records": [record(at, order(str(at), lines, day=day), order(str(at), lines, day=day, paid=True))]})
    aws_operations.clear()
    (row,) = reported("product", days)
    assert (row["orders"], aws_operations) == (len(days), ["BatchGetItem"] * 2)


def test_a_hundred_orders_of_a_store_take_few_writes(handle: Any, aws_operations: list[str]) -> None:
    lines = [line("x-burger", 1, 2590), line("fries", 1, 1200)]
    changes = [record(at, order(str(at), lines), order(str(at), lines, paid=True)) for at in range(100)]
    handle({"Records": changes})
    assert Counter(aws_operations) == {"BatchGetItem": 3, "PutItem": 3}
    assert counters()[DAY, "TOTAL"]["sale_orders"] == 100
    assert records.bought_with("centro", "fries") == {"x-burger": 100}
