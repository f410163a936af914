from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bytemeburger.orders import records
from functions.record_sales.app import handler as record_sales
from local.streams.filters import pattern
from tests.fake_gateway import Provider
from tests.functions import books
from tests.functions.campaigns import BURGER, FIXED, save_campaign
from tests.functions.fixture_types import Call, On, Paid, Place

NOON = datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.fixture
def noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def stream(context: Any) -> Callable[..., None]:
    """Let the books hear of an order as it is now, after it was as it was then; twice, as streams do."""
    images: dict[str, Any] = {}

    def hear(order_id: str) -> None:
        new = records.read(order_id).plain()
        record = books.record(len(images), images.get(order_id), new)
        for _ in range(2):
            record_sales({"Records": [record]}, context)
        images[order_id] = new

    return hear


def rows(call: Call) -> list[Any]:
    status, report = call("report_campaigns")
    assert status == 200
    return list(report["rows"])


def test_each_campaign_has_a_row_a_day(
    noon: None, call: Call, on: On, shop: None, paid: Paid, stream: Callable[..., None], provider: Provider
) -> None:
    save_campaign(call, "a", FIXED)
    save_campaign(call, "b", FIXED | {"amount": 90}, minimum=5000)
    first = paid(**BURGER)
    second = paid(lines=[{"product_id": "x-burger", "quantity": 3}])
    for order_id in (first, second):
        stream(order_id)
    gross = 4 * 2590
    both = 3 * 2590 - 590
    assert rows(call) == [
        {
            "day": "2026-11-24",
            "campaign_id": "a",
            "name": {"pt-BR": "Oferta", "en": "Offer"},
            "uses": 2,
            "released": 0,
            "gross": gross,
            "discount": 1000,
            "net": 2090 + both,
        },
        {
            "day": "2026-11-24",
            "campaign_id": "b",
            "name": {"pt-BR": "Oferta", "en": "Offer"},
            "uses": 1,
            "released": 0,
            "gross": 3 * 2590,
            "discount": 90,
            "net": both,
        },
    ]
    on("refund_order", second)
    stream(second)
    kept, refunded = rows(call)
    assert (kept["uses"], kept["gross"], kept["discount"], kept["net"]) == (1, 2590, 500, 2090)
    assert (refunded["uses"], refunded["gross"], refunded["discount"], refunded["net"]) == (0, 0, 0, 0)


def test_what_came_back_is_counted_once(
    noon: None,
    call: Call,
    shop: None,
    place: Place,
    expire: Callable[[str], None],
    stream: Callable[..., None],
    template: dict[str, Any],
) -> None:
    save_campaign(call, "a", FIXED, limits={"uses": 5})
    order_id = place(**BURGER)["order_id"]
    stream(order_id)
    before = records.read(order_id).plain()
    expire(order_id)
    stream(order_id)
    (row,) = rows(call)
    assert (row["uses"], row["released"], row["discount"]) == (0, 1, 0)
    record = books.record(9, before, records.read(order_id).plain())
    filters = template["Resources"]["RecordSalesMapping"]["Properties"]["FilterCriteria"]["Filters"]
    assert any(pattern(each["Pattern"])(record) for each in filters)


def test_what_a_late_payment_takes_again_has_not_come_back(
    call: Call, on: On, shop: None, place: Place, expire: Callable[[str], None], stream: Callable[..., None]
) -> None:
    with time_machine.travel(NOON, tick=False):
        save_campaign(call, "a", FIXED, limits={"uses": 5})
        order_id = place(**BURGER)["order_id"]
        stream(order_id)
        expire(order_id)
        stream(order_id)
        assert on("receive_counter_payment", order_id, body={"method": "pix"})[0] == 200
        stream(order_id)
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        on("accept_late_payment", order_id)
        stream(order_id)
        before = {"queryStringParameters": {"from": "2026-11-24", "to": "2026-11-25"}}
        assert [
            (row["day"], row["uses"], row["released"]) for row in call("report_campaigns", **before)[1]["rows"]
        ] == [
            ("2026-11-24", 0, 0),
            ("2026-11-25", 1, 0),
        ]
        assert on("cancel_order_by_staff", order_id)[0] == 200
        stream(order_id)
        assert [(row["day"], row["released"]) for row in call("report_campaigns", **before)[1]["rows"]] == [
            ("2026-11-24", 0),
            ("2026-11-25", 1),
        ]


def test_ninety_two_days_are_four_requests(
    noon: None, call: Call, paid: Paid, stream: Callable[..., None], aws_operations: list[str]
) -> None:
    save_campaign(call, "a", FIXED)
    stream(paid(**BURGER))
    aws_operations.clear()
    period = {"from": "2026-10-01", "to": "2026-12-31"}
    assert len(call("report_campaigns", queryStringParameters=period)[1]["rows"]) == 1
    assert Counter(aws_operations) == {"Query": 1, "BatchGetItem": 3}


def test_for_a_spreadsheet(
    noon: None, call: Call, shop: None, paid: Paid, stream: Callable[..., None], provider: Provider
) -> None:
    save_campaign(call, "a", FIXED)
    stream(paid(**BURGER))
    status, text = call("report_campaigns", headers={"Accept": "text/csv"})
    assert (status, text.splitlines()) == (
        200,
        ["day,campaign_id,uses,released,gross,discount,net", "2026-11-24,a,1,0,2590,500,2090"],
    )


@pytest.mark.parametrize(
    "query", [{}, {"from": "2026-11-24", "to": "2026-11-23"}, {"from": "2026-01-01", "to": "2026-12-31"}]
)
def test_it_needs_a_period_that_can_be_answered(call: Call, shop: None, query: dict[str, str]) -> None:
    assert call("report_campaigns", queryStringParameters=query)[0] == 400
