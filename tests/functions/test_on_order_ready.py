from typing import Any

import pytest

from bytemeburger import table
from bytemeburger.customers import records as customers
from bytemeburger.orders import records as orders
from bytemeburger.orders.rules import Status
from functions.on_order_ready.app import handler
from tests.functions.fixture_types import OfAna
from tests.functions.shop import entering, of_the_version_before


@pytest.fixture
def tell(event: Any, context: Any) -> Any:
    """Deliver the event that an order is ready."""

    def deliver(order: Any) -> None:
        happened = event("on_order_ready")
        happened["detail"] |= {"order_id": order.order_id, "order_version": order.version}
        handler(happened, context)

    return deliver


def test_a_customer_with_an_address_is_notified_once(tell: Any, of_ana: OfAna, mailbox: Any) -> None:
    order = of_ana("IN_PREPARATION", "READY")
    tell(order)
    tell(order)
    assert [(each["to"], each["subject"]) for each in mailbox] == [("ana@example.com", "Order 1 is ready")]


def test_in_their_language(tell: Any, ana: dict[str, str], of_ana: OfAna, mailbox: Any) -> None:
    order = of_ana("IN_PREPARATION", "READY")
    profile = customers.find(ana["sub"])
    assert profile is not None
    profile.language = "pt-BR"
    table.save(profile)
    tell(order)
    assert [each["text"] for each in mailbox] == ["O pedido 1 está pronto. Retire no balcão."]


def test_ready_again_after_the_kitchens_undo_is_news_again(tell: Any, of_ana: OfAna, mailbox: Any) -> None:
    order = of_ana("IN_PREPARATION", "READY")
    tell(order)
    for status in (Status.IN_PREPARATION, Status.READY):
        order = orders.change(order.order_id, entering(status))
    tell(order)
    assert len(mailbox) == 2


def test_nobody_is_notified_of_what_is_no_longer_so(tell: Any, of_ana: OfAna, mailbox: Any) -> None:
    tell(of_ana("IN_PREPARATION", "READY", "COMPLETED"))
    tell(of_ana("IN_PREPARATION", "READY", "IN_PREPARATION"))
    assert len(mailbox) == 0


def test_an_event_of_the_version_before_tells_as_much(context: Any, of_ana: OfAna, mailbox: Any) -> None:
    handler(of_the_version_before(of_ana("IN_PREPARATION", "READY"), "OrderStatusChanged", to="READY"), context)
    assert len(mailbox) == 1
