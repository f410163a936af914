"""The table's two stream consumers, the real handlers behind the mappings of template.yaml, on a stream that misbehaves
in every way AWS allows: batches come twice, answers get lost, AWS is busy, pollers are lost, shards split, and of a
hundred records one is poison. Afterwards nothing is missing, nothing happened twice, and the books equal a recount.

The handlers act on `tests.fake_aws`, not on moto: that would take half an hour and keep every item it ever had.
"""

import itertools
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from bytemeburger import attributes, events, table
from bytemeburger.aws_json import JsonService
from bytemeburger.orders import events as orders
from bytemeburger.sales import records as sales
from bytemeburger.stream import change_of
from functions.publish_domain_events import app as publish_domain_events
from functions.record_sales import app as record_sales
from local.streams.mapping import Mapping, parse
from local.streams.shard import MAX_BACKOFF_SECONDS
from local.streams.sources import Record
from tests.conftest import Context
from tests.fake_aws import Cloud
from tests.order_histories import books, life
from tests.streams import FUNCTION_ARN, START, STREAM_ARN, Clock, MemoryStream, Rig, run

HANDLERS = {"PublishDomainEventsMapping": publish_domain_events.handler, "RecordSalesMapping": record_sales.handler}
POISON = {"weight": {"N": "1.5"}}
"""An attribute of a kind that the table never holds: whoever reads the image fails."""
TROUBLE = 0.005


@pytest.fixture
def chance(count: int) -> random.Random:
    return random.Random(count)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch, chance: random.Random) -> Cloud:
    fake = Cloud(chance, TROUBLE)
    monkeypatch.setattr(JsonService, "call", lambda _, operation, parameters: fake.call(operation, parameters))
    monkeypatch.setattr(sales, "AT_ONCE", 1)
    monkeypatch.setattr(table, "_back_off", lambda _attempt: None)
    monkeypatch.setattr(events, "BACKOFF_SECONDS", 0)
    monkeypatch.setattr(publish_domain_events, "measure", lambda *_: None)
    return fake


def mapping(template: dict[str, Any], name: str) -> Mapping:
    resolved = {
        "FunctionName": FUNCTION_ARN,
        "EventSourceArn": STREAM_ARN,
        "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:s3:::parked"}},
    }
    return parse(name, template["Resources"][name]["Properties"] | resolved)


@dataclass
class Kitchen:
    """Many orders that live at the same time, written to the stream as they change."""

    stream: MemoryStream
    chance: random.Random
    numbers: Iterator[int] = field(default_factory=itertools.count)
    living: list[Any] = field(default_factory=list)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    """As they are now."""
    records: list[Record] = field(default_factory=list)
    poison: dict[str, Record] = field(default_factory=dict)

    def write(self, count: int) -> None:
        while count:
            if len(self.living) < 40:
                self.living.append(life(next(self.numbers), self.chance))
            index = self.chance.randrange(len(self.living))
            image = next(self.living[index], None)
            if image is None:
                self.living[index] = self.living[-1]
                self.living.pop()
                continue
            count -= 1
            self.orders[image["order_id"]] = image
            record = self.stream.write(image)
            self.records.append(record)
            if self.chance.random() < 0.01:
                record["dynamodb"]["NewImage"] = record["dynamodb"]["NewImage"] | POISON
                self.poison[record["eventID"]] = record


def unpoisoned(record: Record) -> Record:
    image = {name: value for name, value in record["dynamodb"]["NewImage"].items() if name not in POISON}
    return record | {"dynamodb": record["dynamodb"] | {"NewImage": image}}


type Published = dict[str, list[tuple[int, set[str]]]]
"""By order: its versions in the order in which they were published, and the names of the events of each."""


def in_order(details: Iterable[tuple[str, dict[str, Any]]]) -> Published:
    found: Published = defaultdict(list)
    for name, detail in details:
        versions = found[detail["order_id"]]
        if not versions or versions[-1][0] != detail["order_version"]:
            versions.append((detail["order_version"], set()))
        versions[-1][1].add(name)
    return found


def events_of(records: list[Record]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The events that these records must make."""
    for record in records:
        yield from ((name, dict(detail)) for name, detail in orders.of_change(change_of(unpoisoned(record))))


def first_deliveries(cloud: Cloud) -> list[tuple[str, dict[str, Any]]]:
    """The events on the bus, each where it came first; what comes again says the very same."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for event in cloud.published:
        assert found.setdefault(event[1]["event_id"], event) == event
    return list(found.values())


@pytest.mark.parametrize("count", [5_000, pytest.param(100_000, marks=pytest.mark.full)])
def test_nothing_is_missing_or_double_and_the_books_equal_a_recount(
    count: int, template: dict[str, Any], cloud: Cloud, chance: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = MemoryStream(Clock())
    kitchen = Kitchen(stream, chance)

    def rig(name: str) -> Rig:
        def handle(event: dict[str, Any]) -> Any:
            return HANDLERS[name](event, Context())

        return Rig(handle, stream=stream, mapping=mapping(template, name), repeats=lambda: chance.random() < 0.2)

    rigs = {name: rig(name) for name in HANDLERS}
    pending_splits = {count // 3: "shard-0", 2 * count // 3: "shard-1"}
    while len(kitchen.records) < count:
        kitchen.write(50)
        run(list(rigs.values()), chance.uniform(0, 20))
        for at in [at for at in pending_splits if at <= len(kitchen.records)]:
            stream.split(pending_splits.pop(at))
        if chance.random() < 0.02:
            chance.choice(list(rigs.values())).restart()

    wanted = {name: [record for record in kitchen.records if rig.mapping.wants(record)] for name, rig in rigs.items()}
    poison = {
        name: {each["eventID"]: each for each in wanted[name] if each["eventID"] in kitchen.poison} for name in rigs
    }
    run_until_silent(list(rigs.values()))

    assert len(kitchen.poison) > 0.007 * count
    for name, busy in rigs.items():
        assert {each.records[0]["eventID"]: each.records[0] for each in busy.parked} == poison[name]
        assert all(len(each.records) == 1 for each in busy.parked), "a good record was parked"
        assert len(busy.parked) == len(poison[name]) > 0
        assert sum(len(each) for _, each in busy.deliveries) > 1.15 * len(wanted[name]), "too few came twice"
        busy.assert_blocked_no_longer_than_stated()

    good = {name: [each for each in wanted[name] if each["eventID"] not in kitchen.poison] for name in rigs}
    published = first_deliveries(cloud)
    assert in_order(published) == in_order(events_of(good["PublishDomainEventsMapping"])), (
        "an event is missing or out of order"
    )
    assert len(cloud.published) > 1.15 * len(published), "too few events came twice"

    # The consumers are mended, and what was parked is put back, twice over.
    monkeypatch.setattr(
        attributes, "plain", lambda value, plain=attributes.plain: None if value == POISON["weight"] else plain(value)
    )
    for name, mended in rigs.items():
        for _ in range(2):
            for discard in mended.parked:
                _retried(lambda: HANDLERS[name]({"Records": list(discard.records)}, Context()))  # noqa: B023
    expected = events_of(wanted["PublishDomainEventsMapping"])
    assert {detail["event_id"] for _, detail in first_deliveries(cloud)} == {
        detail["event_id"] for _, detail in expected
    }
    assert cloud.counters() == books(list(kitchen.orders.values())), "the books differ from a recount of the orders"


def run_until_silent(rigs: list[Rig]) -> None:
    """Let time pass until nothing has been delivered for longer than any retry waits."""
    before = -1
    while before != (now := sum(len(rig.deliveries) for rig in rigs)):
        assert rigs[0].clock() - START < 48 * 3600, "stuck"
        before = now
        run(rigs, 2 * MAX_BACKOFF_SECONDS)


def _retried(handle: Any) -> None:
    for _ in range(20):
        try:
            assert handle() == {"batchItemFailures": []}
        except Exception:
            continue
        return
    raise AssertionError("what was parked did not heal")
