"""What the tests of the emulator's rules make on it, and how they ask what became of it."""

import io
import json
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.settings import REGION

type Client = Callable[[str], Any]

ACCOUNT = "000000000000"
FUNCTION = """
import json, time
def handler(event, _):
    request = json.loads(event.get("body") or "{}") if "httpMethod" in event else event
    time.sleep(request.get("seconds", 0))
    return {"statusCode": 200, "body": "x" * request.get("size", 1)}
"""


def refused(ask: Callable[..., object], **parameters: Any) -> str:
    """The code and the text of a refusal."""
    with pytest.raises(ClientError) as error:
        ask(**parameters)
    return f"{error.value.response['Error']['Code']}: {error.value.response['Error']['Message']}"


def role(aws: Client, name: str, *actions: str) -> str:
    trusted = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    iam = aws("iam")
    iam.create_role(
        RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trusted]})
    )
    if actions:
        allowed = [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]
        document = json.dumps({"Version": "2012-10-17", "Statement": allowed})
        iam.put_role_policy(RoleName=name, PolicyName="does", PolicyDocument=document)
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def function(aws: Client, name: str, *actions: str, code: str = FUNCTION) -> str:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("app.py", code)
    function = aws("lambda").create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="app.handler",
        Role=role(aws, f"{name}-role", *actions),
        Code={"ZipFile": packed.getvalue()},
        Timeout=60,
    )
    return str(function["FunctionArn"])


def permit(aws: Client, name: str, service: str, source: str) -> None:
    aws("lambda").add_permission(
        FunctionName=name,
        StatementId=str(time.monotonic_ns()),
        Action="lambda:InvokeFunction",
        Principal=service,
        SourceArn=source,
    )


def publish(aws: Client, source: str, **detail: Any) -> dict[str, Any]:
    entry = {"Source": source, "DetailType": "Tried", "Detail": json.dumps(detail)}
    answer: dict[str, Any] = aws("events").put_events(Entries=[entry])
    return answer


def letters(aws: Client, queue: str) -> int:
    parameters = {"QueueUrl": queue, "AttributeNames": ["ApproximateNumberOfMessages"]}
    return int(aws("sqs").get_queue_attributes(**parameters)["Attributes"]["ApproximateNumberOfMessages"])


def queue(aws: Client, name: str, **attributes: str) -> tuple[str, str]:
    """(address, ARN) of a new queue."""
    queue = aws("sqs").create_queue(QueueName=name, Attributes=attributes)
    return queue["QueueUrl"], f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


def invocations(aws: Client, name: str) -> int:
    logs = aws("logs")
    try:
        return len(logs.filter_log_events(logGroupName=f"/aws/lambda/{name}", filterPattern="START")["events"])
    except logs.exceptions.ResourceNotFoundException:
        return 0
