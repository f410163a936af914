"""Records of the table's stream, for the functions that follow it.

A consumer works through its batch in order and stops at the first record that fails: that one alone is reported, so
AWS goes on from there, nothing behind it has run, and the order per item holds (Lambda Developer Guide, "Reporting
batch item failures").
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bytemeburger.attributes import plain_item
from bytemeburger.telemetry import logger

type Batch = Mapping[str, Any]
type Failures = dict[str, list[dict[str, str]]]


@dataclass(frozen=True)
class Change:
    """One change of one item: INSERT, MODIFY or REMOVE, with the images before and after it as plain values."""

    event_id: str
    name: str
    sequence_number: str
    key: tuple[str, str]
    old: dict[str, Any] | None
    new: dict[str, Any] | None


def change_of(record: Mapping[str, Any]) -> Change:
    """The change that a stream record tells."""
    data = record["dynamodb"]
    key = plain_item(data["Keys"])
    return Change(
        event_id=record["eventID"],
        name=record["eventName"],
        sequence_number=data["SequenceNumber"],
        key=(key["PK"], key["SK"]),
        old=plain_item(data["OldImage"]) if data.get("OldImage") else None,
        new=plain_item(data["NewImage"]) if data.get("NewImage") else None,
    )


def each(batch: Batch, apply: Callable[[Change], None]) -> Failures:
    """Apply a function to each change in order, up to the first that fails."""
    for record in batch["Records"]:
        try:
            apply(change_of(record))
        except Exception:
            return _failed(record)
    return {"batchItemFailures": []}


def publish_each(batch: Batch, events_of: Callable[[Change], Iterable[tuple[str, dict[str, Any]]]]) -> Failures:
    """Put the domain events of each change on the bus in order, up to the first change whose events fail."""
    from bytemeburger import events

    entries: list[events.Entry] = []
    owners: list[Mapping[str, Any]] = []
    poison = None
    for record in batch["Records"]:
        try:
            made = [events.entry(name, detail) for name, detail in events_of(change_of(record))]
        except Exception:
            poison = record
            break
        entries += made
        owners += [record] * len(made)
    failed = events.publish(entries)
    if failed is not None:
        return _failed(owners[failed])
    return {"batchItemFailures": []} if poison is None else _failed(poison)


def _failed(record: Mapping[str, Any]) -> Failures:
    sequence_number = record["dynamodb"]["SequenceNumber"]
    logger.exception("change not processed", extra={"event_id": record["eventID"], "sequence_number": sequence_number})
    return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
