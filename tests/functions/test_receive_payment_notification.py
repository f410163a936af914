import hashlib
import hmac
import time
from typing import Any

import pytest

from bytemeburger.payments.gateway import ProviderStatus, ProviderUnavailable
from tests.provider import Provider

REQUEST_ID = "2066ca19-c6f1-498a-be75-1923005edd06"


@pytest.fixture
def notify(call: Any, aws: None) -> Any:
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


@pytest.fixture
def order_id(placed: dict[str, Any], check_out: Any) -> str:
    """An order with a QR code, not yet paid."""
    check_out(placed["order_id"])
    return str(placed["order_id"])


def status(order_id: str) -> str:
    from bytemeburger.orders import records

    return records.read(order_id).status


def test_a_paid_order_is_received_with_a_number(notify: Any, order_id: str, provider: Provider) -> None:
    from bytemeburger.orders import records

    provider.pay(*provider.orders)
    assert notify(*provider.orders)[0] == 200
    order = records.read(order_id)
    assert (order.status, order.number) == ("RECEIVED", 1)


def test_repeated_a_hundred_times_it_changes_nothing_more(notify: Any, order_id: str, provider: Provider) -> None:
    from bytemeburger.orders import records

    provider.pay(*provider.orders)
    for _ in range(100):
        assert notify(*provider.orders)[0] == 200
    assert [entry["status"] for entry in records.read(order_id).history] == ["AWAITING_PAYMENT", "RECEIVED"]
    assert provider.refunds == []


def test_a_forged_one_is_refused_before_anybody_is_asked(notify: Any, order_id: str, provider: Provider) -> None:
    provider.pay(*provider.orders)
    provider.failing = AssertionError("asked")
    assert notify(*provider.orders, secret="wrong")[0] == 401
    assert status(order_id) == "AWAITING_PAYMENT"


def test_its_body_is_not_believed(notify: Any, order_id: str, provider: Provider) -> None:
    assert notify(*provider.orders, body={"data": {"status": "processed"}})[0] == 200
    assert status(order_id) == "AWAITING_PAYMENT"


@pytest.mark.parametrize("nothing", ["", "a b", "../x"])
def test_of_nothing_there_is_nothing_to_do(notify: Any, provider: Provider, nothing: str) -> None:
    provider.failing = AssertionError("asked")
    assert notify(nothing)[0] == 200


def test_what_the_provider_says_besides_is_no_fault(notify: Any, order_id: str, provider: Provider) -> None:
    query = {"data.id": next(iter(provider.orders)), "type": "order", "source_news": "webhooks"}
    assert notify(*provider.orders, query=query)[0] == 200


def test_an_unknown_order_is_dropped(notify: Any, order_id: str, provider: Provider) -> None:
    assert notify("ORD-UNKNOWN")[0] == 200


def test_a_provider_order_that_names_no_order_of_ours_is_dropped(notify: Any, provider: Provider, shop: None) -> None:
    made = provider.create(order_id="somebody-elses", attempt=1, amount=100, seconds_to_pay=900)
    provider.pay(made.order_id)
    assert notify(made.order_id)[0] == 200


def test_before_checkout_has_stored_the_payment_it_settles_all_the_same(
    notify: Any, placed: dict[str, Any], provider: Provider
) -> None:
    made = provider.create(order_id=placed["order_id"], attempt=1, amount=placed["total"], seconds_to_pay=900)
    provider.pay(made.order_id)
    assert notify(made.order_id)[0] == 200
    assert status(placed["order_id"]) == "RECEIVED"


def test_while_the_provider_is_down_it_asks_to_be_repeated(notify: Any, order_id: str, provider: Provider) -> None:
    provider.failing = ProviderUnavailable("timeout")
    assert notify(*provider.orders)[0] == 503


def test_an_expired_notice_after_the_payment_takes_nothing_back(notify: Any, order_id: str, provider: Provider) -> None:
    (number,) = provider.orders
    provider.pay(number)
    notify(number)
    provider.become(number, ProviderStatus.EXPIRED)
    assert notify(number)[0] == 200
    assert status(order_id) == "RECEIVED"


def test_paid_and_given_back_by_the_provider_the_order_waits_for_another_payment(
    notify: Any, order_id: str, check_out: Any, provider: Provider
) -> None:
    from bytemeburger.orders import records

    (number,) = provider.orders
    provider.pay(number)
    provider.become(number, ProviderStatus.REFUNDED)
    assert notify(number)[0] == 200
    order = records.read(order_id)
    assert (order.status, [each["status"] for each in order.refunds or []]) == ("AWAITING_PAYMENT", ["DONE"])
    assert check_out(order_id) != number


@pytest.mark.parametrize("amount", [1, 4989, 4991])
def test_another_amount_does_not_pay_the_order_and_goes_back(
    notify: Any, order_id: str, provider: Provider, amount: int
) -> None:
    from bytemeburger.orders import records

    provider.pay(*provider.orders, amount=amount)
    assert notify(*provider.orders)[0] == 200
    order = records.read(order_id)
    assert order.status == "AWAITING_PAYMENT"
    assert order.payment
    assert order.payment["status"] == "LAPSED"
    assert provider.refunds == list(provider.orders)
    assert order.refunds
    assert [(each["reason"], each["amount"], each["status"]) for each in order.refunds] == [
        ("wrong-amount", amount, "DONE")
    ]


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
def test_nonsense_is_refused(call: Any, aws: None, query: Any, headers: dict[str, str]) -> None:
    assert 400 <= call("receive_payment_notification", queryStringParameters=query, headers=headers)[0] < 500


def test_a_notification_for_a_store_that_is_none_is_refused_like_a_forged_one(call: Any, aws: None) -> None:
    query = {"data.id": "ORD1", "type": "order", "store": "nowhere"}
    status, body = call("receive_payment_notification", queryStringParameters=query)
    assert (status, body["type"]) == (401, "urn:bytemeburger:problem:notification-unsigned")
