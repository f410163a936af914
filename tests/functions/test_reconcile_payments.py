import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
import time_machine

from bytemeburger import secrets, table
from bytemeburger.attributes import typed_item
from bytemeburger.errors import Unavailable
from bytemeburger.orders import records
from bytemeburger.orders.rules import Reason
from bytemeburger.payments import providers, reconciliation
from bytemeburger.payments import records as payments
from bytemeburger.payments.gateway import PaymentInProgress, ProviderRejected, ProviderStatus, ProviderUnavailable
from bytemeburger.payments.refunds import refund as give_back
from bytemeburger.payments.settlement import settle
from functions.reconcile_payments import app
from functions.reconcile_payments.app import handler
from tests.conftest import Context
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Call, CheckOut, Place
from tests.functions.shop import open_store, set_stock, units_left


@pytest.fixture
def reconcile(event: Any, shop: None) -> Any:
    """Run the reconciler some minutes from now."""

    def run(minutes: int = 1, context: Any = None) -> dict[str, int]:
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes)):
            return dict(handler(event("reconcile_payments"), context or Context()))

    return run


def read(order_id: str) -> Any:
    return records.read(order_id)


def test_a_payment_whose_notification_was_lost_is_settled(reconcile: Any, order_id: str, provider: Provider) -> None:
    provider.pay(provider.only)
    assert reconcile() == {"tried": 1, "failed": 0}
    assert read(order_id).status == "RECEIVED"


def test_an_unpaid_order_expires_after_its_time_and_its_code_with_it(
    reconcile: Any, order_id: str, provider: Provider
) -> None:
    reconcile(14)
    assert read(order_id).status == "AWAITING_PAYMENT"
    reconcile(16)
    assert read(order_id).status == "EXPIRED"
    assert [order.status for order in provider.orders.values()] == [ProviderStatus.CANCELED]


def written_by_the_version_before(order_id: str) -> None:
    """It knows nothing of the index of what is due, and leaves out what it does not know."""
    item = records.read(order_id).plain()
    before_the_index = {name: value for name, value in item.items() if not name.startswith("GSI4")}
    table.client().call("PutItem", {"TableName": "bytemeburger", "Item": typed_item(before_the_index)})


def test_an_order_that_the_version_before_wrote_last_is_found_and_is_due_from_then_on(
    reconcile: Any, place: Place, order_id: str, provider: Provider
) -> None:
    provider.pay(provider.only)
    never_checked_out = place()["order_id"]
    for each in (order_id, never_checked_out):
        written_by_the_version_before(each)
    assert reconcile() == {"tried": 2, "failed": 0}
    assert read(order_id).status == "RECEIVED"
    assert read(never_checked_out).gsi4pk
    reconcile(16)
    assert read(never_checked_out).status == "EXPIRED"


def test_what_it_lists_does_not_grow_with_stores_that_have_nothing_due(
    reconcile: Any, order_id: str, monkeypatch: pytest.MonkeyPatch, aws_operations: list[str]
) -> None:
    """One look at each shard, and at the next few stores for what the version before wrote."""
    monkeypatch.setattr(reconciliation, "STORES_IN_SWEEP", 2)
    for number in range(7):
        open_store(f"store-{number}")
    written_by_the_version_before(order_id)
    runs = []
    for minute in range(1, 6):
        aws_operations.clear()
        runs.append(reconcile(minute)["tried"])
        assert aws_operations.count("Query") == 16 + 1 + 2 * 3
    assert (runs[-1], sum(run > 0 for run in runs)) == (1, 5 - runs.index(1))


def test_each_quarter_looks_after_its_stores(event: Any, context: Any, order_id: str, provider: Provider) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16)):
        runs = [handler(event("reconcile_payments") | {"quarter": quarter}, context) for quarter in range(4)]
    assert sorted(run["tried"] for run in runs) == [0, 0, 0, 1]
    assert read(order_id).status == "EXPIRED"


def test_a_search_that_fails_delays_no_other(
    reconcile: Any, order_id: str, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a shard that cannot be read nor the look for what is in none; each is reported."""
    due, own = payments.due, int(str(read(order_id).gsi4pk).removeprefix("DUE#"))

    def fail(*_: Any) -> Any:
        raise Unavailable("busy")

    monkeypatch.setattr(payments, "next_stores", fail)
    monkeypatch.setattr(payments, "due", lambda shard: due(shard) if shard == own else fail())
    provider.pay(provider.only)
    assert reconcile() == {"tried": 1 + 16, "failed": 16}
    assert read(order_id).status == "RECEIVED"


def test_an_order_that_was_never_checked_out_expires(
    reconcile: Any, placed: dict[str, Any], provider: Provider
) -> None:
    reconcile(16)
    assert read(placed["order_id"]).status == "EXPIRED"


def test_while_somebody_is_paying_the_order_does_not_expire(reconcile: Any, order_id: str, provider: Provider) -> None:
    provider.cancel_refused = PaymentInProgress()
    assert reconcile(16) == {"tried": 1, "failed": 0}
    assert read(order_id).status == "AWAITING_PAYMENT"
    provider.pay(provider.only)
    reconcile(17)
    assert read(order_id).status == "RECEIVED"


def test_paid_in_the_last_moment_it_is_received(
    reconcile: Any, order_id: str, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def paid_meanwhile(number: str) -> None:
        provider.pay(number)
        raise ProviderRejected("cannot_cancel_order")

    monkeypatch.setattr(provider, "cancel", paid_meanwhile)
    assert reconcile(16) == {"tried": 1, "failed": 0}
    assert read(order_id).status == "RECEIVED"


def test_money_that_comes_after_expiry_is_given_back(reconcile: Any, order_id: str, provider: Provider) -> None:
    reconcile(16)
    (number,) = provider.orders
    provider.refund_refused = ProviderUnavailable("down")
    settle("centro", provider.pay(number), provider)
    assert [refund.status for refund in read(order_id).refunds] == ["DUE"]
    provider.refund_refused = None
    reconcile(17)
    assert [refund.status for refund in read(order_id).refunds] == ["DONE"]
    assert (read(order_id).status, provider.refunds) == ("EXPIRED", [number])
    assert reconcile(18) == {"tried": 0, "failed": 0}


def test_a_refund_that_the_provider_ends_later_is_followed_to_its_end(
    reconcile: Any, order_id: str, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    reconcile(16)
    (number,) = provider.orders
    monkeypatch.setattr(provider, "refund", lambda number, attempt: provider.orders[number])
    settle("centro", provider.pay(number), provider)
    assert [refund.status for refund in read(order_id).refunds] == ["REQUESTED"]
    provider.become(number, ProviderStatus.REFUNDED)
    reconcile(17)
    assert [refund.status for refund in read(order_id).refunds] == ["DONE"]


def test_one_order_that_fails_holds_up_nobody(
    reconcile: Any,
    place: Place,
    check_out: CheckOut,
    order_id: str,
    provider: Provider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = place()["order_id"]
    provider.pay(check_out(other))
    first, get = next(iter(provider.orders)), provider.get

    def failing(number: str) -> Any:
        if number == first:
            raise ProviderRejected("unauthorized")
        return get(number)

    monkeypatch.setattr(provider, "get", failing)
    assert reconcile() == {"tried": 2, "failed": 1}
    assert read(other).status == "RECEIVED"


@pytest.mark.parametrize("secret", ['{"access_token": "APP_USR-1"}', "not JSON"])
def test_a_store_with_a_broken_secret_holds_up_no_other(
    reconcile: Any, order_id: str, provider: Provider, secret: str
) -> None:
    boto3.client("secretsmanager").put_secret_value(SecretId="bytemeburger/mercadopago/centro", SecretString=secret)
    secrets._cache.clear()
    provider.pay(provider.only)
    assert reconcile() == {"tried": 1, "failed": 0}


def test_an_order_that_cannot_be_entered_as_due_holds_up_no_other(
    reconcile: Any, place: Place, order_id: str, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = place()["order_id"]
    for each in (order_id, stuck):
        written_by_the_version_before(each)
    change = records.change

    def failing(changed: str, *arguments: Any) -> Any:
        if changed == stuck:
            raise Unavailable("busy")
        return change(changed, *arguments)

    monkeypatch.setattr(records, "change", failing)
    provider.pay(provider.only)
    assert reconcile() == {"tried": 1, "failed": 0}
    assert read(order_id).status == "RECEIVED"


def test_an_order_that_the_provider_does_not_know_expires(reconcile: Any, order_id: str, provider: Provider) -> None:
    provider.orders.clear()
    reconcile(1)
    reconcile(3)
    assert read(order_id).payment.status == "PENDING"
    reconcile(4)
    assert read(order_id).payment.status == "LAPSED"
    reconcile(16)
    assert read(order_id).status == "EXPIRED"


def test_a_provider_that_forgets_a_code_for_a_moment_closes_nothing(
    reconcile: Any, order_id: str, provider: Provider
) -> None:
    orders = dict(provider.orders)
    for minute in range(1, 15, 2):  # never for long, but again and again
        provider.orders.clear()
        reconcile(minute)
        provider.orders.update(orders)
        reconcile(minute + 1)
    assert read(order_id).payment.status == "PENDING"
    provider.pay(provider.only)
    reconcile(15)
    assert read(order_id).status == "RECEIVED"


def test_an_order_without_a_code_needs_no_provider_to_expire(
    reconcile: Any, placed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCADOPAGO_SECRET_PREFIX", "bytemeburger/mercadopago/nothing-there/")
    assert reconcile(16) == {"tried": 1, "failed": 0}
    assert read(placed["order_id"]).status == "EXPIRED"


def test_a_provider_that_never_says_what_became_of_a_payment_holds_the_order_for_a_day(
    reconcile: Any, order_id: str, provider: Provider
) -> None:
    provider.become(provider.only, ProviderStatus.UNKNOWN)
    provider.cancel_refused = ProviderRejected("cannot_cancel_order")
    reconcile(60)
    assert read(order_id).status == "AWAITING_PAYMENT"
    reconcile(25 * 60)
    assert read(order_id).status == "EXPIRED"


def test_what_an_expired_order_reserved_can_be_sold_again(reconcile: Any, call: Call, shop: None) -> None:
    set_stock("x-burger", 3)
    status, order = call("create_order")
    assert (status, units_left("x-burger")) == (201, 2)
    reconcile(16)
    reconcile(17)
    assert (read(order["order_id"]).status, units_left("x-burger")) == ("EXPIRED", 3)


def test_it_stops_before_its_time_is_over(reconcile: Any, order_id: str, provider: Provider) -> None:
    assert reconcile(1, Context(remaining=1_000)) == {"tried": 0, "failed": 0}


def test_a_silent_provider_does_not_use_up_the_time_of_those_who_need_no_answer(
    reconcile: Any, place: Place, check_out: CheckOut, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeouts: list[float] = []
    monkeypatch.setattr(app, "AT_ONCE", 1)  # at once, several orders wait for the same first silence

    def gateway(store: str, seconds: float) -> Provider:
        timeouts.append(seconds)
        return provider

    monkeypatch.setattr(providers, "gateway", gateway)
    for _ in range(6):
        check_out(place()["order_id"])
    never_checked_out = place()["order_id"]
    provider.failing = ProviderUnavailable("silent")
    assert reconcile(16) == {"tried": 7, "failed": 6}
    assert sum({*timeouts}) < 16  # seconds: each silence halves the patience with the next
    assert min(timeouts) <= 0.25
    assert read(never_checked_out).status == "EXPIRED"


def test_it_counts_what_it_did(
    reconcile: Any, order_id: str, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    reconcile()
    counted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "Reconciled" in line]
    assert [line["Reconciled"] for line in counted] == [[1.0]]


def test_a_provider_that_is_gone_for_a_day_holds_no_order_and_no_stock(
    reconcile: Any, order_id: str, provider: Provider
) -> None:
    """Its code is watched on: money that was paid with it goes back once the provider speaks again."""
    (number,) = provider.orders
    provider.failing = ProviderRejected("unauthorized")
    assert reconcile(60) == {"tried": 1, "failed": 1}
    reconcile(25 * 60)
    assert read(order_id).status == "EXPIRED"
    provider.failing = None
    provider.pay(number)
    reconcile(25 * 60 + 1)
    assert [(each.status, each.reason) for each in read(order_id).refunds] == [("DONE", "paid-too-late")]
    assert reconcile(25 * 60 + 2) == {"tried": 0, "failed": 0}


def test_what_a_person_gives_back_in_the_providers_panel_ends_what_nobody_understood(
    reconcile: Any, order_id: str, provider: Provider
) -> None:
    """The runbook's line of PaymentExceptionAlarm."""
    provider.become(provider.only, ProviderStatus.UNKNOWN)
    reconcile(1)
    assert [each.provider_order_id for each in read(order_id).exceptions] == list(provider.orders)
    provider.become(provider.only, ProviderStatus.REFUNDED)
    reconcile(2)
    assert [(each.status, each.reason) for each in read(order_id).refunds] == [("DONE", "refunded-by-provider")]
    reconcile(16)
    assert read(order_id).status == "EXPIRED"
    assert reconcile(17) == {"tried": 0, "failed": 0}


def test_a_second_code_is_closed_when_the_first_is_paid_after_all(
    reconcile: Any, order_id: str, check_out: CheckOut, provider: Provider
) -> None:
    (first,) = provider.orders
    settle("centro", provider.become(first, ProviderStatus.EXPIRED), provider)
    second = check_out(order_id)
    settle("centro", provider.pay(first), provider)
    assert read(order_id).payment.provider_order_id == first
    provider.pay(second)  # and nobody is notified
    reconcile()
    assert [(each.provider_order_id, each.status) for each in read(order_id).refunds] == [(second, "DONE")]
    assert provider.orders[first].status == ProviderStatus.PROCESSED


def test_a_refused_refund_is_asked_for_again_after_an_hour_and_not_each_minute(
    reconcile: Any, order_id: str, provider: Provider
) -> None:
    reconcile(16)
    (number,) = provider.orders
    provider.refund_refused = ProviderRejected("window_passed")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=17)):
        settle("centro", provider.pay(number), provider)
    version = read(order_id).version
    reconcile(18)
    reconcile(60)
    assert (read(order_id).refunds[0].status, read(order_id).version) == ("REFUSED", version)
    provider.refund_refused = None
    reconcile(80)
    assert read(order_id).refunds[0].status == "DONE"


def test_one_that_fails_after_days_waits_its_hour_too(reconcile: Any, order_id: str, provider: Provider) -> None:
    (number,) = provider.orders
    settle("centro", provider.pay(number), provider)
    provider.refund_stuck = True
    give_back(order_id, "bia", Reason.POOR_QUALITY, provider)
    days = 3 * 24 * 60
    reconcile(days)
    provider.become(number, ProviderStatus.PROCESSED, refund_failed=True)
    reconcile(days + 1)
    reconcile(days + 60)
    assert (read(order_id).refunds[0].status, provider.attempts[number]) == ("REFUSED", [1])
    provider.refund_stuck = False
    reconcile(days + 62)
    assert (read(order_id).refunds[0].status, provider.attempts[number]) == ("DONE", [1, 2])


def test_a_refund_that_takes_longer_than_an_hour_is_reported(
    reconcile: Any, order_id: str, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    (number,) = provider.orders
    settle("centro", provider.pay(number), provider)
    provider.refund_stuck = True
    give_back(order_id, "bia", Reason.POOR_QUALITY, provider)
    reconcile(59)
    assert "RefundSlow" not in capsys.readouterr().out
    reconcile(61)
    assert "RefundSlow" in capsys.readouterr().out


def test_a_slow_refund_of_money_that_the_bank_took_and_gave_again_does_not_hold_the_order(
    reconcile: Any, order_id: str, provider: Provider
) -> None:
    provider.pay(provider.only)  # nobody hears of it, nor of the charge-back that the store wins
    provider.become(provider.only, ProviderStatus.REIMBURSED)
    provider.refund_stuck = True
    reconcile()
    reconcile(16)
    order = read(order_id)
    assert (order.status, [refund.status for refund in order.refunds]) == ("EXPIRED", ["REQUESTED"])
    provider.refund_stuck = False
    provider.become(provider.only, ProviderStatus.REFUNDED, refunded_amount=order.total)
    reconcile(17)
    assert [refund.status for refund in read(order_id).refunds] == ["DONE"]


def test_a_refund_whose_money_the_payers_bank_takes_back_is_over(
    reconcile: Any, order_id: str, provider: Provider
) -> None:
    (number,) = provider.orders
    settle("centro", provider.pay(number), provider)
    provider.refund_stuck = True
    give_back(order_id, "bia", Reason.POOR_QUALITY, provider)
    provider.become(number, ProviderStatus.CHARGED_BACK)
    reconcile()
    assert [(each.status, each.amount) for each in read(order_id).refunds] == [("DONE", 0)]
    assert reconcile(2) == {"tried": 0, "failed": 0}


def test_so_is_that_of_an_order_which_the_kitchen_makes_all_the_same(
    reconcile: Any, order_id: str, provider: Provider
) -> None:
    (number,) = provider.orders
    settle("centro", provider.pay(number), provider)
    provider.refund_refused = ProviderRejected("insufficient_funds")
    give_back(order_id, "bia", Reason.POOR_QUALITY, provider)
    provider.refund_refused = None
    reconcile(59)
    assert read(order_id).refunds[0].status == "REFUSED"
    reconcile(61)
    assert (read(order_id).status, read(order_id).refunds[0].status) == ("RECEIVED", "DONE")
