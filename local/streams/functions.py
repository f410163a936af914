"""Functions as a poller sees them: an event goes in, an answer comes out or an error."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from botocore.exceptions import ClientError

from local.streams.sources import Record

type Invoke = Callable[[dict[str, Any]], Any]
"""Raises FunctionFailed or FunctionBusy."""


class FunctionFailed(Exception):
    """The function ran and ended with an error; the text is Lambda's name for it, `Unhandled`."""


class FunctionBusy(Exception):
    """The function could not be invoked now."""


class BadAnswer(Exception):
    """An answer that does not say which records succeeded."""


_BUSY = {"TooManyRequestsException", "ServiceException", "EC2ThrottledException", "ResourceConflictException"}


def deployed(client: Any, arn: str) -> Invoke:
    """The function behind the Lambda API (`RequestResponse`)."""

    def invoke(event: dict[str, Any]) -> Any:
        try:
            response = client.invoke(
                FunctionName=arn, InvocationType="RequestResponse", Payload=json.dumps(event).encode()
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _BUSY:
                raise FunctionBusy from error
            raise
        if response.get("FunctionError"):
            raise FunctionFailed(response["FunctionError"])
        return json.loads(response["Payload"].read() or b"null")

    return invoke


def processed(answer: Any, records: Sequence[Record]) -> int:
    """How many records from the front a function that reports failures says it has processed.

    The lowest sequence number reported counts, whatever the function says of those behind it. Nothing reported is
    all processed, also without an answer (Lambda Developer Guide, "Configuring partial batch response with DynamoDB
    and Lambda"). Raises BadAnswer.
    """
    if answer is None:
        return len(records)
    if not isinstance(answer, dict):
        raise BadAnswer
    failures = answer.get("batchItemFailures") or []
    if not isinstance(failures, list):
        raise BadAnswer
    positions = {record["dynamodb"]["SequenceNumber"]: position for position, record in enumerate(records)}
    try:
        return min((positions[failure["itemIdentifier"]] for failure in failures), default=len(records))
    except (KeyError, TypeError):
        raise BadAnswer from None
