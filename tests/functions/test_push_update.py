import json
from datetime import UTC, datetime, timedelta
from typing import Any

import botocore.exceptions
import pytest
import time_machine

from bytemeburger import aws as aws_clients
from bytemeburger import settings


class Gateway:
    """API Gateway's side of the WebSockets: keeps what each is sent, and fails for those that a test names."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.sent: dict[str, list[dict[str, Any]]] = {}
        self.fails: dict[str, str] = {}
        self._client = aws_clients.client("apigatewaymanagementapi", settings.live_connections_url())
        self._post = self._client.post_to_connection
        monkeypatch.setattr(self._client, "post_to_connection", self.post)

    def post(self, **request: Any) -> None:
        connection_id = request["ConnectionId"]
        if code := self.fails.get(connection_id):
            kind = self._client.exceptions.GoneException if code == "GoneException" else botocore.exceptions.ClientError
            raise kind({"Error": {"Code": code}}, "PostToConnection")
        self._post(**request)
        self.sent.setdefault(connection_id, []).append(json.loads(request["Data"]))


@pytest.fixture
def gateway(aws: None, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    from bytemeburger.live import records, rules

    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=5)):
        for channel, connections in (
            (rules.kitchen("centro"), ("kitchen-1", "kitchen-2")),
            (rules.board("centro"), ("board",)),
            (rules.order("Yb2vG3q0T1mK5n8R4s6W7A"), ("holder",)),
            (rules.kitchen("norte"), ("another-store",)),
            (rules.order("another"), ("another-order",)),
        ):
            for connection_id in connections:
                records.listen(connection_id, channel)
    return Gateway(monkeypatch)


@pytest.fixture
def push(event: Any, context: Any) -> Any:
    from functions.push_update.app import handler

    def happen(**detail: Any) -> None:
        happened = event("push_update")
        happened["detail"] |= detail
        handler(happened, context)

    return happen


def test_the_screens_that_show_the_order_hear_of_it_and_no_others(push: Any, gateway: Gateway) -> None:
    push()
    told = {
        "sequence": 1,
        "event": "OrderStatusChanged",
        "business_day": "2026-11-24",
        "number": 17,
        "status": "READY",
        "version": 4,
        "at": "2026-11-24T12:10:00.000Z",
    }
    named = told | {"order_id": "Yb2vG3q0T1mK5n8R4s6W7A"}
    assert gateway.sent == {"kitchen-1": [named], "kitchen-2": [named], "holder": [named], "board": [told]}


def test_each_store_counts_for_itself(push: Any, gateway: Gateway) -> None:
    for store in ("centro", "norte", "centro"):
        push(store=store)
    assert [frame["sequence"] for frame in gateway.sent["kitchen-1"]] == [1, 2]
    assert [frame["sequence"] for frame in gateway.sent["another-store"]] == [1]


def test_a_repeated_event_says_the_same_again_under_a_new_number(push: Any, gateway: Gateway) -> None:
    push()
    push()
    first, second = gateway.sent["board"]
    assert (first.pop("sequence"), second.pop("sequence")) == (1, 2)
    assert first == second


def test_a_connection_that_has_ended_is_forgotten(push: Any, gateway: Gateway) -> None:
    from bytemeburger.live import records, rules

    gateway.fails["kitchen-1"] = "GoneException"
    push()
    assert [each["connection_id"] for each in records.listeners(rules.kitchen("centro"))] == ["kitchen-2"]


def test_one_that_is_being_made_is_not(push: Any, gateway: Gateway) -> None:
    """API Gateway calls it gone until the handshake is through; forgotten, it would stay deaf for two hours."""
    from bytemeburger.live import records, rules

    records.listen("new", rules.kitchen("centro"))
    gateway.fails["new"] = "GoneException"
    push()
    assert "new" in {each["connection_id"] for each in records.listeners(rules.kitchen("centro"))}


def test_one_failure_holds_up_nobody_and_the_next_frame_shows_the_gap(
    push: Any, gateway: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    gateway.fails["kitchen-1"] = "LimitExceededException"
    push()
    assert set(gateway.sent) == {"kitchen-2", "holder", "board"}
    counted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "FrameFailed" in line]
    assert [(each["FrameSent"], each["FrameFailed"]) for each in counted] == [([3.0], [1.0])]
    gateway.fails.clear()
    push()
    assert [frame["sequence"] for frame in gateway.sent["kitchen-1"]] == [2]


def test_what_the_board_hears_tells_nothing_of_anybody(push: Any, gateway: Gateway) -> None:
    push(customer="h1-someone")
    assert "order_id" not in gateway.sent["board"][0]
    assert all("h1-someone" not in json.dumps(frames) for frames in gateway.sent.values())
