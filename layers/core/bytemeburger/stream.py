"""Records of the table's stream, for the functions that follow it.

A consumer takes the records of its batch in order and stops at the first that fails, so nothing behind it has run and
the order per item holds. How it reports to AWS (Lambda Developer Guide, "Configuring partial batch response with
DynamoDB and Lambda") depends on whether it got anywhere: docs/decisions/stream-failures.md.
"""

import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from bytemeburger import clock
from bytemeburger.attributes import plain_item
from bytemeburger.telemetry import instrumented, logger, set_correlation_id

type Batch = Mapping[str, Any]
type Failures = dict[str, list[dict[str, str]]]
type Handler = Callable[[Batch, Any], Failures]


class NothingProcessed(Exception):
    """The very first record of a batch failed; the text is its sequence number."""


@dataclass(frozen=True)
class Change:
    """One change of one item: INSERT, MODIFY or REMOVE, with the images before and after it as plain values. `at` is
    when it was written, a UTC text that is exact to the second."""

    event_id: str
    name: str
    sequence_number: str
    at: str
    key: tuple[str, str]
    old: dict[str, Any] | None
    new: dict[str, Any] | None

    @property
    def correlation_id(self) -> str | None:
        """The request that caused the change; None where it is not known, as of a deletion."""
        return (self.new or {}).get("correlation_id")


def change_of(record: Mapping[str, Any]) -> Change:
    """The change in a stream record."""
    data = record["dynamodb"]
    key = plain_item(data["Keys"])
    return Change(
        event_id=record["eventID"],
        name=record["eventName"],
        sequence_number=data["SequenceNumber"],
        at=clock.text(datetime.fromtimestamp(data["ApproximateCreationDateTime"], UTC)),
        key=(key["PK"], key["SK"]),
        old=plain_item(data["OldImage"]) if data.get("OldImage") else None,
        new=plain_item(data["NewImage"]) if data.get("NewImage") else None,
    )


def stream_consumer[Work](
    work_of: Callable[[Change], Iterable[Work]],
) -> Callable[[Callable[[Sequence[Work]], None]], Handler]:
    """The Lambda handler of what does the work of a batch at once: that of each change in order, up to the first change
    whose work cannot be said. It is done, or it raises; doing it again must add nothing. Raises NothingProcessed."""

    def decorate(do: Callable[[Sequence[Work]], None]) -> Handler:
        @wraps(do)
        def handler(batch: Batch, _context: Any) -> Failures:
            work: list[Work] = []
            failed = first_failure(batch, lambda change: work.extend(work_of(change)))
            set_correlation_id(None)  # it is that of many requests
            try:
                do(work)
            except Exception as error:
                _log(batch["Records"][0], error)
                failed = 0
            return answer(batch, failed)

        return instrumented(handler)

    return decorate


def first_failure(batch: Batch, apply: Callable[[Change], None]) -> int | None:
    """Apply a function to each change in order; the position of the record that failed, behind which nothing ran."""
    for position, record in enumerate(batch["Records"]):
        try:
            change = change_of(record)
            set_correlation_id(change.correlation_id)
            apply(change)
        except Exception as error:
            _log(record, error)
            return position
    return None


def _log(record: Mapping[str, Any], error: Exception) -> None:
    """Neither the record nor the error's text: both can hold personal data."""
    logger.error(
        "stream record failed",
        extra={
            "event_id": record.get("eventID"),
            "error": type(error).__qualname__,
            "raised_at": [f"{each.filename}:{each.lineno}" for each in traceback.extract_tb(error.__traceback__)],
        },
    )


def answer(batch: Batch, failed: int | None) -> Failures:
    """The answer to Lambda for a batch that succeeded up to the position `failed`, or to its end.

    Raises NothingProcessed for position 0: AWS promises to split a batch around its poison record for a function's
    error, and for an answer only as far as it reports progress.
    """
    if failed is None:
        return {"batchItemFailures": []}
    sequence_number = batch["Records"][failed]["dynamodb"]["SequenceNumber"]
    if failed == 0:
        raise NothingProcessed(sequence_number)
    return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
