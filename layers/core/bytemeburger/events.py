"""Domain events on their way to the bus.

The limits are EventBridge's (API reference, PutEvents): entries a request, and bytes of a request or an entry.
"""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, wraps
from random import SystemRandom
from typing import Annotated, Any, NotRequired, TypedDict

from bytemeburger import settings, stream
from bytemeburger.aws_json import JsonService
from bytemeburger.formats import Format, Time
from bytemeburger.telemetry import instrumented, logger, set_correlation_id

SOURCE = "bytemeburger"
REQUEST_ENTRIES = 10
REQUEST_BYTES = 256 * 1024
TRIES = 3
BACKOFF_SECONDS = 0.05

type Entry = dict[str, str]
type EventId = Annotated[
    str,
    Format(pattern="^[A-Za-z0-9._-]{1,200}$", description="The same whenever the same change is published again."),
]
type Cause = Annotated[
    str,
    Format(
        pattern=r"^[\w.-]{1,64}$",
        description="The request of a client's, or the run of the clock, that caused it; left out where it is not known.",
    ),
]


class EventDetail(TypedDict):
    """What all events have, besides their `event_version`. The id follows from the change alone, so a change that is
    delivered twice makes the same event twice, and consumers recognise it."""

    event_id: EventId
    occurred_at: Time
    correlation_id: NotRequired[Cause]


type DomainEvent = tuple[str, Mapping[str, object]]
"""Its name, which is that of its detail's type, and its detail; docs/events/ is generated of a feature's EVENTS."""


@cache
def client() -> JsonService:
    """Created on first use."""
    return JsonService("events", "AWSEvents", "1.1")


def entry(name: str, detail: Mapping[str, object]) -> Entry:
    """What PutEvents takes for an event. Raises ValueError for one that it would never take."""
    put = {
        "EventBusName": settings.event_bus(),
        "Source": SOURCE,
        "DetailType": name,
        "Detail": json.dumps(detail, ensure_ascii=False, separators=(",", ":")),
    }
    if _size(put) > REQUEST_BYTES:
        raise ValueError(f"{name} is larger than the bus takes")
    return put


def event_publisher(events_of: Callable[[stream.Change], Iterable[DomainEvent]]) -> stream.Handler:
    """The Lambda handler of what makes events of one change of the table: those of each change of a batch go onto the
    bus in order, up to the first change that makes none or whose events are refused. Raises stream.NothingProcessed
    when that is the first."""

    @wraps(events_of)
    def handler(batch: stream.Batch, _context: Any) -> stream.Failures:
        return _publish_each(batch, events_of)

    return instrumented(handler)


def _publish_each(batch: stream.Batch, events_of: Callable[[stream.Change], Iterable[DomainEvent]]) -> stream.Failures:
    by_change: list[list[Entry]] = []

    def collect(change: stream.Change) -> None:
        cause = {"correlation_id": change.correlation_id} if change.correlation_id else {}
        by_change.append([entry(name, {**detail, **cause}) for name, detail in events_of(change)])

    failed = stream.first_failure(batch, collect)
    entries = [each for of_change in by_change for each in of_change]
    owners = [position for position, of_change in enumerate(by_change) for _ in of_change]
    keys = [json.dumps(record["dynamodb"]["Keys"]) for record in batch["Records"][: len(by_change)]]
    refused = publish(entries, [(keys[owner], owner) for owner in owners])
    for each in entries[:refused]:
        _log(each)
    return stream.answer(batch, failed if refused is None else owners[refused])


def _log(published: Entry) -> None:
    detail = json.loads(published["Detail"])
    set_correlation_id(detail.get("correlation_id"))
    logger.info("event published", extra={"event": published["DetailType"], "event_id": detail.get("event_id")})


def publish(entries: Sequence[Entry], changes: Sequence[tuple[str, int]]) -> int | None:
    """Put entries on the bus in order; what is refused is tried again, a few times. The answer is the position of the
    first that stays refused: all before it are on the bus, and of those behind it a request's worth may be.

    `changes` has the item and the change that each entry is about. One request never has two changes of an item: the
    bus may refuse the earlier and take the later.
    """
    sent = 0
    for request in _requests(entries, changes):
        refused = _put(request)
        if refused is not None:
            return sent + refused
        sent += len(request)
    return None


def _put(request: Sequence[Entry]) -> int | None:
    """Put one request's entries; the position of the first that stays refused."""
    open_positions = list(range(len(request)))
    error = None
    for attempt in range(TRIES):
        if attempt:
            time.sleep(SystemRandom().uniform(0, BACKOFF_SECONDS * 2**attempt))  # jitter
        try:
            answer = client().call(
                "PutEvents", {"Entries": [_traced(request[position]) for position in open_positions]}
            )
        except Exception as raised:  # the client has tried again already
            error = type(raised).__qualname__
            break
        results = zip(open_positions, answer["Entries"], strict=True)
        refusals = {position: result["ErrorCode"] for position, result in results if result.get("ErrorCode")}
        if not refusals:
            return None
        open_positions, error = list(refusals), next(iter(refusals.values()))
    logger.error("event not published", extra={"event": request[open_positions[0]]["DetailType"], "error": error})
    return open_positions[0]


def _traced(put: Entry) -> Entry:
    """With what makes its consumers part of the trace of this invocation; it counts for no limit."""
    trace = os.environ.get("_X_AMZN_TRACE_ID")
    return {**put, "TraceHeader": trace} if trace else put


def _requests(entries: Sequence[Entry], changes: Sequence[tuple[str, int]]) -> Iterator[list[Entry]]:
    """The entries in order, as many in each request as it may hold."""
    request: list[Entry] = []
    size = 0
    last_change: dict[str, int] = {}
    for each, (item, change) in zip(entries, changes, strict=True):
        full = len(request) == REQUEST_ENTRIES or size + _size(each) > REQUEST_BYTES
        if request and (full or last_change.get(item, change) != change):
            yield request
            request, size, last_change = [], 0, {}
        request.append(each)
        size += _size(each)
        last_change[item] = change
    if request:
        yield request


def _size(put: Entry) -> int:
    """How EventBridge counts an entry: the bytes of its source, detail type and detail."""
    return sum(len(put[part].encode()) for part in ("Source", "DetailType", "Detail"))
