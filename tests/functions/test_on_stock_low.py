from typing import Any

import pytest

from functions.on_stock_low.app import handler
from tests.functions.shop import change_store, set_stock


@pytest.fixture
def tell(event: Any, context: Any, shop: None) -> Any:
    """Deliver the event that the stock of burgers became low."""

    def deliver(version: int = 12) -> None:
        happened = event("on_stock_low")
        happened["detail"]["item_version"] = version
        handler(happened, context)

    return deliver


def test_the_store_is_notified_once(tell: Any, mailbox: Any) -> None:
    change_store(alert_email="loja@example.com")
    set_stock("x-burger", 4, low_at=5)
    tell()
    tell()
    assert [(each["to"], each["subject"]) for each in mailbox] == [("loja@example.com", "Estoque baixo: X-Burger")]


def test_low_for_the_second_time_is_news_again(tell: Any, mailbox: Any) -> None:
    change_store(alert_email="loja@example.com")
    set_stock("x-burger", 4, low_at=5)
    tell(12)
    tell(20)
    assert len(mailbox) == 2


def test_nobody_is_notified_of_what_was_filled_up_meanwhile(tell: Any, mailbox: Any) -> None:
    change_store(alert_email="loja@example.com")
    set_stock("x-burger", 50, low_at=5)
    tell()
    assert len(mailbox) == 0


def test_a_store_without_an_address_is_not_notified(tell: Any, mailbox: Any) -> None:
    set_stock("x-burger", 4, low_at=5)
    tell()
    assert len(mailbox) == 0
