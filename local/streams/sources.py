"""A stream as a poller reads it: shards, and pages of the records in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from local.streams.mapping import StartingPosition

type Record = dict[str, Any]
"""As Lambda hands it to a function."""

PAGE_RECORDS = 1000
"""The most that GetRecords gives."""


@dataclass(frozen=True)
class Shard:
    id: str
    parent: str | None


@dataclass(frozen=True)
class RecordPage:
    records: Sequence[Record]
    ends: bool
    """Whether the shard is closed and nothing follows."""


class Source(Protocol):
    def shards(self) -> Sequence[Shard]: ...

    def read(self, shard_id: str, after: str | None, limit: int, start: StartingPosition) -> RecordPage:
        """The records behind a sequence number; with None, from the starting position."""


class TableStream:
    """The stream of a table behind the DynamoDB Streams API."""

    def __init__(self, client: Any, arn: str):
        """`client`: boto3's of `dynamodbstreams`."""
        self._client = client
        self._arn = arn
        self._iterators: dict[tuple[str, str | None], str | None] = {}
        """Where the reading of a shard behind a sequence number goes on; None is the shard's end."""

    def shards(self) -> list[Shard]:
        found: list[Shard] = []
        page: dict[str, str] = {}
        while True:
            stream = self._client.describe_stream(StreamArn=self._arn, **page)["StreamDescription"]
            found += [Shard(each["ShardId"], each.get("ParentShardId")) for each in stream["Shards"]]
            if "LastEvaluatedShardId" not in stream:
                return found
            page = {"ExclusiveStartShardId": stream["LastEvaluatedShardId"]}

    def read(self, shard_id: str, after: str | None, limit: int, start: StartingPosition) -> RecordPage:
        place = (shard_id, after)
        iterator = self._iterators[place] if place in self._iterators else self._iterator(shard_id, after, start)
        if iterator is None:
            return RecordPage([], ends=True)
        try:
            answer = self._client.get_records(ShardIterator=iterator, Limit=min(limit, PAGE_RECORDS))
        except (self._client.exceptions.ExpiredIteratorException, self._client.exceptions.TrimmedDataAccessException):
            self._iterators.pop(place)
            return RecordPage([], ends=False)
        records = [self._event_record(each) for each in answer["Records"]]
        self._iterators = {key: value for key, value in self._iterators.items() if key[0] != shard_id}
        following = answer.get("NextShardIterator")
        self._iterators[shard_id, records[-1]["dynamodb"]["SequenceNumber"] if records else after] = following
        return RecordPage(records, ends=following is None and not records)

    def _iterator(self, shard_id: str, after: str | None, start: StartingPosition) -> str:
        place = (
            {"ShardIteratorType": start}
            if after is None
            else {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": after}
        )
        try:
            answer = self._client.get_shard_iterator(StreamArn=self._arn, ShardId=shard_id, **place)
        except self._client.exceptions.TrimmedDataAccessException:
            # What was not read within the retention is gone; the rest starts at what is left.
            answer = self._client.get_shard_iterator(
                StreamArn=self._arn, ShardId=shard_id, ShardIteratorType="TRIM_HORIZON"
            )
        iterator: str = answer["ShardIterator"]
        return iterator

    def _event_record(self, record: dict[str, Any]) -> Record:
        data = record["dynamodb"]
        created = data["ApproximateCreationDateTime"].timestamp()
        return record | {
            "dynamodb": data | {"ApproximateCreationDateTime": int(created)},
            "eventSourceARN": self._arn,
        }
