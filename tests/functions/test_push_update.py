import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import botocore.exceptions
import pytest
import time_machine

from bytemeburger import aws as aws_clients
from bytemeburger import settings
from bytemeburger.errors import NotFound
from bytemeburger.live import records as live_records
from bytemeburger.live import rules as live_rules
from bytemeburger.orders import records as orders
from functions.push_update.app import handler
from tests.functions.fixture_types import On, Paid, Place
from tests.functions.listening import listening


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
def order_id(paid: Paid, on: On) -> str:
    """An order that is ready."""
    order_id: str = paid()
    for to in ("IN_PREPARATION", "READY"):
        on("advance_order", order_id, body={"to": to})
    return order_id


@pytest.fixture
def gateway(order_id: str, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=5)):
        for channel, connections in (
            (live_rules.kitchen_channel("centro"), ("kitchen-1", "kitchen-2")),
            (live_rules.board_channel("centro"), ("board",)),
            (live_rules.order_channel(order_id), ("holder",)),
            (live_rules.kitchen_channel("norte"), ("another-store",)),
            (live_rules.order_channel("another"), ("another-order",)),
        ):
            for connection_id in connections:
                live_records.listen(connection_id, channel)
    return Gateway(monkeypatch)


@pytest.fixture
def push(event: Any, context: Any, order_id: str) -> Any:
    sample = event

    def happen(event: str = "OrderStatusChanged", **detail: Any) -> None:
        happened = sample("push_update") | {"detail-type": event}
        happened["detail"] |= {"order_id": order_id} | detail
        handler(happened, context)

    return happen


def test_the_screens_that_show_the_order_hear_of_it_and_no_others(push: Any, gateway: Gateway, order_id: str) -> None:
    order = orders.read(order_id)
    push()
    frame = {
        "sequence": 1,
        "event": "OrderStatusChanged",
        "business_day": order.business_day,
        "number": 1,
        "status": "READY",
        "version": order.version,
        "at": order.history[-1].at,
        "promise": None,
    }
    named = frame | {"order_id": order_id, "refunded": False}
    assert gateway.sent == {"kitchen-1": [named], "kitchen-2": [named], "holder": [named], "board": [frame]}


def test_a_refund_of_what_paid_the_order_is_pushed_at_once(
    push: Any, gateway: Gateway, on: On, order_id: str, template: dict[str, Any]
) -> None:
    before = orders.read(order_id)
    on("refund_order", order_id)
    push(event="RefundChanged", refund=1, amount=4990, status="DONE")
    after = orders.read(order_id)
    (frame,) = gateway.sent["kitchen-1"]
    assert (frame["refunded"], frame["status"], frame["version"]) == (True, "READY", after.version)
    assert frame["at"] == before.history[-1].at  # since when it is ready: a refund does not make it younger
    assert gateway.sent["holder"] == [frame]
    assert [each.get("refunded") for each in gateway.sent["board"]] == [None]
    (rule,) = template["Resources"]["PushUpdateFunction"]["Properties"]["Events"].values()
    assert set(rule["Properties"]["Pattern"]["detail-type"]) == {"OrderStatusChanged", "RefundChanged"}


def test_who_listens_is_known_without_asking(
    push: Any, gateway: Gateway, order_id: str, aws_operations: list[str]
) -> None:
    aws_operations.clear()
    push()
    assert Counter(aws_operations) == {"UpdateItem": 1, "BatchGetItem": 1, "PostToConnection": 4}


def test_nothing_is_sent_where_nobody_listens(push: Any, order_id: str, aws_operations: list[str]) -> None:
    aws_operations.clear()
    push()
    assert aws_operations == ["UpdateItem", "BatchGetItem"]


def test_an_order_that_is_gone_leaves_the_event_to_a_person(push: Any, gateway: Gateway) -> None:
    with pytest.raises(NotFound):
        push(order_id="gone")
    assert gateway.sent == {}


def test_each_store_counts_for_itself(push: Any, gateway: Gateway) -> None:
    push()
    live_records.next_sequence("norte")
    push()
    assert [frame["sequence"] for frame in gateway.sent["kitchen-1"]] == [1, 2]


def test_a_late_or_repeated_event_tells_what_is_and_not_what_was(
    push: Any, gateway: Gateway, on: On, order_id: str
) -> None:
    push()
    on("advance_order", order_id, body={"to": "COMPLETED"})
    push()
    push(**{"from": "RECEIVED", "to": "IN_PREPARATION", "order_version": 4})
    progress = [(frame["sequence"], frame["status"]) for frame in gateway.sent["board"]]
    assert progress == [(1, "READY"), (2, "COMPLETED"), (3, "COMPLETED")]


def test_a_connection_that_has_ended_is_forgotten(push: Any, gateway: Gateway) -> None:
    gateway.fails["kitchen-1"] = "GoneException"
    push()
    assert listening(live_rules.kitchen_channel("centro")) == ["kitchen-2"]


def test_a_connection_that_still_opens_is_kept(push: Any, gateway: Gateway) -> None:
    """API Gateway calls it gone until the handshake is through; forgotten, it would stay deaf for two hours."""

    live_records.listen("new", live_rules.kitchen_channel("centro"))
    gateway.fails["new"] = "GoneException"
    push()
    assert "new" in listening(live_rules.kitchen_channel("centro"))


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


def test_an_order_that_ended_unpaid_has_no_number(push: Any, gateway: Gateway, place: Place) -> None:
    push(order_id=place()["order_id"])
    assert [(frame["number"], frame["status"]) for frame in gateway.sent["board"]] == [(None, "AWAITING_PAYMENT")]
