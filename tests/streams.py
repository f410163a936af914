"""A table's stream in memory, a clock that jumps, and a poller between them and a handler: hours pass at once."""

import copy
import dataclasses
import json
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bytemeburger.attributes import typed, typed_item
from local.streams.checkpoints import Checkpoints
from local.streams.destinations import Discard
from local.streams.functions import FunctionFailed, Invoke
from local.streams.mapping import Mapping, StartingPosition
from local.streams.poller import Poller
from local.streams.shard import FIRST_BACKOFF_SECONDS, Ports
from local.streams.sources import Record, RecordPage, Shard

STREAM_ARN = "arn:aws:dynamodb:sa-east-1:000000000000:table/bytemeburger/stream/2026-11-24T00:00:00.000"
FUNCTION_ARN = "arn:aws:lambda:sa-east-1:000000000000:function:on_change"
BUCKET_ARN = "arn:aws:s3:::parked"
START = 1_795_608_000.0


def in_process(handler: Callable[[dict[str, Any], Any], Any]) -> Invoke:
    """The handler itself, which sees and gives nothing but JSON, as behind the Lambda API."""

    def invoke(event: dict[str, Any]) -> Any:
        try:
            return json.loads(json.dumps(handler(json.loads(json.dumps(event)), None)))
        except Exception as error:
            raise FunctionFailed("Unhandled") from error

    return invoke


class Clock:
    def __init__(self, now: float = START) -> None:
        self.time = now

    def __call__(self) -> float:
        return self.time


@dataclass
class _Shard:
    parent: str | None
    lowest: int
    highest: int
    records: list[Record] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    closed: bool = False
    latest: int | None = None


class MemoryStream:
    """Two shards; an item's changes are all in one, or in a child of it after a split."""

    def __init__(self, clock: Clock):
        self.clock = clock
        self._count = 0
        self._items: dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]] = {}
        """By key, in plain values and as an image."""
        self._shards = {"shard-0": _Shard(None, 0, 2**31 - 1), "shard-1": _Shard(None, 2**31, 2**32 - 1)}

    def put(self, key: str, **new: Any) -> Record:
        """Write a new image of the item with this key; the record that tells of it."""
        return self.write({"PK": key, "SK": "ITEM"} | new)

    def write(self, item: dict[str, Any]) -> Record:
        """Write an item; the record that tells of it."""
        self._count += 1
        number = 10**20 + self._count
        place = item["PK"], item["SK"]
        old, old_image = self._items.get(place, ({}, {}))
        # What did not change is shared by the images, or a hundred thousand of them would not fit into memory.
        image = {
            name: old_image[name] if name in old and old[name] == value else typed(value)
            for name, value in item.items()
        }
        self._items[place] = item, image
        record = {
            "eventID": f"event-{self._count}",
            "eventName": "MODIFY" if old else "INSERT",
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": "sa-east-1",
            "dynamodb": {
                "ApproximateCreationDateTime": int(self.clock()),
                "Keys": typed_item({"PK": item["PK"], "SK": item["SK"]}),
                **({"OldImage": old_image} if old else {}),
                "NewImage": image,
                "SequenceNumber": str(number),
                "StreamViewType": "NEW_AND_OLD_IMAGES",
            },
            "eventSourceARN": STREAM_ARN,
        }
        self.notify(record)
        return record

    def notify(self, record: Record) -> None:
        """Go on with a record as it is."""
        shard = self._shards[self.shard_of(key(record))]
        shard.records.append(record)
        shard.numbers.append(int(record["dynamodb"]["SequenceNumber"]))

    def shard_of(self, key: str) -> str:
        place = zlib.crc32(key.encode())
        return next(
            name for name, shard in self._shards.items() if not shard.closed and shard.lowest <= place <= shard.highest
        )

    def split(self, shard_id: str) -> None:
        """Close a shard; two children take over its keys."""
        parent = self._shards[shard_id]
        parent.closed = True
        middle = (parent.lowest + parent.highest) // 2
        self._shards[f"{shard_id}-a"] = _Shard(shard_id, parent.lowest, middle)
        self._shards[f"{shard_id}-b"] = _Shard(shard_id, middle + 1, parent.highest)

    def shards(self) -> list[Shard]:
        # Children first: nobody may rely on their order.
        return [Shard(name, shard.parent) for name, shard in reversed(self._shards.items())]

    def read(self, shard_id: str, after: str | None, limit: int, start: StartingPosition) -> RecordPage:
        shard = self._shards[shard_id]
        if after is not None:
            begin = bisect_right(shard.numbers, int(after))
        elif start == "LATEST":
            shard.latest = begin = len(shard.numbers) if shard.latest is None else shard.latest
        else:
            begin = 0
        records = shard.records[begin : begin + limit]
        return RecordPage(records, ends=shard.closed and not records)


class Rig:
    """A mapping at work, the given one or one of these settings, on a stream of its own or on one that it shares."""

    def __init__(
        self,
        handler: Callable[[dict[str, Any]], Any],
        *,
        mapping: Mapping | None = None,
        stream: MemoryStream | None = None,
        checkpoints: Checkpoints | None = None,
        repeats: Callable[[], bool] = lambda: False,
        **settings: Any,
    ):
        self.stream = stream or MemoryStream(Clock())
        self.clock = self.stream.clock
        self.parked: list[Discard] = []
        self.deliveries: list[tuple[float, list[Record]]] = []
        """Each event the function was invoked with: seconds since the start, and its records."""
        self.mapping = mapping or Mapping(
            **{
                "name": "OnChangeMapping",
                "function_arn": FUNCTION_ARN,
                "stream_arn": STREAM_ARN,
                "starting_position": "TRIM_HORIZON",
                "on_failure_arn": BUCKET_ARN,
                **settings,
            }
        )

        def handle(event: dict[str, Any], _context: Any) -> Any:
            self.deliveries.append((self.clock() - START, event["Records"]))
            return handler(event)

        self.ports = Ports(
            source=self.stream,
            invoke=in_process(handle),
            park=self._park,
            checkpoints=checkpoints or Checkpoints(STREAM_ARN),
            now=self.clock,
            repeats=repeats,
        )
        self.restart()

    def use(self, **ports: Any) -> None:
        """Replace some of the ports, and start anew with them."""
        self.ports = dataclasses.replace(self.ports, **ports)
        self.restart()

    def restart(self) -> None:
        """A new poller, which knows only the checkpoints."""
        self.poller = Poller(self.mapping, self.ports)

    def run(self, seconds: float) -> None:
        """Let time pass."""
        run([self], seconds)

    @property
    def delivered(self) -> list[list[str]]:
        """The keys of the items in each delivery."""
        return [[key(record) for record in records] for _, records in self.deliveries]

    def _park(self, discard: Discard) -> None:
        self.parked.append(copy.deepcopy(discard))

    def assert_blocked_no_longer_than_stated(self) -> None:
        """Each parked record stood alone in the way of the others for as long as its mapping says."""
        retries = self.mapping.retries
        assert retries is not None
        blocked = sum(FIRST_BACKOFF_SECONDS * 2**number for number in range(retries))
        alone = defaultdict[str, list[float]](list)
        for at, records in self.deliveries:
            if len(records) == 1:
                alone[records[0]["eventID"]].append(at)
        for discard in self.parked:
            tries = alone[discard.records[0]["eventID"]][-1 - retries :]
            assert discard.invocations == 1 + retries
            assert tries[-1] - tries[0] == pytest.approx(blocked)


def key(record: Record) -> str:
    """The partition key of a record's item."""
    text: str = record["dynamodb"]["Keys"]["PK"]["S"]
    return text


def run(rigs: Sequence[Rig], seconds: float) -> None:
    """Let time pass for mappings that share a clock."""
    clock = rigs[0].clock
    end = clock() + seconds
    while (due := min(rigs, key=lambda rig: rig.poller.due)).poller.due <= end:
        clock.time = max(clock(), due.poller.due)
        due.poller.step()
    clock.time = end
