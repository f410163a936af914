"""Domain events on the EventBridge bus."""

import json
import os
from collections.abc import Sequence
from typing import Any

from bytemeburger import aws
from bytemeburger.telemetry import logger

SOURCE = "bytemeburger"
MOST_ENTRIES = 10
MOST_BYTES = 256 * 1024
TRIES = 3

type Entry = dict[str, Any]


def entry(name: str, detail: dict[str, Any]) -> Entry:
    """One event for PutEvents. Raises ValueError when it is larger than EventBridge takes."""
    text = json.dumps(detail, separators=(",", ":"), ensure_ascii=False)
    if len(text.encode()) + len(name) + len(SOURCE) > MOST_BYTES:
        raise ValueError("the event is larger than EventBridge takes")
    return {
        "EventBusName": os.environ["EVENT_BUS_NAME"],
        "Source": SOURCE,
        "DetailType": name,
        "Detail": text,
        "Time": detail["occurred_at"],
    }


def publish(entries: Sequence[Entry]) -> int | None:
    """Put the entries in order; the index of the first that failed for good, None when all went.

    Entries that fail are tried again before anything behind their request is sent: later events of the same order
    never overtake an earlier one by more than one request.
    """
    for start, size in _requests(entries):
        waiting = list(range(start, start + size))
        for _ in range(TRIES):
            answer = aws.client("events").put_events(Entries=[entries[index] for index in waiting])
            results = zip(waiting, answer["Entries"], strict=True)
            waiting = [index for index, result in results if result.get("ErrorCode")]
            if not waiting:
                break
        else:
            logger.warning("events not taken", extra={"count": len(waiting)})
            return waiting[0]
    return None


def _requests(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """(start, size) of each request: at most ten entries and 256 KiB together."""
    requests: list[tuple[int, int]] = []
    start = weight = 0
    for index, each in enumerate(entries):
        size = len(each["Detail"].encode()) + 256
        if index > start and (index - start == MOST_ENTRIES or weight + size > MOST_BYTES):
            requests.append((start, index - start))
            start, weight = index, 0
        weight += size
    if len(entries) > start:
        requests.append((start, len(entries) - start))
    return requests
