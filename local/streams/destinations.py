"""Where discarded records go: complete, as Lambda writes them to a bucket (Lambda Developer Guide, "Retaining
discarded records for a DynamoDB event source")."""

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from local.streams.mapping import Mapping
from local.streams.sources import Record


class Condition(StrEnum):
    """Why records are given up."""

    RETRIES = "RetryAttemptsExhausted"
    AGE = "RecordAgeExceeded"


@dataclass(frozen=True)
class Discard:
    mapping: Mapping
    shard_id: str
    records: Sequence[Record]
    condition: Condition
    invocations: int
    """How often the function was invoked with just these records."""
    error: str | None
    """Lambda's name for the error of the last invocation; a function that only reported failures had none."""
    at: float
    """Seconds since 1970."""


type Park = Callable[[Discard], None]


def bucket(client: Any, arn: str) -> Park:
    """`client`: boto3's of `s3`."""
    name = arn.removeprefix("arn:aws:s3:::")

    def park(discard: Discard) -> None:
        client.put_object(
            Bucket=name,
            Key=object_key(discard),
            Body=json.dumps(invocation_record(discard)).encode(),
            ContentType="application/json",
        )

    return park


def object_key(discard: Discard) -> str:
    """`aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<random UUID>`."""
    at = datetime.fromtimestamp(discard.at, UTC)
    return f"aws/lambda/{discard.mapping.uuid}/{discard.shard_id}/{at:%Y/%m/%d/%Y-%m-%dT%H.%M.%S}-{uuid.uuid4()}"


def invocation_record(discard: Discard) -> dict[str, Any]:
    """What the object holds; `payload` is the complete event, a JSON text within the JSON."""
    record = {
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "functionArn": discard.mapping.function_arn,
            "condition": discard.condition,
            "approximateInvokeCount": discard.invocations,
        },
        "version": "1.0",
        "timestamp": _text(discard.at, "milliseconds"),
        "DDBStreamBatchInfo": {
            "shardId": discard.shard_id,
            "startSequenceNumber": discard.records[0]["dynamodb"]["SequenceNumber"],
            "endSequenceNumber": discard.records[-1]["dynamodb"]["SequenceNumber"],
            "approximateArrivalOfFirstRecord": _arrival(discard.records[0]),
            "approximateArrivalOfLastRecord": _arrival(discard.records[-1]),
            "batchSize": len(discard.records),
            "streamArn": discard.mapping.stream_arn,
        },
        "payload": json.dumps({"Records": discard.records}),
    }
    if discard.invocations:
        context = {"statusCode": 200, "executedVersion": "$LATEST"}
        record["responseContext"] = context | ({"functionError": discard.error} if discard.error else {})
    return record


def _arrival(record: Record) -> str:
    return _text(record["dynamodb"]["ApproximateCreationDateTime"], "seconds")


def _text(seconds: float, timespec: str) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec=timespec).replace("+00:00", "Z")
