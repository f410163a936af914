"""Show what was parked, the stream's records (S3) and the bus's dead letters (SQS), or put each back to the
function that gave it up.

An item is removed when its function has processed it, and stays where it is otherwise. Parked records go back in the order
of the stream; a record of an item whose earlier record fails again is left alone. All consumers are guarded, so it does
no harm to repeat this, or to put back what was done after all.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from scripts.stage.deployed import Deployed, deployed, stage_parser

VISIBILITY_SECONDS = 300
"""The visibility timeout of a dead letter that is being worked on."""
WAIT_SECONDS = 1
"""More than none, so that SQS asks all its servers for letters."""


@dataclass(frozen=True)
class Parked:
    """Records that a consumer of the stream gave up, in one object."""

    key: str
    function: str
    why: str
    sequence_number: int
    event: dict[str, Any]

    @property
    def items(self) -> set[str]:
        """Whose changes these are, for this function."""
        return {f"{self.function} {json.dumps(record['dynamodb']['Keys'])}" for record in self.event["Records"]}

    def __str__(self) -> str:
        records = self.event["Records"]
        return f"parked  {_name(self.function)}  {len(records)} records, {self.why}  {records[0]['eventID']}"


@dataclass(frozen=True)
class Letter:
    """An event that a consumer of the bus could not take."""

    receipt: str
    function: str
    why: str
    event: dict[str, Any]

    def __str__(self) -> str:
        return f"dead    {_name(self.function)}  {self.event.get('detail-type')}, {self.why}  {self.event.get('id')}"


class Redrive:
    """`remaining` counts what stays where it is."""

    def __init__(self, stage: Deployed):
        self._s3 = stage.client("s3")
        self._sqs = stage.client("sqs")
        self._lambda = stage.client("lambda")
        self._cloudformation = stage.client("cloudformation")
        self._stack = stage.stack_name
        self._bucket = stage.outputs["ParkedRecordsBucket"]
        self.remaining = 0

    def show(self) -> Iterator[str]:
        for parked in self._parked():
            self.remaining += 1
            yield str(parked)
        for queue in self._queues():
            letters = list(self._letters(queue))
            for letter in letters:
                self._release(queue, letter.receipt)
                self.remaining += 1
                yield str(letter)

    def go(self) -> Iterator[str]:
        yield from self._put_back_parked()
        for queue in self._queues():
            yield from self._put_back_letters(queue)

    def _put_back_parked(self) -> Iterator[str]:
        blocked: set[str] = set()
        for parked in self._parked():
            error = "an earlier change of the item failed" if parked.items & blocked else self._failure(parked)
            if error is None:
                self._s3.delete_object(Bucket=self._bucket, Key=parked.key)
            else:
                blocked |= parked.items
                self.remaining += 1
            yield f"{parked}: {error or 'done'}"

    def _put_back_letters(self, queue: str) -> Iterator[str]:
        failed = []
        for letter in self._letters(queue):
            error = self._failure(letter)
            if error is None:
                self._sqs.delete_message(QueueUrl=queue, ReceiptHandle=letter.receipt)
            else:
                failed.append(letter)
                self.remaining += 1
            yield f"{letter}: {error or 'done'}"
        for letter in failed:
            self._release(queue, letter.receipt)

    def _failure(self, failed: Parked | Letter) -> str | None:
        """Invoke the function and wait for its answer; why it failed, None when it has done everything."""
        if not failed.function:
            return "nothing says whose it is"
        try:
            answer = self._lambda.invoke(FunctionName=failed.function, Payload=json.dumps(failed.event).encode())
        except ClientError as error:  # too busy, or the function is no more: the others go on
            return str(error.response["Error"]["Code"])
        answer_body = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            return str(answer_body.get("errorType", answer["FunctionError"]))
        return "some records failed" if (answer_body or {}).get("batchItemFailures") else None

    def _parked(self) -> list[Parked]:
        """In the order of the stream."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix="aws/lambda/")
        found = [self._read(each["Key"]) for page in pages for each in page.get("Contents", [])]
        return sorted(found, key=lambda parked: parked.sequence_number)

    def _read(self, key: str) -> Parked:
        record = json.load(self._s3.get_object(Bucket=self._bucket, Key=key)["Body"])
        payload = record["payload"]
        return Parked(
            key=key,
            function=record["requestContext"]["functionArn"],
            why=record["requestContext"]["condition"],
            sequence_number=int(record["DDBStreamBatchInfo"]["startSequenceNumber"]),
            event=json.loads(payload) if isinstance(payload, str) else payload,
        )

    def _queues(self) -> list[str]:
        """The URLs of the stack's dead-letter queues; it has no others."""
        pages = self._cloudformation.get_paginator("list_stack_resources").paginate(StackName=self._stack)
        return sorted(
            each["PhysicalResourceId"]
            for page in pages
            for each in page["StackResourceSummaries"]
            if each["ResourceType"] == "AWS::SQS::Queue"
        )

    def _letters(self, queue: str) -> Iterator[Letter]:
        """Each letter of a queue once, unseen by others until it is released."""
        message_ids: set[str] = set()
        while True:
            answer = self._sqs.receive_message(
                QueueUrl=queue,
                MaxNumberOfMessages=10,
                MessageAttributeNames=["All"],
                VisibilityTimeout=VISIBILITY_SECONDS,
                WaitTimeSeconds=WAIT_SECONDS,
            )
            new = [message for message in answer.get("Messages", []) if message["MessageId"] not in message_ids]
            if not new:
                return
            message_ids |= {message["MessageId"] for message in new}
            yield from map(letter_of, new)

    def _release(self, queue: str, receipt: str) -> None:
        self._sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=receipt, VisibilityTimeout=0)


def letter_of(message: dict[str, Any]) -> Letter:
    """A letter as Lambda writes it when the function failed, or as EventBridge does when it could not invoke it."""
    body = json.loads(message["Body"])
    if "requestPayload" in body:
        context = body["requestContext"]
        # Not the error's message: it can hold personal data.
        why = f"{context['condition']} ({(body.get('responsePayload') or {}).get('errorType', 'no error named')})"
        return Letter(message["ReceiptHandle"], context["functionArn"], why, body["requestPayload"])
    attributes = {name: each["StringValue"] for name, each in message.get("MessageAttributes", {}).items()}
    return Letter(
        message["ReceiptHandle"], attributes.get("TARGET_ARN", ""), attributes.get("ERROR_CODE", "undelivered"), body
    )


def _name(function: str) -> str:
    """`arn:aws:lambda:sa-east-1:000000000000:function:bytemeburger-OnOrderPaidFunction-x:live` -> the name."""
    return function.split(":")[6] if function else "?"


def main() -> None:
    parser = stage_parser(__doc__)
    parser.add_argument("--go", action="store_true", help="put back; without it only show")
    arguments = parser.parse_args()
    redrive = Redrive(deployed(arguments.stage))
    for line in redrive.go() if arguments.go else redrive.show():
        print(line, flush=True)  # noqa: T201
    if redrive.remaining and arguments.go:
        sys.exit(f"error: {redrive.remaining} failed again and stay where they are")
    print("GO=1 puts them back" if redrive.remaining else "nothing is given up")  # noqa: T201


if __name__ == "__main__":
    main()
