from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine

from bytemeburger.orders import records
from bytemeburger.payments.gateway import ProviderRejected, ProviderStatus
from bytemeburger.payments.settlement import settle
from tests.aws_gates import Ask, guard
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Call, On, Paid, Place
from tests.functions.shop import change_store, open_store

NOON = datetime(2026, 11, 24, 15, tzinfo=UTC)
"""In São Paulo."""


@pytest.fixture
def report(call: Call) -> Any:
    def ask(at: datetime = NOON, **query: str) -> dict[str, Any]:
        with time_machine.travel(at, tick=False):
            status, answer = call("report_day", queryStringParameters=query or None)
        assert status == 200, answer
        return dict(answer)

    return ask


@pytest.fixture
def make(on: On, paid: Paid) -> Callable[..., str]:
    """Pay an order at noon, and have it ready so many seconds later."""

    def at_noon(seconds: float | None = None) -> str:
        with time_machine.travel(NOON, tick=False):
            order_id = paid()
        for to, at in (("IN_PREPARATION", 1.0), ("READY", seconds)):
            if at is not None:
                with time_machine.travel(NOON + timedelta(seconds=at), tick=False):
                    assert on("advance_order", order_id, body={"to": to})[0] == 200
        return order_id

    return at_noon


def test_orders_by_status_with_the_days_money(report: Any, make: Any, place: Place, on: On) -> None:
    completed, refunded = make(60), make()
    on("advance_order", completed, body={"to": "COMPLETED"})
    with time_machine.travel(NOON):
        place()
        on("refund_order", refunded)
    with time_machine.travel(NOON - timedelta(days=1)):
        place()
    answer = report()
    assert answer["day"] == "2026-11-24"
    assert {name: count for name, count in answer["orders"].items() if count} == {
        "AWAITING_PAYMENT": 1,
        "IN_PREPARATION": 1,
        "COMPLETED": 1,
    }
    assert (answer["sold"], answer["refunded"], answer["net"]) == (9980, 4990, 4990)
    yesterday = report(day="2026-11-23")
    assert (yesterday["orders"]["AWAITING_PAYMENT"], yesterday["sold"]) == (1, 0)


def test_how_long_people_waited_on_average_and_nine_of_ten_at_most(report: Any, make: Any, on: On) -> None:
    for number in range(1, 11):
        last = make(number * 60)
    assert report()["waits"] == {"orders": 10, "average_seconds": 330, "p90_seconds": 540}
    with time_machine.travel(NOON + timedelta(minutes=30)):
        on("advance_order", last, body={"to": "IN_PREPARATION"})
        on("advance_order", last, body={"to": "READY"})
    assert report()["waits"]["average_seconds"] == 330  # the first time counts


def test_a_day_without_orders_has_no_waits(report: Any, shop: None, archive_bucket: Any) -> None:
    answer = report(day="2020-02-29")
    assert answer["waits"] == {"orders": 0, "average_seconds": None, "p90_seconds": None}
    assert set(answer["orders"].values()) == {0}


def test_who_paid_long_ago_and_is_still_waiting_is_late(report: Any, make: Any, on: On) -> None:
    waiting, _, cancelled = make(), make(60), make()
    with time_machine.travel(NOON):
        on("refund_order", cancelled)
    assert report(NOON + timedelta(minutes=15))["late_orders"] == 0
    late = report(NOON + timedelta(minutes=15, seconds=1))
    assert (late["late_orders"], [each["order_id"] for each in late["late"]]) == (1, [waiting])
    assert report(NOON + timedelta(days=1))["late"][0]["order_id"] == waiting  # of yesterday, and still there
    change_store(wait_limits={"warning_minutes": 3, "late_minutes": 5})
    sooner = report(NOON + timedelta(minutes=5, seconds=1))
    assert (sooner["late_orders"], sooner["late_after_seconds"]) == (1, 300)


def test_money_that_waits_for_a_person_is_reported_whatever_its_day(
    report: Any, make: Any, place: Place, provider: Provider, expire: Any, on: On
) -> None:
    with time_machine.travel(NOON, tick=False):
        late = str(place()["order_id"])
        expire(late)
        assert on("receive_counter_payment", late, body={"method": "pix"})[0] == 200
        refused, stuck, charged_back = make(), make(), make()
        provider.refund_refused = ProviderRejected("no")
        on("refund_order", refused)
        provider.refund_refused, provider.refund_stuck = None, True
        on("refund_order", stuck)
        number = records.read(charged_back).paid_with or ""
        settle("centro", provider.become(number, ProviderStatus.CHARGED_BACK), provider)
    needs = {each["order_id"]: each["need"] for each in report()["attention"]}
    assert needs == {late: "late-payment-undecided", refused: "refund-refused", charged_back: "payment-exception"}
    assert report(NOON + timedelta(hours=1))["attention_orders"] == 3
    tomorrow = report(NOON + timedelta(days=1))
    assert {each["order_id"]: each["need"] for each in tomorrow["attention"]} == {
        late: "late-payment-undecided",
        refused: "refund-refused",
        stuck: "refund-stuck",
        charged_back: "payment-exception",
    }
    assert (tomorrow["attention"][0]["amount"], tomorrow["attention"][0]["business_day"]) == (4990, "2026-11-24")
    assert tomorrow["sold"] == 0


def test_what_is_open_and_what_ended_is_read_at_once(report: Any, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    make(60)
    all_asked = Barrier(4, timeout=20)

    def waiting(_service: str, operation: str, parameters: dict[str, Any], ask: Ask) -> Any:
        if operation == "Query":
            all_asked.wait()
        return ask(operation, parameters)

    guard(monkeypatch, waiting)
    assert report()["orders"]["READY"] == 1


def test_only_for_the_stores_manager(call: Call, make: Any) -> None:
    make()
    assert call("report_day", claims={"cognito:groups": "counter"})[0] == 403
    open_store("norte")
    of_norte = {"queryStringParameters": {"day": "2026-11-24"}, "claims": {"custom:store": "norte"}}
    assert call("report_day", **of_norte)[1]["sold"] == 0
    assert call("report_day", claims={"custom:store": "sul"})[0] == 404
    assert call("report_day", queryStringParameters={"day": "today"})[0] == 400
