"""`make redrive`: what was parked goes back to the function that failed on it, and only what succeeds is removed."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any, cast

import boto3
import moto
import pytest
from botocore.exceptions import ClientError

from local.streams import destinations
from scripts.stage import redrive
from scripts.stage.deployed import Deployed
from scripts.stage.redrive import Redrive
from tests.streams import Rig, key

BUCKET = "parked"
FUNCTION = "arn:aws:lambda:sa-east-1:000000000000:function:bytemeburger-OnOrderPaidFunction-x:live"
EVENT = {"id": "7bf7", "detail-type": "OrderPaid", "source": "bytemeburger", "detail": {"order_id": "7"}}

type Handler = Callable[[dict[str, Any]], Any]


class Functions:
    """Lambda's Invoke, with what a test says the functions do."""

    def __init__(self) -> None:
        self.handle: Handler = lambda _: None
        self.invoked: list[tuple[str, dict[str, Any]]] = []

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - AWS's names
        event = json.loads(Payload)
        self.invoked.append((FunctionName, event))
        try:
            return {"Payload": io.BytesIO(json.dumps(self.handle(event)).encode())}
        except Exception as error:
            failure = json.dumps({"errorType": type(error).__name__, "errorMessage": "a person's name"}).encode()
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(failure)}


class Resources:
    """CloudFormation's list of a stack's resources."""

    def __init__(self, queue: str):
        self._page = {
            "StackResourceSummaries": [
                {"ResourceType": "AWS::SQS::Queue", "PhysicalResourceId": queue},
                {"ResourceType": "AWS::S3::Bucket", "PhysicalResourceId": BUCKET},
            ]
        }

    def get_paginator(self, _: str) -> Any:
        return self

    def paginate(self, StackName: str) -> list[Any]:  # noqa: N803
        return [self._page]


class Stage:
    stack_name = "bytemeburger"

    def __init__(self) -> None:
        self.outputs = {"ParkedRecordsBucket": BUCKET}
        self.functions = Functions()
        self.s3 = boto3.client("s3", region_name="us-east-1")
        self.s3.create_bucket(Bucket=BUCKET)
        self.sqs = boto3.client("sqs", region_name="sa-east-1")
        self.queue = self.sqs.create_queue(QueueName="dead")["QueueUrl"]

    def client(self, service: str) -> Any:
        return {
            "s3": self.s3,
            "sqs": self.sqs,
            "lambda": self.functions,
            "cloudformation": Resources(self.queue),
        }[service]

    def redrive(self) -> tuple[int, list[str]]:
        redrive = Redrive(cast("Deployed", self))
        lines = list(redrive.go())
        return redrive.remaining, lines

    @property
    def parked(self) -> int:
        return len(self.s3.list_objects_v2(Bucket=BUCKET).get("Contents", []))

    @property
    def dead(self) -> int:
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["All"])["Attributes"]
        return int(attributes["ApproximateNumberOfMessages"])


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr(redrive, "WAIT_SECONDS", 0)
    with moto.mock_aws():
        yield Stage()


def park(stage: Stage, *keys: str) -> None:
    """Let a consumer that does nothing right give up a change of each of these items, in turn."""

    def fails(_: dict[str, Any]) -> None:
        raise RuntimeError

    rig = Rig(fails, batch_size=1, retries=0)
    rig.use(park=destinations.bucket(stage.s3, f"arn:aws:s3:::{BUCKET}"))
    for name in keys:
        rig.stream.put(name, version=len(rig.stream._items))
        rig.run(20)


def died(stage: Stage) -> None:
    """As Lambda writes it after the last try."""
    letter = {
        "version": "1.0",
        "requestContext": {"functionArn": FUNCTION, "condition": "RetriesExhausted", "approximateInvokeCount": 3},
        "requestPayload": EVENT,
        "responsePayload": {"errorType": "ClientError", "errorMessage": "a person's name"},
    }
    stage.sqs.send_message(QueueUrl=stage.queue, MessageBody=json.dumps(letter))


def undelivered(stage: Stage) -> None:
    """As EventBridge writes it."""
    attributes = {"TARGET_ARN": FUNCTION, "ERROR_CODE": "THROTTLING"}
    stage.sqs.send_message(
        QueueUrl=stage.queue,
        MessageBody=json.dumps(EVENT),
        MessageAttributes={name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()},
    )


def items(stage: Stage) -> list[str]:
    return [key(record) for _, event in stage.functions.invoked for record in event["Records"]]


def test_it_only_shows_what_is_there(stage: Stage) -> None:
    park(stage, "a")
    died(stage)
    shown = list(Redrive(cast("Deployed", stage)).show())
    assert [line.split()[0] for line in shown] == ["parked", "dead"]
    assert "RetryAttemptsExhausted" in shown[0]
    assert "OrderPaid, RetriesExhausted (ClientError)" in shown[1]
    assert "person" not in "".join(shown)
    assert (stage.functions.invoked, stage.parked, stage.dead) == ([], 1, 1)


def test_parked_records_go_back_complete_in_the_order_of_the_stream(stage: Stage) -> None:
    park(stage, "a", "b", "c", "a", "d", "b")
    assert stage.redrive()[0] == 0
    assert items(stage) == ["a", "b", "c", "a", "d", "b"]
    assert stage.parked == 0


def test_what_fails_again_stays_and_so_does_what_follows_of_the_same_item(stage: Stage) -> None:
    park(stage, "a", "b", "a", "c")

    def still_wrong(event: dict[str, Any]) -> dict[str, Any]:
        if key(event["Records"][0]) == "a":
            raise ValueError
        return {"batchItemFailures": []}

    stage.functions.handle = still_wrong
    remaining, lines = stage.redrive()
    assert (remaining, stage.parked, items(stage)) == (2, 2, ["a", "b", "c"])
    assert [line.rpartition(": ")[2] for line in lines] == [
        "ValueError",
        "done",
        "an earlier change of the item failed",
        "done",
    ]
    assert "person" not in "".join(lines)
    stage.functions.handle = lambda _: {"batchItemFailures": []}
    assert stage.redrive()[0] == 0
    assert (items(stage)[3:], stage.parked) == (["a", "a"], 0)


def test_a_record_that_is_reported_stays(stage: Stage) -> None:
    park(stage, "a")
    stage.functions.handle = lambda _: {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert (stage.redrive()[0], stage.parked) == (1, 1)


@pytest.mark.parametrize("arrive", [died, undelivered])
def test_a_dead_letter_goes_back_to_its_consumer(stage: Stage, arrive: Callable[[Stage], None]) -> None:
    arrive(stage)
    assert stage.redrive()[0] == 0
    assert stage.functions.invoked == [(FUNCTION, EVENT)]
    assert stage.dead == 0


def test_a_letter_that_fails_again_stays_and_is_seen_again_at_once(stage: Stage) -> None:
    died(stage)
    undelivered(stage)
    stage.functions.handle = lambda _: 1 / 0
    assert stage.redrive()[0] == 2
    assert len(stage.functions.invoked) == 2
    assert stage.dead == 2


def test_a_function_that_is_no_more_holds_up_nothing_else(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    park(stage, "a")
    died(stage)
    invoke = stage.functions.invoke

    def fail_unless_it_exists(FunctionName: str, Payload: bytes) -> Any:  # noqa: N803
        if FunctionName != FUNCTION:
            raise ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "Invoke")
        return invoke(FunctionName, Payload)

    monkeypatch.setattr(stage.functions, "invoke", fail_unless_it_exists)
    remaining, lines = stage.redrive()
    assert [line.rpartition(": ")[2] for line in lines] == ["ResourceNotFoundException", "done"]
    assert (remaining, stage.parked, stage.dead) == (1, 1, 0)


def test_a_letter_of_nobody_is_left_alone(stage: Stage) -> None:
    stage.sqs.send_message(QueueUrl=stage.queue, MessageBody="{}")
    remaining, (line,) = stage.redrive()
    assert (remaining, line.rpartition(": ")[2], stage.dead) == (1, "nothing says whose it is", 1)
