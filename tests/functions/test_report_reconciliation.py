from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bytemeburger.orders.rules import Status
from bytemeburger.payments.gateway import ProviderRejected, ProviderStatus, ProviderUnavailable
from bytemeburger.payments.settlement import end_unpaid, settle
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Call, CheckOut, On, Paid, Place

TODAY = (datetime.now(UTC) - timedelta(hours=3)).date().isoformat()


@pytest.fixture
def report(call: Call) -> Any:
    return lambda **query: call("report_reconciliation", queryStringParameters={"day": TODAY, **query})


def test_when_all_agrees_there_are_no_exceptions(
    report: Any, on: On, paid: Paid, place: Place, check_out: CheckOut, provider: Provider
) -> None:
    completed = paid()
    for to in ("IN_PREPARATION", "READY", "COMPLETED"):
        on("advance_order", completed, body={"to": to})
    on("refund_order", paid())
    on("receive_counter_payment", place()["order_id"])
    check_out(place()["order_id"])
    status, answer = report()
    assert status == 200
    assert (answer["orders"], answer["paid"], answer["refunded"], answer["exceptions"]) == (4, 3 * 4990, 4990, [])
    assert (answer["charged_back"], answer["net"]) == (0, 2 * 4990)


@pytest.mark.parametrize(
    ("become", "finding"),
    [
        (ProviderStatus.REFUNDED, "refunded-but-not-recorded"),
        (ProviderStatus.CANCELED, "settled-but-not-paid"),
    ],
)
def test_what_the_provider_says_otherwise_is_an_exception(
    report: Any, paid: Paid, provider: Provider, become: ProviderStatus, finding: str
) -> None:
    order_id = paid()
    provider.become(provider.only, become)
    amount = provider.orders[max(provider.orders)].returned_amount
    assert report()[1]["exceptions"] == [
        {"order_id": order_id, "status": "RECEIVED", "finding": finding, "amount": amount}
    ]


@pytest.mark.parametrize(
    ("become", "refunded", "finding", "expected"),
    [
        (ProviderStatus.CHARGED_BACK, 0, "charged-back", {"refunded": 0, "charged_back": 4990, "net": 0}),
        (ProviderStatus.CHARGED_BACK, 1000, "charged-back", {"refunded": 0, "charged_back": 4990, "net": 0}),
        (ProviderStatus.PROCESSED, 1000, "partially-refunded", {"refunded": 1000, "charged_back": 0, "net": 3990}),
        (ProviderStatus.UNKNOWN, 0, "status-unknown", {"refunded": 0, "charged_back": 0, "net": 4990}),
        (ProviderStatus.REIMBURSED, 0, "charge-back-reimbursed", {"refunded": 0, "charged_back": 0, "net": 4990}),
        (ProviderStatus.REFUNDED, 4990, "refunded-by-provider", {"refunded": 4990, "charged_back": 0, "net": 0}),
    ],
)
def test_what_was_done_with_the_money_without_us_is_an_exception_and_subtracted_once(
    report: Any, paid: Paid, provider: Provider, become: ProviderStatus, refunded: int, finding: str, expected: Any
) -> None:
    paid()
    for _ in range(2):
        settle("centro", provider.become(provider.only, become, refunded_amount=refunded), provider)
    answer = report()[1]
    assert [each["finding"] for each in answer["exceptions"]] == [finding]
    assert answer["paid"] == 4990
    assert {name: answer[name] for name in expected} == expected


def test_a_status_that_nobody_knows_of_a_payment_that_was_never_stored_is_one_too(
    report: Any, place: Place, provider: Provider
) -> None:
    payment = provider.create(order_id=place()["order_id"], attempt=1, amount=4990, seconds_to_pay=900)
    settle("centro", provider.become(payment.order_id, ProviderStatus.UNKNOWN), provider)
    assert [each["finding"] for each in report()[1]["exceptions"]] == ["status-unknown"]


def test_late_money_that_came_back_in_part_before_is_counted_once(
    report: Any, place: Place, check_out: CheckOut, provider: Provider
) -> None:
    order_id = place()["order_id"]
    number = check_out(order_id)
    end_unpaid(order_id, Status.CANCELLED, "customer", provider)
    provider.pay(number)
    settle("centro", provider.become(number, ProviderStatus.PROCESSED, refunded_amount=1000), provider)
    answer = report()[1]
    assert (answer["paid"], answer["refunded"], answer["net"]) == (4990, 4990, 0)


def test_money_that_was_not_settled_is_an_exception(
    report: Any, place: Place, check_out: CheckOut, provider: Provider
) -> None:
    provider.pay(check_out(place()["order_id"]))
    assert [each["finding"] for each in report()[1]["exceptions"]] == ["paid-but-not-settled"]


def test_a_payment_that_the_provider_does_not_know_is_an_exception(report: Any, paid: Paid, provider: Provider) -> None:
    paid()
    provider.orders.clear()
    assert [each["finding"] for each in report()[1]["exceptions"]] == ["unknown-to-provider"]


def test_a_day_comes_in_pages(report: Any, paid: Paid, provider: Provider) -> None:
    paid(), paid()
    first = report(limit="1")[1]
    assert (first["orders"], report(limit="1", cursor=first["cursor"])[1]["orders"]) == (1, 1)


@pytest.mark.parametrize("failure", [ProviderUnavailable("down"), ProviderRejected("unauthorized")])
def test_without_the_provider_there_is_no_comparison(
    report: Any, paid: Paid, provider: Provider, failure: Exception
) -> None:
    paid()
    provider.failing = failure
    assert report()[0] == 503


@pytest.mark.parametrize("day", ["", "yesterday", "2026-13-01"])
def test_it_takes_a_day(report: Any, shop: None, day: str) -> None:
    assert report(day=day)[0] == 400
