"""What functions ask of AWS while their tests run: recorded, and named as IAM names it."""

import json
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Any
from weakref import WeakKeyDictionary

import pytest

from tests import capacity_units
from tests.aws_gates import Ask, guard

type Call = tuple[str, str, dict[str, Any]]  # service, operation, parameters
type Need = tuple[str, str]  # action, ARN

measuring = True
"""Whether the work is measured; a random walk shows no pattern that could be written down."""

HERE = "sa-east-1:000000000000"
_APP = re.compile(r"functions/(\w+)/app\.py$")
_works_for: WeakKeyDictionary[threading.Thread, tuple[str, FrameType | None]] = WeakKeyDictionary()
"""The function that started a thread, and the frame of its handler."""


def record(folder: Path) -> Callable[[], None]:
    """Record from now on, into a file per process; answers how to stop. Calls of the tests themselves are left out."""
    needed: dict[str, set[Need]] = {}
    work = Work()
    start = threading.Thread.start

    def starting(thread: threading.Thread) -> None:
        if function := _calling_function():
            _works_for[thread] = function, _outermost(function)
        start(thread)

    def recording(service: str, operation: str, parameters: dict[str, Any], ask: Ask) -> Any:
        if function := _calling_function():
            needed.setdefault(function, set()).update(needs((service, operation, parameters)))
            if measuring and service == "dynamodb":
                return work.add(function, operation, parameters, ask)
        return ask(operation, parameters)

    patch = pytest.MonkeyPatch()
    guard(patch, recording)
    patch.setattr(threading.Thread, "start", starting)

    def stop() -> None:
        patch.undo()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{os.getpid()}.json").write_text(
            json.dumps({function: sorted(found) for function, found in needed.items()})
        )
        (folder / f"{os.getpid()}.work").write_text(json.dumps(work.invocations))

    return stop


class Work:
    """What each invocation of each function asked of the table, request by request."""

    def __init__(self) -> None:
        self.invocations: dict[str, list[list[list[dict[str, Any]]]]] = {}
        self._last: FrameType | None = None

    def add(
        self, function: str, operation: str, parameters: dict[str, Any], call: Callable[[str, dict[str, Any]], Any]
    ) -> Any:
        """The answer of the request. One that fails is no work."""
        frame, requests = _outermost(function), self.invocations.setdefault(function, [])
        if frame is not self._last or not requests:
            requests.append([])
        self._last = frame
        answer, accesses = capacity_units.measured(operation, parameters, call)
        requests[-1].append([asdict(access) for access in accesses])
        return answer


def _outermost(function: str) -> FrameType | None:
    """The frame of the handler that runs."""
    found = None
    for frame in _frames():
        if f"functions/{function}/app.py" in frame.f_code.co_filename:
            found = frame
    _, starter = _works_for.get(threading.current_thread(), (None, None))
    return found or starter


def recorded(folder: Path) -> dict[str, set[Need]]:
    """What each function needed, by its folder's name."""
    needed: dict[str, set[Need]] = {}
    for path in folder.glob("*.json"):
        for function, found in json.loads(path.read_text()).items():
            needed.setdefault(function, set()).update((action, arn) for action, arn in found)
    return needed


def _frames() -> Iterator[FrameType]:
    """Those that wait for this one, the nearest first."""
    frame = sys._getframe().f_back
    while frame:
        yield frame
        frame = frame.f_back


def _calling_function() -> str | None:
    for frame in _frames():
        if frame.f_code.co_filename == capacity_units.__file__:
            return None  # a meter around the function asks too
        if found := _APP.search(frame.f_code.co_filename):
            return found[1]
    function, _ = _works_for.get(threading.current_thread(), (None, None))
    return function


def needs(call: Call) -> Iterator[Need]:
    """The permissions of IAM a call needs. Raises ValueError for a call not known yet."""
    match call:
        case "dynamodb", "TransactWriteItems" | "TransactGetItems", parameters:
            # A transaction has no action of its own.
            for part in parameters["TransactItems"]:
                for kind, item in part.items():
                    action = {"ConditionCheck": "ConditionCheckItem"}.get(kind, f"{kind}Item")
                    yield f"dynamodb:{action}", _table(item["TableName"])
        case "dynamodb", "BatchGetItem" | "BatchWriteItem" as operation, parameters:
            for table in parameters["RequestItems"]:
                yield f"dynamodb:{operation}", _table(table)
        case "dynamodb", operation, parameters:
            index = f"/index/{parameters['IndexName']}" if "IndexName" in parameters else ""
            yield f"dynamodb:{operation}", _table(parameters["TableName"]) + index
        case "secretsmanager", operation, parameters:
            name = parameters.get("SecretId") or parameters["Name"]
            yield f"secretsmanager:{operation}", f"arn:aws:secretsmanager:{HERE}:secret:{name}-AbCdEf"
        case "events", "PutEvents", parameters:
            for entry in parameters["Entries"]:
                yield "events:PutEvents", f"arn:aws:events:{HERE}:event-bus/{entry['EventBusName']}"
        case "apigatewaymanagementapi", "PostToConnection", parameters:
            route = f"POST/@connections/{parameters['ConnectionId']}"
            yield "execute-api:ManageConnections", f"arn:aws:execute-api:{HERE}:live/local/{route}"
        case "sesv2", "SendEmail", parameters:
            yield "ses:SendEmail", f"arn:aws:ses:{HERE}:identity/{parameters['FromEmailAddress']}"
            if configuration := parameters.get("ConfigurationSetName"):
                yield "ses:SendEmail", f"arn:aws:ses:{HERE}:configuration-set/{configuration}"
        case "cognito-idp", operation, {"UserPoolId": pool}:
            named = {os.environ[f"{name.upper()}_POOL_ID"]: name for name in ("ordering", "staff")}
            whose = (named | {os.environ["CUSTOMER_POOL_ID"]: "customers"}).get(pool, pool)
            yield f"cognito-idp:{operation}", f"arn:aws:cognito-idp:{HERE}:userpool/{whose}"
        case "kms", operation, {"KeyId": key} if key == os.environ["RECEIPT_KEY_ID"]:
            yield f"kms:{operation}", f"arn:aws:kms:{HERE}:key/receipts"
        case "s3", "GetObject" | "PutObject" | "DeleteObject" as operation, parameters:
            yield f"s3:{operation}", f"arn:aws:s3:::{parameters['Bucket']}/{parameters['Key']}"
        case "s3", "ListObjectsV2", parameters:
            yield "s3:ListBucket", f"arn:aws:s3:::{parameters['Bucket']}"
        case service, operation, _:
            raise ValueError(f"which permission does {service} {operation} need? Say it in tests/aws_call_recorder.py")


def _table(name: str) -> str:
    return f"arn:aws:dynamodb:{HERE}:table/{name}"
