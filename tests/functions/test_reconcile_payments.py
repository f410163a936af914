import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bytemeburger.payments.gateway import PaymentInProgress, ProviderRejected, ProviderStatus, ProviderUnavailable
from tests.conftest import Context
from tests.provider import Provider


@pytest.fixture
def reconcile(event: Any, shop: None) -> Any:
    """Run the reconciler some minutes from now."""
    from functions.reconcile_payments.app import handler

    def run(minutes: int = 1, context: Any = None) -> dict[str, int]:
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes)):
            return dict(handler(event("reconcile_payments"), context or Context()))

    return run


@pytest.fixture
def order_id(placed: dict[str, Any], provider: Provider) -> str:
    """An order with a QR code, not yet paid."""
    from bytemeburger.payments.settlement import request_payment

    request_payment(placed["order_id"], provider)
    return str(placed["order_id"])


def read(order_id: str) -> Any:
    from bytemeburger.orders import records

    return records.read(order_id)


def test_a_payment_whose_notification_was_lost_is_settled(reconcile: Any, order_id: str, provider: Provider) -> None:
    provider.pay(*provider.orders)
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


def test_an_order_that_was_never_checked_out_expires(
    reconcile: Any, placed: dict[str, Any], provider: Provider
) -> None:
    reconcile(16)
    assert read(placed["order_id"]).status == "EXPIRED"


def test_while_somebody_is_paying_the_order_does_not_expire(reconcile: Any, order_id: str, provider: Provider) -> None:
    provider.cancel_refused = PaymentInProgress()
    assert reconcile(16) == {"tried": 1, "failed": 0}
    assert read(order_id).status == "AWAITING_PAYMENT"
    provider.pay(*provider.orders)
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
    from bytemeburger.payments.settlement import settle

    reconcile(16)
    (number,) = provider.orders
    provider.refund_refused = ProviderUnavailable("down")
    settle("centro", provider.pay(number), provider)
    assert [refund["status"] for refund in read(order_id).refunds] == ["DUE"]
    provider.refund_refused = None
    reconcile(17)
    assert [refund["status"] for refund in read(order_id).refunds] == ["DONE"]
    assert (read(order_id).status, provider.refunds) == ("EXPIRED", [number])
    assert reconcile(18) == {"tried": 0, "failed": 0}


def test_a_refund_that_the_provider_ends_later_is_followed_to_its_end(
    reconcile: Any, order_id: str, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bytemeburger.payments.settlement import settle

    reconcile(16)
    (number,) = provider.orders
    monkeypatch.setattr(provider, "refund", lambda number: provider.orders[number])
    settle("centro", provider.pay(number), provider)
    assert [refund["status"] for refund in read(order_id).refunds] == ["REQUESTED"]
    provider.become(number, ProviderStatus.REFUNDED)
    reconcile(17)
    assert [refund["status"] for refund in read(order_id).refunds] == ["DONE"]


def test_one_order_that_fails_holds_up_nobody(reconcile: Any, call: Any, order_id: str, provider: Provider) -> None:
    from bytemeburger.payments.settlement import request_payment

    other = call("create_order", headers={"Idempotency-Key": "7b9f5a3e-6d3c-4f1b-9a77-2a0d5b8f1c45"})[1]["order_id"]
    payment = request_payment(other, provider).payment
    assert payment
    provider.pay(payment["provider_order_id"])
    first = next(iter(provider.orders))
    del provider.orders[first]
    assert reconcile() == {"tried": 2, "failed": 1}
    assert read(other).status == "RECEIVED"


def test_it_stops_before_its_time_is_over(reconcile: Any, order_id: str, provider: Provider) -> None:
    assert reconcile(1, Context(remaining=1_000)) == {"tried": 0, "failed": 0}


def test_it_counts_what_it_did(
    reconcile: Any, order_id: str, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    reconcile()
    counted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "Reconciled" in line]
    assert [line["Reconciled"] for line in counted] == [[1.0]]
