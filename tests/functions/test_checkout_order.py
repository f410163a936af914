from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
import time_machine

from bytemeburger import clock
from bytemeburger.orders import records
from bytemeburger.orders.rules import MAX_UNPAID, SECONDS_TO_PAY
from bytemeburger.payments.gateway import ProviderRejected, ProviderStatus, ProviderUnavailable
from bytemeburger.payments.settlement import request_payment, settle
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Call, On


@pytest.fixture
def checkout(call: Call, placed: dict[str, Any], provider: Provider) -> Any:
    def run(**headers: str) -> tuple[int, Any]:
        return call(
            "checkout_order",
            pathParameters={"order_id": placed["order_id"]},
            headers={"Order-Key": placed["order_key"], **headers},
        )

    return run


def test_the_answer_is_a_qr_code_for_the_orders_total(checkout: Any, placed: dict[str, Any]) -> None:
    status, payment = checkout()
    assert status == 200
    assert payment["amount"] == placed["total"]
    assert payment["qr_svg"].startswith("<svg")
    assert payment["expires_at"] > placed["created_at"]
    time_to_pay = clock.instant(payment["expires_at"]) - clock.now()
    assert abs(time_to_pay.total_seconds() - payment["expires_in"]) < 5


def test_asked_again_it_is_the_same_code_and_one_provider_order(checkout: Any, provider: Provider) -> None:
    assert checkout() == checkout()
    assert len(provider.orders) == 1


def test_after_an_attempt_lapsed_there_is_a_new_code(checkout: Any, provider: Provider) -> None:
    first = checkout()[1]
    (provider_order_id,) = provider.orders
    settle("centro", provider.become(provider_order_id, ProviderStatus.EXPIRED), provider)
    second = checkout()[1]
    assert second["qr_data"] != first["qr_data"]


@pytest.mark.parametrize("failure", [ProviderUnavailable("timeout", 7), ProviderRejected("pos_not_found")])
def test_a_provider_that_is_down_leaves_the_order_payable(
    checkout: Any, provider: Provider, event: Any, failure: Exception
) -> None:
    provider.failing = failure
    status, problem = checkout()
    assert (status, problem["type"]) == (503, "urn:bytemeburger:problem:payment-unavailable")
    provider.failing = None
    assert checkout()[0] == 200


def test_a_store_without_credentials_leaves_the_order_payable(on: On, placed: dict[str, Any]) -> None:
    boto3.client("secretsmanager").delete_secret(
        SecretId="bytemeburger/mercadopago/centro", ForceDeleteWithoutRecovery=True
    )
    status, problem = on("checkout_order", placed["order_id"], headers={"Order-Key": placed["order_key"]})
    assert (status, problem["type"]) == (503, "urn:bytemeburger:problem:payment-unavailable")


def test_however_late_a_code_is_asked_for_an_order_waits_no_longer_than_the_maximum(
    checkout: Any, placed: dict[str, Any], provider: Provider
) -> None:
    created = clock.instant(placed["created_at"])
    latest = clock.text(created + MAX_UNPAID)
    assert timedelta(seconds=SECONDS_TO_PAY) < MAX_UNPAID < timedelta(seconds=2 * SECONDS_TO_PAY)
    for second in (SECONDS_TO_PAY - 1, MAX_UNPAID.total_seconds() - 1):
        with time_machine.travel(created + timedelta(seconds=second), tick=False):
            status, payment = checkout()
            assert (status, payment["expires_at"]) == (200, latest)
            (*_, newest) = provider.orders
            settle("centro", provider.become(newest, ProviderStatus.EXPIRED), provider)
    assert records.read(placed["order_id"]).due_at == latest
    with time_machine.travel(created + MAX_UNPAID + timedelta(seconds=1), tick=False):
        assert checkout()[0] == 409


def test_a_slow_checkout_does_not_displace_a_newer_code(
    placed: dict[str, Any], provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = provider.create

    def slow(**wanted: Any) -> Any:
        """While it runs, its code ends unpaid and somebody asks for the next one."""
        monkeypatch.setattr(provider, "create", create)
        first = create(**wanted)
        request_payment(records.read(placed["order_id"]), provider)
        settle("centro", provider.become(first.order_id, ProviderStatus.EXPIRED), provider)
        request_payment(records.read(placed["order_id"]), provider)
        return first

    monkeypatch.setattr(provider, "create", slow)
    slowly = request_payment(records.read(placed["order_id"]), provider).payment
    assert slowly == records.read(placed["order_id"]).payment
    assert slowly
    assert (slowly.attempt, slowly.status) == (2, "PENDING")


def test_a_paid_order_cannot_be_checked_out_again(checkout: Any, provider: Provider) -> None:
    checkout()
    settle("centro", provider.pay(provider.only), provider)
    status, problem = checkout()
    assert (status, problem["current_status"]) == (409, "RECEIVED")


@pytest.mark.parametrize("key", ["", "wrong", "á"])
def test_without_its_key_there_is_no_such_order(checkout: Any, key: str) -> None:
    assert checkout(**{"Order-Key": key})[0] == 404


def test_an_answer_without_a_code_is_not_shown_and_the_next_attempt_has_one(
    checkout: Any, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = provider.create
    monkeypatch.setattr(provider, "create", lambda **order: replace(create(**order), qr_data=None))
    for _ in range(2):
        status, problem = checkout()
        assert (status, problem["type"]) == (503, "urn:bytemeburger:problem:payment-unavailable")
    monkeypatch.setattr(provider, "create", create)
    status, payment = checkout()
    assert (status, payment["qr_data"]) == (200, provider.orders[max(provider.orders)].qr_data)
    states = [order.status for _, order in sorted(provider.orders.items())]
    assert states == [ProviderStatus.CANCELED, ProviderStatus.CANCELED, ProviderStatus.CREATED]


def test_a_payment_that_was_stored_without_a_code_gets_one(
    checkout: Any, placed: dict[str, Any], provider: Provider
) -> None:
    checkout()

    def lose_code(order: Any) -> bool:
        order.payment = replace(order.payment, qr_data=None)
        return True

    records.change(placed["order_id"], lose_code)
    assert checkout()[0] == 200
    assert len(provider.orders) == 2
