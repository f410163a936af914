import json
from typing import Any

import pytest

from bytemeburger import events
from functions.publish_domain_events.app import handler


class Bus:
    """EventBridge's PutEvents, refusing the first tries of what a test says."""

    def __init__(self) -> None:
        self.published: list[tuple[str, dict[str, Any]]] = []
        self.refusals: dict[str, int] = {}
        self.traces: list[str] = []

    def call(self, _put_events: str, parameters: dict[str, Any]) -> dict[str, Any]:
        return {"Entries": [self._put(entry) for entry in parameters["Entries"]]}

    def _put(self, entry: dict[str, Any]) -> dict[str, str]:
        if self.refusals.get(entry["DetailType"], 0) > 0:
            self.refusals[entry["DetailType"]] -= 1
            return {"ErrorCode": "ThrottlingException"}
        self.published.append((entry["DetailType"], json.loads(entry["Detail"])))
        if "TraceHeader" in entry:
            self.traces.append(entry["TraceHeader"])
        return {"EventId": "1"}


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Bus:
    fake = Bus()
    monkeypatch.setattr(events, "client", lambda: fake)
    return fake


@pytest.fixture
def handle(context: Any) -> Any:
    return lambda batch: handler(batch, context)


def test_a_new_order_that_is_then_paid_becomes_events_in_order(handle: Any, event: Any, bus: Bus) -> None:
    assert handle(event("publish_domain_events")) == {"batchItemFailures": []}
    assert [name for name, _ in bus.published] == ["OrderCreated", "OrderPaid", "OrderStatusChanged"]
    assert bus.published[1][1]["number"] == 17


def test_a_consumer_is_part_of_the_trace(handle: Any, event: Any, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1")
    handle(event("publish_domain_events"))
    assert bus.traces == ["Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"] * 3


def test_the_same_change_makes_the_same_event_ids(handle: Any, event: Any, bus: Bus) -> None:
    handle(event("publish_domain_events"))
    handle(event("publish_domain_events"))
    ids = [detail["event_id"] for _, detail in bus.published]
    assert ids[:3] == ids[3:]
    assert len(set(ids)) == 3


def test_an_event_that_is_refused_once_is_put_again(handle: Any, event: Any, bus: Bus) -> None:
    bus.refusals = {"OrderPaid": 1}
    assert handle(event("publish_domain_events")) == {"batchItemFailures": []}
    assert {name for name, _ in bus.published} == {"OrderCreated", "OrderPaid", "OrderStatusChanged"}


def test_an_event_that_stays_refused_fails_its_own_record(handle: Any, event: Any, bus: Bus) -> None:
    bus.refusals = {"OrderPaid": 99}
    batch = event("publish_domain_events")
    assert handle(batch) == {
        "batchItemFailures": [{"itemIdentifier": batch["Records"][1]["dynamodb"]["SequenceNumber"]}]
    }


def test_what_came_before_a_poison_record_is_put_and_nothing_behind_it(handle: Any, event: Any, bus: Bus) -> None:
    batch = event("publish_domain_events")
    poison = json.loads(json.dumps(batch["Records"][1]))
    del poison["dynamodb"]["NewImage"]["status"]
    poison["dynamodb"]["SequenceNumber"] = "111000000000000000015"
    batch["Records"].insert(1, poison)
    assert handle(batch)["batchItemFailures"] == [{"itemIdentifier": "111000000000000000015"}]
    assert [name for name, _ in bus.published] == ["OrderCreated"]


def test_no_event_holds_a_pseudonym(handle: Any, event: Any, bus: Bus) -> None:
    batch = event("publish_domain_events")
    for record in batch["Records"]:
        record["dynamodb"]["NewImage"]["customer"] = {"S": "h1-canary"}
    handle(batch)
    assert "canary" not in json.dumps(bus.published)


def test_an_event_carries_the_id_of_the_request_that_caused_it(handle: Any, event: Any, bus: Bus) -> None:
    batch = event("publish_domain_events")
    created, paid = batch["Records"][:2]
    created["dynamodb"]["NewImage"]["correlation_id"] = {"S": "kiosk-7.0001"}
    paid["dynamodb"]["NewImage"].pop("correlation_id", None)
    handle(batch)
    causes = [(name, detail.get("correlation_id")) for name, detail in bus.published]
    assert causes == [("OrderCreated", "kiosk-7.0001"), ("OrderPaid", None), ("OrderStatusChanged", None)]
