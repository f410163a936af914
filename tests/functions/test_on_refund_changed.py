from functools import partial
from typing import Any

import pytest

from bytemeburger.orders import records
from bytemeburger.orders.model import RefundStatus
from bytemeburger.orders.rules import Reason
from bytemeburger.payments.gateway import ProviderRejected
from bytemeburger.payments.refunds import refund as give_back
from bytemeburger.payments.refunds import set_status
from functions.on_refund_changed.app import handler
from tests.fake_gateway import Provider
from tests.functions.fixture_types import OfAna
from tests.functions.shop import change_store, of_the_version_before


@pytest.fixture
def tell(event: Any, context: Any) -> Any:
    """Deliver the event that a refund of an order took a status."""

    def deliver(order: Any, status: str, **detail: Any) -> None:
        happened = event("on_refund_changed")
        happened["detail"] |= {"order_id": order.order_id, "order_version": order.version, "status": status} | detail
        handler(happened, context)

    return deliver


def refunded(order: Any, provider: Provider) -> Any:
    return give_back(order.order_id, "manager", Reason.POOR_QUALITY, provider)


def test_the_customer_learns_that_the_money_is_back(tell: Any, of_ana: OfAna, provider: Provider, mailbox: Any) -> None:
    order = refunded(of_ana(), provider)
    tell(order, "DONE")
    tell(order, "DONE")
    assert [(each["to"], each["subject"]) for each in mailbox] == [("ana@example.com", "Refund of R$ 49,90")]


def test_nobody_is_notified_that_nothing_came_back(tell: Any, of_ana: OfAna, provider: Provider, mailbox: Any) -> None:
    tell(refunded(of_ana(), provider), "DONE", amount=0)
    assert list(mailbox) == []


@pytest.fixture
def refused(of_ana: OfAna, provider: Provider) -> Any:
    """An order whose refund the provider refused."""
    provider.refund_refused = ProviderRejected("insufficient_balance")
    return refunded(of_ana(), provider)


def test_the_store_learns_that_it_has_to_give_it_back_itself(tell: Any, refused: Any, mailbox: Any) -> None:
    change_store(alert_email="loja@example.com")
    tell(refused, "REFUSED")
    tell(refused, "REFUSED")
    assert [(each["to"], each["subject"]) for each in mailbox] == [("loja@example.com", "Devolução recusada: R$ 49,90")]


def test_and_learns_it_once_though_it_is_refused_again_each_hour(tell: Any, refused: Any, mailbox: Any) -> None:
    change_store(alert_email="loja@example.com")
    tell(refused, "REFUSED")
    (refund,) = refused.refunds
    for status in (RefundStatus.DUE, RefundStatus.REFUSED):
        again = records.change(
            refused.order_id, partial(set_status, provider_order_id=refund.provider_order_id, to=status)
        )
    tell(again, "REFUSED")
    assert again.version > refused.version
    assert len(mailbox) == 1


def test_not_when_somebody_has_done_so_already(tell: Any, refused: Any, provider: Provider, mailbox: Any) -> None:
    change_store(alert_email="loja@example.com")
    provider.refund_refused = None
    refunded(refused, provider)
    tell(refused, "REFUSED")
    assert len(mailbox) == 0


def test_a_store_without_an_address_has_its_report(tell: Any, refused: Any, mailbox: Any) -> None:
    tell(refused, "REFUSED")
    assert len(mailbox) == 0


def test_an_event_of_the_version_before_tells_as_much(
    context: Any, of_ana: OfAna, mailbox: Any, provider: Provider
) -> None:
    handler(of_the_version_before(refunded(of_ana(), provider), "RefundChanged", status="DONE"), context)
    assert len(mailbox) == 1
