from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bytemeburger.payments.gateway import ProviderStatus, ProviderUnavailable
from tests.provider import Provider

TODAY = (datetime.now(UTC) - timedelta(hours=3)).date().isoformat()


@pytest.fixture
def report(call: Any) -> Any:
    return lambda **query: call("report_reconciliation", queryStringParameters={"day": TODAY, **query})


def test_when_all_agrees_there_are_no_exceptions(
    report: Any, on: Any, paid: Any, place: Any, check_out: Any, provider: Provider
) -> None:
    done = paid()
    for to in ("IN_PREPARATION", "READY", "COMPLETED"):
        on("advance_order", done, body={"to": to})
    on("refund_order", paid())
    on("receive_counter_payment", place()["order_id"])
    check_out(place()["order_id"])
    status, answer = report()
    assert status == 200
    assert (answer["orders"], answer["paid"], answer["refunded"], answer["exceptions"]) == (4, 3 * 4990, 4990, [])


@pytest.mark.parametrize(
    ("become", "finding"),
    [
        (ProviderStatus.REFUNDED, "refunded-but-not-recorded"),
        (ProviderStatus.CANCELED, "settled-but-not-paid"),
    ],
)
def test_what_the_provider_says_otherwise_is_an_exception(
    report: Any, paid: Any, provider: Provider, become: ProviderStatus, finding: str
) -> None:
    order_id = paid()
    provider.become(*provider.orders, become)
    assert report()[1]["exceptions"] == [{"order_id": order_id, "status": "RECEIVED", "finding": finding}]


def test_money_that_was_not_settled_is_an_exception(
    report: Any, place: Any, check_out: Any, provider: Provider
) -> None:
    provider.pay(check_out(place()["order_id"]))
    assert [each["finding"] for each in report()[1]["exceptions"]] == ["paid-but-not-settled"]


def test_a_payment_that_the_provider_does_not_know_is_an_exception(report: Any, paid: Any, provider: Provider) -> None:
    paid()
    provider.orders.clear()
    assert [each["finding"] for each in report()[1]["exceptions"]] == ["unknown-to-provider"]


def test_a_day_comes_in_pages(report: Any, paid: Any, provider: Provider) -> None:
    paid(), paid()
    first = report(limit="1")[1]
    assert (first["orders"], report(limit="1", cursor=first["cursor"])[1]["orders"]) == (1, 1)


def test_without_the_provider_there_is_no_comparison(report: Any, paid: Any, provider: Provider) -> None:
    paid()
    provider.failing = ProviderUnavailable("down")
    assert report()[0] == 503


@pytest.mark.parametrize("day", ["", "yesterday", "2026-13-01"])
def test_it_takes_a_day(report: Any, shop: None, day: str) -> None:
    assert report(day=day)[0] == 400
