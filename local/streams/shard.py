"""One mapping following one shard: batches, retries, bisection and what is given up, as Lambda's event source mapping
does it (Lambda Developer Guide, "Process DynamoDB records with Lambda" and the chapters after it).

Nothing here waits: `step` does what is due and says in `due` when more is, so an hour can pass at once in a test and
one shard never holds up another.
"""

import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from local.streams.checkpoints import Checkpoints
from local.streams.destinations import Condition, Discard, Park
from local.streams.functions import BadAnswer, FunctionBusy, FunctionFailed, Invoke, processed
from local.streams.mapping import Mapping, StartingPosition
from local.streams.sources import Record, Source

POLL_SECONDS = 0.25
BUSY_SECONDS = 1.0
FIRST_BACKOFF_SECONDS = 1.0
MAX_BACKOFF_SECONDS = 60.0
EVENT_BYTES = 6 * 1024 * 1024
"""The largest event a function can be invoked with."""


@dataclass(frozen=True)
class Ports:
    """All that the polling of a mapping touches."""

    source: Source
    invoke: Invoke
    park: Park | None
    """None: discarded records are lost."""
    checkpoints: Checkpoints
    now: Callable[[], float]
    """Seconds since 1970."""
    repeats: Callable[[], bool] = lambda: False
    """Whether a batch that went well is delivered once more, as when a poller is lost before its checkpoint: the
    delivery is at least once."""
    first_backoff: float = FIRST_BACKOFF_SECONDS
    """Seconds before the first retry of a batch."""


@dataclass
class RecordBatch:
    records: list[Record]
    failures: int = 0
    invocations: int = 0
    error: str | None = None
    backoff: float = 0
    """Seconds before its last retry."""

    def halves(self) -> tuple["RecordBatch", "RecordBatch"]:
        middle = len(self.records) // 2
        return RecordBatch(self.records[:middle]), RecordBatch(self.records[middle:])


class ShardReader:
    def __init__(self, mapping: Mapping, shard_id: str, start: StartingPosition, ports: Ports):
        self.due = ports.now()
        """When there is something to do, in seconds since 1970."""
        self.finished = False
        self._mapping = mapping
        self._shard_id = shard_id
        self._start = start
        self._ports = ports
        self._read_to = ports.checkpoints.position(shard_id)
        self._gathered: list[Record] = []
        self._window_ends = 0.0
        self._batches: deque[RecordBatch] = deque()

    def step(self) -> None:
        """Read when nothing waits to be delivered; else deliver one batch."""
        if not self._batches:
            self._read()
        if self._batches:
            self._give_up_aged()
        if self._batches:
            self._deliver(self._batches[0])

    def _read(self) -> None:
        now = self._ports.now()
        limit = self._mapping.batch_size - len(self._gathered)
        page = self._ports.source.read(self._shard_id, self._read_to, limit, self._start)
        if page.records:
            self._read_to = page.records[-1]["dynamodb"]["SequenceNumber"]
            matching = [record for record in page.records if self._mapping.wants(record)]
            if matching and not self._gathered:
                self._window_ends = now + self._mapping.window_seconds
            self._gathered += matching
        if self._gathered:
            full = len(self._gathered) == self._mapping.batch_size
            if full or page.ends or now >= self._window_ends:
                self._batches.extend(RecordBatch(records) for records in _events(self._gathered))
                self._gathered = []
            else:
                self.due = min(now + POLL_SECONDS, self._window_ends)
        elif page.ends:
            self._ports.checkpoints.finish(self._shard_id)
            self.finished = True
        elif page.records:
            self._checkpoint()
        else:
            self.due = now + POLL_SECONDS

    def _deliver(self, batch: RecordBatch) -> None:
        try:
            processed = self._processed(batch)
        except FunctionBusy:
            # Costs no retry: it goes on until the records are too old.
            self.due = self._ports.now() + BUSY_SECONDS
            return
        except (FunctionFailed, BadAnswer):
            if self._mapping.bisects and len(batch.records) > 1:
                self._batches.popleft()
                self._batches.extendleft(reversed(batch.halves()))
            else:
                self._retry(batch)
            return
        if processed == len(batch.records):
            if not self._ports.repeats():
                self._finish(processed)
        elif processed and self._mapping.bisects:
            self._finish(processed)
            self._batches[0] = RecordBatch(batch.records)
        else:
            self._finish(processed)
            self._retry(batch)

    def _processed(self, batch: RecordBatch) -> int:
        """Invoke the function; how many records from the front it has processed."""
        batch.error = None
        try:
            answer = self._ports.invoke({"Records": batch.records})
        except FunctionFailed as failure:
            batch.error = str(failure)
            batch.invocations += 1
            raise
        batch.invocations += 1
        return processed(answer, batch.records) if self._mapping.reports_failures else len(batch.records)

    def _retry(self, batch: RecordBatch) -> None:
        batch.failures += 1
        if self._mapping.retries is not None and batch.failures > self._mapping.retries:
            self._give_up(batch, len(batch.records), Condition.RETRIES)
        else:
            batch.backoff = min(2 * batch.backoff or self._ports.first_backoff, MAX_BACKOFF_SECONDS)
            self.due = self._ports.now() + batch.backoff

    def _give_up_aged(self) -> None:
        oldest = self._ports.now() - self._mapping.record_age_seconds
        while self._batches:
            batch = self._batches[0]
            young = (position for position, record in enumerate(batch.records) if created(record) >= oldest)
            aged = next(young, len(batch.records))
            if not aged:
                return
            self._give_up(batch, aged, Condition.AGE)

    def _give_up(self, batch: RecordBatch, count: int, condition: Condition) -> None:
        if self._ports.park is not None:
            self._ports.park(
                Discard(
                    mapping=self._mapping,
                    shard_id=self._shard_id,
                    records=batch.records[:count],
                    condition=condition,
                    invocations=batch.invocations,
                    error=batch.error,
                    at=self._ports.now(),
                )
            )
        self._finish(count)

    def _finish(self, count: int) -> None:
        """The first records of the first batch need nothing more."""
        batch = self._batches[0]
        finished = batch.records[:count]
        del batch.records[:count]
        if not batch.records:
            self._batches.popleft()
        if not self._batches:
            self._checkpoint()
        elif finished:
            self._ports.checkpoints.advance(self._shard_id, finished[-1]["dynamodb"]["SequenceNumber"])

    def _checkpoint(self) -> None:
        """All that was read is done, with what the filters left out."""
        assert self._read_to is not None
        self._ports.checkpoints.advance(self._shard_id, self._read_to)


def created(record: Record) -> float:
    """Seconds since 1970."""
    at: float = record["dynamodb"]["ApproximateCreationDateTime"]
    return at


def _events(records: list[Record]) -> Iterator[list[Record]]:
    """The records in order, as many in each event as it may hold."""
    event: list[Record] = []
    size = 0
    for record in records:
        own = len(json.dumps(record))
        if event and size + own > EVENT_BYTES:
            yield event
            event, size = [], 0
        event.append(record)
        size += own
    yield event
