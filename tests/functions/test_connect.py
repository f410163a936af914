from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bytemeburger import seal, secrets, table
from bytemeburger.live import records as connections
from bytemeburger.live import rules, tickets
from functions.connect.app import handler
from tests.functions.listening import listening
from tests.functions.shop import open_store


@pytest.fixture
def connect(event: Any, context: Any, shop: None) -> Any:
    """Open a WebSocket with a query; answers the status of the handshake."""

    def open_connection(connection_id: str = "one", **query: str) -> int:
        secrets._cache.clear()  # a function starts without the secret that signed the ticket
        request = event("connect")
        request["requestContext"]["connectionId"] = connection_id
        request["queryStringParameters"] = query or None
        status: int = handler(request, context)["statusCode"]
        return status

    return open_connection


def subscriptions(connection_id: str) -> list[str]:
    """The channels that a connection hears."""

    channels = (
        rules.kitchen_channel("centro"),
        rules.board_channel("centro"),
        rules.board_channel("norte"),
        rules.order_channel("an-order"),
    )
    return [each for each in channels if connection_id in listening(each)]


@pytest.fixture
def norte(shop: None) -> None:
    open_store("norte")


def test_a_store_that_does_not_exist_has_no_board(connect: Any) -> None:
    assert connect(store="no-such-store") == 404
    assert subscriptions("one") == []


def test_a_board_needs_no_ticket_and_hears_its_store(connect: Any, norte: None) -> None:
    assert connect("first", store="norte") == 200
    assert connect("second") == 200
    assert (subscriptions("first"), subscriptions("second")) == (["board:norte"], ["board:centro"])


def test_a_ticket_opens_its_channel_and_no_other(connect: Any) -> None:
    assert connect("staff", ticket=tickets.issue(rules.kitchen_channel("centro"))["ticket"]) == 200
    assert connect("holder", ticket=tickets.issue(rules.order_channel("an-order"))["ticket"], store="centro") == 200
    assert (subscriptions("staff"), subscriptions("holder")) == (["kitchen:centro"], ["order:an-order"])


def test_a_ticket_of_another_purpose_a_forged_one_and_none_at_all_are_refused(connect: Any) -> None:
    ticket = tickets.issue(rules.kitchen_channel("centro"))["ticket"]
    for refused in (
        "",
        "~~",
        "kitchen:centro",
        ticket.replace("centro", "norte"),
        ticket[:-1],
        seal.sign("customer-ref", rules.kitchen_channel("centro"), 60),
    ):
        assert connect(ticket=refused) == 401, refused
    assert subscriptions("one") == []


def test_a_ticket_ends_after_a_minute(connect: Any) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(seconds=62)):
        ticket = tickets.issue(rules.kitchen_channel("centro"))["ticket"]
    assert connect(ticket=ticket) == 401


def test_a_store_that_cannot_be_one_is_malformed(connect: Any) -> None:
    assert connect(store="centro:x") == 400


def test_a_channel_takes_so_many_and_no_more(connect: Any, norte: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MAX_LISTENERS", 2)
    assert [connect(each) for each in ("first", "second", "third")] == [200, 200, 503]
    assert connect("elsewhere", store="norte") == 200
    assert subscriptions("third") == []


def test_a_connection_of_hours_ago_takes_no_place(connect: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MAX_LISTENERS", 1)
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=2)):
        assert connect("one") == 200
    assert connect("two") == 200


def test_a_connection_is_forgotten_when_api_gateway_has_ended_it(connect: Any) -> None:
    connect("one")
    stored = table.fetch([connections.key("one")])[connections.key("one")]
    assert (
        timedelta(0)
        <= timedelta(seconds=stored["expires_at"] - datetime.now(UTC).timestamp() - 7190)
        < timedelta(seconds=20)
    )
