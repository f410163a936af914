import hashlib
import hmac
import json
import os
import time
from typing import Any

import boto3
import pytest

from bytemeburger import table
from bytemeburger.orders import records
from bytemeburger.orders.rules import Status
from bytemeburger.payments.gateway import ProviderRejected, ProviderStatus, ProviderUnavailable
from bytemeburger.payments.settlement import end_unpaid
from bytemeburger.stores import records as stores
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Call, CheckOut, On

REQUEST_ID = "2066ca19-c6f1-498a-be75-1923005edd06"


@pytest.fixture
def notify(call: Call, aws: None) -> Any:
    """Send a signed notification about a provider's order."""

    def run(provider_order_id: str, secret: str = "test_secret", **parts: Any) -> tuple[int, Any]:
        ts = str(int(time.time() * 1000))
        named = f"id:{provider_order_id};" if provider_order_id else ""
        manifest = f"{named}request-id:{REQUEST_ID};ts:{ts};"
        query = {"data.id": provider_order_id, "type": "order"} if provider_order_id else None
        v1 = hmac.new(secret.encode(), manifest.encode(), hashlib.sha256).hexdigest()
        return call(
            "receive_payment_notification",
            queryStringParameters=parts.pop("query", query),
            headers={"X-Signature": f"ts={ts},v1={v1}", "X-Request-Id": REQUEST_ID},
            **parts,
        )

    return run


def status(order_id: str) -> str:
    return records.read(order_id).status


def test_a_paid_order_is_received_with_a_number(notify: Any, order_id: str, provider: Provider) -> None:
    provider.pay(provider.only)
    assert notify(provider.only)[0] == 200
    order = records.read(order_id)
    assert (order.status, order.number) == ("RECEIVED", 1)


def test_repeated_a_hundred_times_it_changes_nothing_more(notify: Any, order_id: str, provider: Provider) -> None:
    provider.pay(provider.only)
    for _ in range(100):
        assert notify(provider.only)[0] == 200
    assert [entry.status for entry in records.read(order_id).history] == ["AWAITING_PAYMENT", "RECEIVED"]
    assert provider.refunds == []


def test_a_forged_one_is_refused_before_anybody_is_asked(notify: Any, order_id: str, provider: Provider) -> None:
    provider.pay(provider.only)
    provider.failing = AssertionError("asked")
    assert notify(provider.only, secret="wrong")[0] == 401
    assert status(order_id) == "AWAITING_PAYMENT"


def test_its_body_is_not_believed(notify: Any, order_id: str, provider: Provider) -> None:
    assert notify(provider.only, body={"data": {"status": "processed"}})[0] == 200
    assert status(order_id) == "AWAITING_PAYMENT"


@pytest.mark.parametrize("nothing", ["", "a b", "../x"])
def test_of_nothing_there_is_nothing_to_do(notify: Any, provider: Provider, nothing: str) -> None:
    provider.failing = AssertionError("asked")
    assert notify(nothing)[0] == 200


def test_what_the_provider_says_besides_is_no_fault(notify: Any, order_id: str, provider: Provider) -> None:
    query = {"data.id": next(iter(provider.orders)), "type": "order", "source_news": "webhooks"}
    assert notify(provider.only, query=query)[0] == 200


def test_an_unknown_order_is_dropped(notify: Any, order_id: str, provider: Provider) -> None:
    assert notify("ORD-UNKNOWN")[0] == 200


def test_a_provider_order_that_names_no_order_of_ours_is_dropped(notify: Any, provider: Provider, shop: None) -> None:
    payment = provider.create(order_id="somebody-elses", attempt=1, amount=100, seconds_to_pay=900)
    provider.pay(payment.order_id)
    assert notify(payment.order_id)[0] == 200


def test_before_checkout_has_stored_the_payment_it_settles_all_the_same(
    notify: Any, placed: dict[str, Any], provider: Provider
) -> None:
    payment = provider.create(order_id=placed["order_id"], attempt=1, amount=placed["total"], seconds_to_pay=900)
    provider.pay(payment.order_id)
    assert notify(payment.order_id)[0] == 200
    assert status(placed["order_id"]) == "RECEIVED"


def test_while_the_provider_is_down_it_asks_to_be_repeated(notify: Any, order_id: str, provider: Provider) -> None:
    provider.failing = ProviderUnavailable("timeout")
    assert notify(provider.only)[0] == 503


def test_an_expired_notice_after_the_payment_takes_nothing_back(notify: Any, order_id: str, provider: Provider) -> None:
    (number,) = provider.orders
    provider.pay(number)
    notify(number)
    provider.become(number, ProviderStatus.EXPIRED)
    assert notify(number)[0] == 200
    assert status(order_id) == "RECEIVED"


def test_paid_and_given_back_by_the_provider_the_order_waits_for_another_payment(
    notify: Any, order_id: str, check_out: CheckOut, provider: Provider
) -> None:
    (number,) = provider.orders
    provider.pay(number)
    provider.become(number, ProviderStatus.REFUNDED)
    assert notify(number)[0] == 200
    order = records.read(order_id)
    assert (order.status, [each.status for each in order.refunds]) == ("AWAITING_PAYMENT", ["DONE"])
    assert check_out(order_id) != number


@pytest.mark.parametrize("amount", [1, 4989, 4991])
def test_another_amount_does_not_pay_the_order_and_goes_back(
    notify: Any, order_id: str, provider: Provider, amount: int
) -> None:
    provider.pay(provider.only, amount=amount)
    assert notify(provider.only)[0] == 200
    order = records.read(order_id)
    assert order.status == "AWAITING_PAYMENT"
    assert order.payment
    assert order.payment.status == "LAPSED"
    assert provider.refunds == list(provider.orders)
    assert order.refunds
    assert [(each.reason, each.amount, each.status) for each in order.refunds] == [("wrong-amount", amount, "DONE")]


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        (None, {}),
        ({"data.id": "a b"}, {}),
        ({"data.id": "ORD1"}, {"X-Signature": "ts=,v1="}),
        ({"data.id": "ORD1"}, {"X-Signature": "nonsense"}),
        ({"data.id": "ORD1"}, {"X-Signature": f"ts={'9' * 40},v1=00"}),
        ({"data.id": "ORD1", "store": "../x"}, {}),
        ({"data.id": "ORD1", "store": "nowhere"}, {"X-Signature": "ts=1,v1=00"}),
    ],
)
def test_nonsense_is_refused(call: Call, aws: None, query: Any, headers: dict[str, str]) -> None:
    assert 400 <= call("receive_payment_notification", queryStringParameters=query, headers=headers)[0] < 500


def test_a_notification_for_a_store_that_is_none_is_refused_like_a_forged_one(call: Call, aws: None) -> None:
    query = {"data.id": "ORD1", "type": "order", "store": "nowhere"}
    status, body = call("receive_payment_notification", queryStringParameters=query)
    assert (status, body["type"]) == (401, "urn:bytemeburger:problem:notification-unsigned")


# --- nothing is acknowledged that was not settled or could not concern us --------------------------------------------


@pytest.fixture
def late(order_id: str, provider: Provider) -> str:
    """The provider's order of one that expired, and was paid after that."""

    end_unpaid(order_id, Status.EXPIRED, "reconciler", provider)
    provider.pay(provider.only)
    return provider.only


@pytest.mark.parametrize("code", ["unauthorized", "http_403", "http_400"])
def test_a_late_payment_waits_for_the_stores_new_token(
    notify: Any, order_id: str, late: str, provider: Provider, code: str
) -> None:
    provider.failing = ProviderRejected(code)
    assert notify(late)[0] == 503
    provider.failing = None
    assert notify(late)[0] == 200
    assert [(each.status, each.amount) for each in records.read(order_id).refunds] == [("DONE", 4990)]


@pytest.fixture
def paulista(shop: None) -> Any:
    """Another store, paid into the account that is given; an order of it."""

    def make(user_id: str, order_id: str) -> None:
        store = stores.new("paulista")
        store.name, store.time_zone = "Paulista", "America/Sao_Paulo"
        table.save(store)
        credentials = {
            "access_token": "T2",
            "external_pos_id": "P2",
            "user_id": user_id,
            "webhook_secrets": ["other_secret"],
        }
        name = f"{os.environ['MERCADOPAGO_SECRET_PREFIX']}paulista"
        boto3.client("secretsmanager").create_secret(Name=name, SecretString=json.dumps(credentials))

        def move(order: Any) -> bool:
            order.store = "paulista"
            return True

        records.change(order_id, move)

    return make


def test_of_two_stores_on_one_account_the_order_is_settled_in_its_own(
    notify: Any, order_id: str, paulista: Any, provider: Provider
) -> None:
    paulista("1234", order_id)
    provider.pay(provider.only)
    assert notify(provider.only)[0] == 200
    order = records.read(order_id)
    assert (order.status, order.store, order.number) == ("RECEIVED", "paulista", 1)


def test_so_is_the_refund_of_its_late_payment(
    notify: Any, order_id: str, late: str, paulista: Any, provider: Provider
) -> None:
    paulista("1234", order_id)
    assert notify(late)[0] == 200
    assert [each.status for each in records.read(order_id).refunds] == ["DONE"]


def test_what_was_paid_into_another_account_settles_nothing(
    notify: Any, order_id: str, paulista: Any, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    paulista("5678", order_id)
    provider.pay(provider.only)
    assert notify(provider.only)[0] == 200
    assert status(order_id) == "AWAITING_PAYMENT"
    assert "NotificationUnknown" in capsys.readouterr().out


# --- what the provider does with the money without us ---------------------------------------------------------------


def exceptions(caplog: pytest.LogCaptureFixture) -> list[tuple[str, int]]:
    """What people were alerted of: status and amount."""
    alerts = [vars(record) for record in caplog.records if record.message == "payment exception"]
    return [(record["says"], record["amount"]) for record in alerts]


def test_each_exception_is_reported_once_per_payment_status_and_amount(
    notify: Any, order_id: str, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    (number,) = provider.orders
    provider.pay(number)
    notify(number)
    steps: list[tuple[ProviderStatus, str, int]] = [
        (ProviderStatus.UNKNOWN, "in_mediation", 0),
        (ProviderStatus.PROCESSED, "partially_refunded", 1000),
        (ProviderStatus.PROCESSED, "partially_refunded", 1500),
        (ProviderStatus.CHARGED_BACK, "charged_back", 1500),
        (ProviderStatus.REIMBURSED, "reimbursed", 1500),
    ]
    for status, says, refunded in steps:
        provider.become(number, status, refunded_amount=refunded, raw_status=says)
        for _ in range(3):
            assert notify(number)[0] == 200
    assert exceptions(caplog) == [
        ("in_mediation", 0),
        ("partially_refunded", 1000),
        ("partially_refunded", 1500),
        ("charged_back", 4990),
        ("reimbursed", 1500),
    ]
    order = records.read(order_id)
    assert [each.amount for each in order.exceptions] == [0, 1000, 1500, 4990, 1500]
    assert (order.status, order.refunds) == ("RECEIVED", [])


def test_what_was_overtaken_on_its_way_takes_no_exception_back(notify: Any, order_id: str, provider: Provider) -> None:
    (number,) = provider.orders
    provider.pay(number)
    notify(number)
    provider.become(number, ProviderStatus.CHARGED_BACK)
    notify(number)
    provider.become(number, ProviderStatus.PROCESSED, refunded_amount=1000, raw_status="partially_refunded")
    notify(number)
    provider.become(number, ProviderStatus.CHARGED_BACK)
    notify(number)
    assert [each.amount for each in records.read(order_id).exceptions] == [4990]


def test_charged_back_before_it_was_settled_the_order_stays_unpaid(
    notify: Any, order_id: str, check_out: CheckOut, provider: Provider
) -> None:
    (number,) = provider.orders
    provider.pay(number)
    provider.become(number, ProviderStatus.CHARGED_BACK)
    assert notify(number)[0] == 200
    assert status(order_id) == "AWAITING_PAYMENT"
    assert check_out(order_id) != number


def test_of_a_payment_that_came_back_in_part_the_rest_goes_back(
    notify: Any, order_id: str, late: str, provider: Provider
) -> None:
    provider.become(late, ProviderStatus.PROCESSED, refunded_amount=1000, raw_status="partially_refunded")
    assert notify(late)[0] == 200
    order = records.read(order_id)
    assert [(each.status, each.amount) for each in order.refunds] == [("DONE", 3990)]
    assert [each.amount for each in order.exceptions] == [1000]


def test_refunded_in_the_panel_without_our_asking_is_reported(
    notify: Any, order_id: str, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    (number,) = provider.orders
    provider.pay(number)
    notify(number)
    provider.become(number, ProviderStatus.REFUNDED, refunded_amount=4990)
    notify(number), notify(number)
    assert exceptions(caplog) == [("refunded", 4990)]
    assert [(each.status, each.amount) for each in records.read(order_id).refunds] == [("DONE", 4990)]


@pytest.mark.parametrize("name", ["get_order", "get_payment_status", "get_staff_order"])
def test_a_status_that_nobody_knows_before_the_payment_is_stored_hides_no_order(
    notify: Any, on: On, placed: dict[str, Any], provider: Provider, name: str
) -> None:
    payment = provider.create(order_id=placed["order_id"], attempt=1, amount=placed["total"], seconds_to_pay=900)
    provider.become(payment.order_id, ProviderStatus.UNKNOWN)
    assert notify(payment.order_id)[0] == 200
    answer, order = on(name, placed["order_id"], headers={"Order-Key": placed["order_key"]})
    assert (answer, order["payment"]) == (200, None)
