from typing import Any

import pytest
import time_machine
from botocore.exceptions import ClientError

from bytemeburger import mail
from bytemeburger.notices.records import CLAIM_DURATION, EffectInProgress
from bytemeburger.orders import records
from functions.on_order_paid.app import handler
from tests.functions.fixture_types import OfAna, Paid
from tests.functions.shop import of_the_version_before


@pytest.fixture
def tell(event: Any, context: Any) -> Any:
    """Deliver the event that an order is paid."""

    def deliver(order: Any) -> None:
        happened = event("on_order_paid")
        happened["detail"] |= {"order_id": order.order_id, "order_version": order.version}
        handler(happened, context)

    return deliver


def test_a_customer_with_an_address_learns_the_number(tell: Any, of_ana: OfAna, mailbox: Any) -> None:
    tell(of_ana())
    assert list(mailbox) == [
        {
            "to": "ana@example.com",
            "subject": "Order 1 is confirmed",
            "text": "We received your payment of R$ 49,90. Your order's number is 1; we will tell you when it is ready.",
        }
    ]


def test_delivered_again_it_tells_nobody_again(tell: Any, of_ana: OfAna, mailbox: Any) -> None:
    order = of_ana()
    for _ in range(3):
        tell(order)
    assert len(mailbox) == 1


def test_nobody_without_an_address_is_notified(tell: Any, paid: Paid, mailbox: Any) -> None:
    tell(records.read(paid()))
    assert len(mailbox) == 0


def test_what_comes_when_the_order_is_over_is_no_news(tell: Any, of_ana: OfAna, mailbox: Any) -> None:
    tell(of_ana("IN_PREPARATION", "READY", "COMPLETED"))
    assert len(mailbox) == 0


def test_a_message_that_was_not_accepted_is_sent_at_the_next_delivery(
    tell: Any, of_ana: OfAna, mailbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, send = of_ana(), mail.send
    throttled = ClientError({"Error": {"Code": "ThrottlingException"}}, "SendEmail")
    monkeypatch.setattr(mail, "send", lambda *_: (_ for _ in ()).throw(throttled))
    with pytest.raises(ClientError):
        tell(order)
    monkeypatch.setattr(mail, "send", send)
    tell(order)
    assert len(mailbox) == 1


class Killed(BaseException):
    """The process ends here and now."""


@pytest.mark.parametrize(("sent_before_it_died", "messages"), [(False, 1), (True, 2)])
def test_who_dies_at_work_holds_the_message_up_for_half_a_minute(
    sent_before_it_died: bool, messages: int, tell: Any, of_ana: OfAna, mailbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, send = of_ana(), mail.send

    def dies(*message: Any) -> None:
        if sent_before_it_died:
            send(*message)
        raise Killed

    with time_machine.travel(0, tick=False) as clock:
        monkeypatch.setattr(mail, "send", dies)
        with pytest.raises(Killed):
            tell(order)
        monkeypatch.setattr(mail, "send", send)
        clock.shift(29)
        with pytest.raises(EffectInProgress):
            tell(order)
        clock.shift(1)
        tell(order)
        tell(order)
    assert len(mailbox) == messages


def test_a_claim_outlives_its_function_and_ends_before_lambda_tries_again(template: Any) -> None:
    assert template["Globals"]["Function"]["Timeout"] < CLAIM_DURATION.total_seconds() < 60


def test_an_event_of_the_version_before_tells_as_much(context: Any, of_ana: OfAna, mailbox: Any) -> None:
    handler(of_the_version_before(of_ana(), "OrderPaid"), context)
    assert len(mailbox) == 1
