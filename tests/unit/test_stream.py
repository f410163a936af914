import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from bytemeburger import events, stream
from tests.conftest import Context
from tests.logs import written_log

CPF = "529.982.247-25"


def record(number: int, **new: Any) -> dict[str, Any]:
    """The stream record in which an item was put."""
    keys = {"PK": {"S": f"ORDER#{number}"}, "SK": {"S": "ORDER"}}
    return {
        "eventID": f"event-{number}",
        "eventName": "INSERT",
        "dynamodb": {
            "ApproximateCreationDateTime": 1795694460,
            "Keys": keys,
            "NewImage": keys | new,
            "SequenceNumber": str(1000 + number),
        },
    }


def batch(*numbers: int) -> dict[str, Any]:
    return {"Records": [record(number) for number in numbers]}


def failing_on(*numbers: int) -> tuple[list[str], Callable[[stream.Change], None]]:
    applied = []

    def apply(change: stream.Change) -> None:
        if change.key[0] in {f"ORDER#{number}" for number in numbers}:
            raise RuntimeError(f"no such customer: {CPF}, Maria da Silva")
        applied.append(change.key[0])

    return applied, apply


def consumer(apply: Callable[[stream.Change], None]) -> stream.Handler:
    def work_of(change: stream.Change) -> Sequence[None]:
        apply(change)
        return ()

    return stream.stream_consumer(work_of)(lambda _: None)


def test_a_change_has_plain_images() -> None:
    modified = record(1, total={"N": "4590"}, lines={"L": [{"M": {"gift": {"BOOL": False}, "note": {"NULL": True}}}]})
    modified["dynamodb"]["OldImage"] = {"total": {"N": "0"}}
    change = stream.change_of(modified | {"eventName": "MODIFY"})
    assert change == stream.Change(
        event_id="event-1",
        name="MODIFY",
        sequence_number="1001",
        at="2026-11-26T12:01:00.000Z",
        key=("ORDER#1", "ORDER"),
        old={"total": 0},
        new={"PK": "ORDER#1", "SK": "ORDER", "total": 4590, "lines": [{"gift": False, "note": None}]},
    )


def test_a_removal_has_no_new_image() -> None:
    removed = record(1) | {"eventName": "REMOVE"}
    removed["dynamodb"]["OldImage"] = removed["dynamodb"].pop("NewImage")
    assert stream.change_of(removed).new is None


def test_all_went_well() -> None:
    applied, apply = failing_on()
    assert consumer(apply)(batch(1, 2, 3), Context()) == {"batchItemFailures": []}
    assert applied == ["ORDER#1", "ORDER#2", "ORDER#3"]


def test_only_the_first_failure_is_reported_and_nothing_behind_it_runs() -> None:
    applied, apply = failing_on(2, 3)
    assert consumer(apply)(batch(1, 2, 3, 4), Context()) == {"batchItemFailures": [{"itemIdentifier": "1002"}]}
    assert applied == ["ORDER#1"]


def test_a_batch_that_got_nowhere_is_an_error_so_that_aws_splits_it() -> None:
    applied, apply = failing_on(1)
    with pytest.raises(stream.NothingProcessed, match=r"^1001$"):
        consumer(apply)(batch(1, 2), Context())
    assert applied == []


def test_a_record_that_cannot_be_read_fails_like_any_other() -> None:
    poison = record(2, weight={"N": "1.5"})
    _, apply = failing_on()
    assert consumer(apply)({"Records": [record(1), poison]}, Context())["batchItemFailures"] == [
        {"itemIdentifier": "1002"}
    ]


def test_a_failure_is_logged_without_its_text() -> None:
    with written_log() as written:
        consumer(failing_on(2)[1])(batch(1, 2), Context())
    line = json.loads(written.getvalue())
    assert (line["event_id"], line["error"]) == ("event-2", "RuntimeError")
    assert "test_stream.py" in line["raised_at"][-1]
    assert "Maria" not in written.getvalue()
    assert "cpf" not in written.getvalue()


class Bus:
    """PutEvents that refuses what a test says, and remembers each request."""

    def __init__(self) -> None:
        self.requests: list[list[str]] = []
        self.refuse: Callable[[str], bool] = lambda _: False
        self.down = False

    def call(self, _put_events: str, parameters: dict[str, Any]) -> dict[str, Any]:
        entries = parameters["Entries"]
        if self.down:
            raise ConnectionError
        self.requests.append([entry["DetailType"] for entry in entries])
        return {
            "Entries": [
                {"ErrorCode": "InternalFailure"} if self.refuse(entry["DetailType"]) else {"EventId": "1"}
                for entry in entries
            ]
        }


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Bus:
    fake = Bus()
    monkeypatch.setattr(events, "client", lambda: fake)
    monkeypatch.setattr(events, "BACKOFF_SECONDS", 0)
    return fake


def publish(count: int, size: int = 0) -> int | None:
    """Put so many events, each of an item of its own."""
    entries = [events.entry(str(number), {"filler": "x" * size}) for number in range(count)]
    return events.publish(entries, [(str(number), number) for number in range(count)])


def numbers(*bounds: int) -> list[str]:
    return [str(number) for number in range(*bounds)]


def test_an_entry_is_json_for_our_bus() -> None:
    assert events.entry("OrderPaid", {"store": "São João", "total": 1}) == {
        "EventBusName": "bytemeburger-events",
        "Source": "bytemeburger",
        "DetailType": "OrderPaid",
        "Detail": '{"store":"São João","total":1}',
    }


def test_a_request_holds_at_most_ten_entries(bus: Bus) -> None:
    assert publish(25) is None
    assert bus.requests == [numbers(10), numbers(10, 20), numbers(20, 25)]


def test_a_request_holds_at_most_256_kb(bus: Bus) -> None:
    assert publish(7, size=80 * 1024) is None
    assert bus.requests == [numbers(3), numbers(3, 6), numbers(6, 7)]


def test_nothing_makes_no_request(bus: Bus) -> None:
    assert publish(0) is None
    assert bus.requests == []


def test_only_what_was_refused_is_put_again(bus: Bus) -> None:
    bus.refuse = lambda name: name in {"2", "7"} and len(bus.requests) == 1
    assert publish(12) is None
    assert bus.requests == [numbers(10), ["2", "7"], numbers(10, 12)]


def test_what_stays_refused_stops_everything_behind_its_request(bus: Bus) -> None:
    bus.refuse = lambda name: name in {"12", "14"}
    assert publish(25) == 12
    assert bus.requests == [numbers(10), numbers(10, 20), ["12", "14"], ["12", "14"]]


def test_no_answer_is_a_refusal_of_every_event(bus: Bus) -> None:
    bus.down = True
    assert publish(3) == 0


def test_a_request_never_holds_two_changes_of_one_item(bus: Bus) -> None:
    changes = batch(1, 2, 1, 3, 1)
    for number, each in enumerate(changes["Records"]):
        each["dynamodb"]["SequenceNumber"] = str(number)
    assert events.event_publisher(twice)(changes, Context()) == {"batchItemFailures": []}
    assert [[name[6] for name in request] for request in bus.requests] == [list("1122"), list("1133"), list("11")]


def twice(change: stream.Change) -> list[tuple[str, dict[str, Any]]]:
    """Two events for each change but the fifth, which publishes none."""
    return [] if change.key[0] == "ORDER#5" else [(f"{change.key[0]}.{part}", {}) for part in "ab"]


def test_a_refused_event_fails_the_record_it_came_from(bus: Bus) -> None:
    bus.refuse = lambda name: name in {"ORDER#6.b", "ORDER#8.a"}
    assert events.event_publisher(twice)(batch(*range(1, 10)), Context()) == {
        "batchItemFailures": [{"itemIdentifier": "1006"}]
    }


def test_what_lies_before_a_poison_record_is_published(bus: Bus) -> None:
    def events_of(change: stream.Change) -> list[tuple[str, dict[str, Any]]]:
        if change.key[0] == "ORDER#3":
            raise KeyError("status")
        return twice(change)

    assert events.event_publisher(events_of)(batch(1, 2, 3, 4), Context()) == {
        "batchItemFailures": [{"itemIdentifier": "1003"}]
    }
    assert bus.requests == [["ORDER#1.a", "ORDER#1.b", "ORDER#2.a", "ORDER#2.b"]]


def test_a_refusal_before_a_poison_record_counts(bus: Bus) -> None:
    bus.refuse = lambda name: name == "ORDER#2.a"

    def events_of(change: stream.Change) -> list[tuple[str, dict[str, Any]]]:
        if change.key[0] == "ORDER#3":
            raise KeyError("status")
        return twice(change)

    assert events.event_publisher(events_of)(batch(1, 2, 3), Context()) == {
        "batchItemFailures": [{"itemIdentifier": "1002"}]
    }


def test_an_event_too_large_for_the_bus_is_its_records_poison(bus: Bus) -> None:
    def events_of(change: stream.Change) -> list[tuple[str, dict[str, Any]]]:
        return [(change.key[0], {"filler": "x" * (300 * 1024 if change.key[0] == "ORDER#2" else 1)})]

    assert events.event_publisher(events_of)(batch(1, 2, 3), Context()) == {
        "batchItemFailures": [{"itemIdentifier": "1002"}]
    }
    assert bus.requests == [["ORDER#1"]]


def test_a_refusal_of_the_first_record_is_an_error(bus: Bus) -> None:
    bus.refuse = lambda name: name == "ORDER#1.a"
    with pytest.raises(stream.NothingProcessed, match=r"^1001$"):
        events.event_publisher(twice)(batch(1, 2), Context())


def test_work_that_is_not_done_is_an_error_of_the_whole_batch() -> None:
    done = []

    @stream.stream_consumer(lambda change: [change.key[0]])
    def handler(work: Sequence[str]) -> None:
        done.append(list(work))
        if len(done) == 1:
            raise RuntimeError("busy")

    with pytest.raises(stream.NothingProcessed, match=r"^1001$"):
        handler(batch(1, 2), Context())
    assert handler(batch(1, 2), Context()) == {"batchItemFailures": []}
    assert done == [["ORDER#1", "ORDER#2"]] * 2


def test_the_work_before_the_first_failure_is_done() -> None:
    done: list[str] = []

    def work_of(change: stream.Change) -> list[str]:
        if change.key[0] == "ORDER#2":
            raise ValueError("poison")
        return [change.key[0]]

    handler = stream.stream_consumer(work_of)(done.extend)
    assert handler(batch(1, 2, 3), Context()) == {"batchItemFailures": [{"itemIdentifier": "1002"}]}
    assert done == ["ORDER#1"]
