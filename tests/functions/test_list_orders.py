from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bytemeburger import table
from bytemeburger.orders.model import Line
from bytemeburger.orders.rules import Status
from tests.functions.fixture_types import Call, On, Paid, Place
from tests.records.test_orders import order


@pytest.fixture
def orders(on: On, place: Place, paid: Paid, shop: None) -> dict[str, str]:
    """One order in each partition of the list, and one of yesterday."""
    with time_machine.travel(datetime.now(UTC) - timedelta(days=1)):
        yesterday = paid()
        for to in ("IN_PREPARATION", "READY", "COMPLETED"):
            on("advance_order", yesterday, body={"to": to})
    completed = paid()
    for to in ("IN_PREPARATION", "READY", "COMPLETED"):
        on("advance_order", completed, body={"to": to})
    return {"yesterday": yesterday, "done": completed, "waiting": place()["order_id"], "received": paid()}


def listed(call: Call, **query: str) -> list[str]:
    status, answer = call("list_orders", queryStringParameters=query)
    assert status == 200, answer
    assert answer["cursor"] is None
    return [order["order_id"] for order in answer["orders"]]


def test_todays_orders_those_at_work_first(call: Call, orders: dict[str, str]) -> None:
    assert listed(call) == [orders["received"], orders["waiting"], orders["done"]]


def test_another_days_orders(call: Call, orders: dict[str, str], archive_bucket: Any) -> None:
    day = (datetime.now(UTC) - timedelta(days=1, hours=3)).date().isoformat()
    assert listed(call, day=day) == [orders["yesterday"]]
    assert listed(call, day="2020-02-29") == []


def test_of_a_past_day_no_order_of_today_is_read(
    call: Call, on: On, place: Place, paid: Paid, shop: None, aws_operations: list[str]
) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(days=3)):
        of_then = paid()
        for to in ("IN_PREPARATION", "READY", "COMPLETED"):
            on("advance_order", of_then, body={"to": to})
    for _ in range(2):
        place()
        paid()
    aws_operations.clear()
    day = (datetime.now(UTC) - timedelta(days=3, hours=3)).date().isoformat()
    assert listed(call, day=day, limit="1") == [of_then]
    assert aws_operations == ["Query"] * 4
    assert listed(call, day="9999-12-31") == []


def test_by_status_and_by_number(call: Call, orders: dict[str, str]) -> None:
    assert listed(call, status="COMPLETED") == [orders["done"]]
    assert listed(call, number="2") == [orders["received"]]
    assert listed(call, number="2", status="READY") == []


def test_by_what_the_customer_says_and_by_what_the_bank_shows(call: Call, on: On, orders: dict[str, str]) -> None:
    wanted = on("get_staff_order", orders["waiting"])[1]
    row = call("list_orders", queryStringParameters={"reference": wanted["reference"].lower()})[1]["orders"]
    assert [(each["order_id"], each["reference"]) for each in row] == [(orders["waiting"], wanted["reference"])]
    assert listed(call, pix_txid=wanted["pix_txid"]) == [orders["waiting"]]
    assert listed(call, pix_txid=wanted["pix_txid"][:-1] + "X") == []
    assert listed(call, reference=wanted["reference"], status="READY") == []


@pytest.fixture
def busy_day(shop: None) -> str:
    """A past day of sixty orders; answers it."""
    for number in range(1, 61):
        status = Status.CANCELLED if number % 10 == 0 else Status.COMPLETED
        created_at = f"2026-11-20T15:{number - 1:02d}:00.000Z"
        parts: dict[str, Any] = {"status": status, "paid_at": created_at, "number": number, "created_at": created_at}
        parts["lines"] = [Line("pudim", "dessert", {"pt-BR": "Pudim", "en": "Flan"}, (), (), None, 990, 1)]
        table.save(order(order_id=f"o{number}", business_day="2026-11-20", **parts))
    return "2026-11-20"


def test_one_of_a_busy_day_is_found_in_one_look_at_each_partition(
    call: Call, busy_day: str, aws_operations: list[str]
) -> None:
    page = call("list_orders", queryStringParameters={"day": busy_day, "number": "3", "limit": "1"})[1]
    assert [each["number"] for each in page["orders"]] == [3]
    assert aws_operations == ["Query"] * 4


def test_of_a_busy_day_what_is_filtered_comes_page_by_page(call: Call, busy_day: str) -> None:
    found: list[int] = []
    query = {"day": busy_day, "status": "CANCELLED", "limit": "4"}
    sizes = []
    while True:
        page = call("list_orders", queryStringParameters=query)[1]
        found += [each["number"] for each in page["orders"]]
        sizes.append(len(page["orders"]))
        if page["cursor"] is None:
            break
        query["cursor"] = page["cursor"]
    assert (found, sizes) == ([60, 50, 40, 30, 20, 10], [4, 2])


def test_page_by_page_nothing_is_left_out_and_nothing_comes_twice(call: Call, orders: dict[str, str]) -> None:
    found, query = [], {"limit": "1"}
    for _ in range(20):
        answer = call("list_orders", queryStringParameters=query)[1]
        found += [order["order_id"] for order in answer["orders"]]
        if answer["cursor"] is None:
            break
        query["cursor"] = answer["cursor"]
    assert found == [orders["received"], orders["waiting"], orders["done"]]


def test_who_waits_learns_how_long(call: Call, place: Place) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(seconds=90)):
        place()
    waiting = call("list_orders")[1]["orders"][0]["waiting_seconds"]
    assert 90 <= waiting < 100


@pytest.mark.parametrize(
    "query",
    [
        {"day": "today"},
        {"day": "2026-02-30"},
        {"status": "LOST"},
        {"number": "0"},
        {"number": "x"},
        {"reference": "K7X 2MF"},
        {"pix_txid": "é"},
        {"limit": "0"},
        {"limit": "101"},
        {"cursor": "9.x"},
        {"cursor": "0.x"},
        {"cursor": "-1."},
    ],
)
def test_what_cannot_be_asked_is_refused(call: Call, shop: None, query: dict[str, str]) -> None:
    assert call("list_orders", queryStringParameters=query)[0] == 400


def test_each_store_sees_its_own(call: Call, orders: dict[str, str]) -> None:
    query = {"day": datetime.now(UTC).date().isoformat()}
    assert call("list_orders", claims={"custom:store": "norte"}, queryStringParameters=query)[1]["orders"] == []
