"""An event source mapping as CloudFormation describes it (`AWS::Lambda::EventSourceMapping`) for a DynamoDB stream."""

import uuid
from collections.abc import Mapping as Properties
from dataclasses import dataclass
from typing import Any, Literal

from local.errors import LocalError
from local.streams.filters import Matcher, pattern

RETENTION_SECONDS = 24 * 60 * 60
"""How long a DynamoDB stream keeps a record."""

type StartingPosition = Literal["TRIM_HORIZON", "LATEST"]

_KNOWN = {
    "BatchSize",
    "BisectBatchOnFunctionError",
    "DestinationConfig",
    "EventSourceArn",
    "FilterCriteria",
    "FunctionName",
    "FunctionResponseTypes",
    "MaximumBatchingWindowInSeconds",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "StartingPosition",
}


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """What connects a stream with a function; the defaults are Lambda's."""

    name: str
    function_arn: str
    stream_arn: str
    starting_position: StartingPosition
    batch_size: int = 100
    window_seconds: int = 0
    filters: tuple[Matcher, ...] = ()
    bisects: bool = False
    reports_failures: bool = False
    retries: int | None = None
    """How often a failed batch is tried again; None is without end."""
    record_age_seconds: int = RETENTION_SECONDS
    on_failure_arn: str | None = None
    """The bucket for discarded records; without one they are lost."""

    @property
    def uuid(self) -> str:
        """The same whenever the same stream is followed for the same reason."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.stream_arn}/{self.name}"))

    def wants(self, record: dict[str, Any]) -> bool:
        return not self.filters or any(matches(record) for matches in self.filters)


def parse(name: str, properties: Properties[str, Any]) -> Mapping:
    """The mapping of a resource whose references are resolved. Raises LocalError for what the poller cannot do."""
    unknown = set(properties) - _KNOWN
    if unknown:
        raise LocalError(f"{name}: the stream poller does not know {', '.join(sorted(unknown))}")
    destination = properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
    if destination is not None and not destination.startswith("arn:aws:s3:::"):
        raise LocalError(f"{name}: the stream poller gives up records to S3 only, not to {destination}")
    retries = properties.get("MaximumRetryAttempts", -1)
    age = properties.get("MaximumRecordAgeInSeconds", -1)
    return Mapping(
        name=name,
        function_arn=properties["FunctionName"],
        stream_arn=properties["EventSourceArn"],
        starting_position=properties["StartingPosition"],
        batch_size=properties.get("BatchSize", 100),
        window_seconds=properties.get("MaximumBatchingWindowInSeconds", 0),
        filters=tuple(pattern(each["Pattern"]) for each in properties.get("FilterCriteria", {}).get("Filters", [])),
        bisects=properties.get("BisectBatchOnFunctionError", False),
        reports_failures="ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
        retries=None if retries == -1 else retries,
        record_age_seconds=RETENTION_SECONDS if age == -1 else min(age, RETENTION_SECONDS),
        on_failure_arn=destination,
    )
