"""A CPF and an e-mail address that go through the complete job are found nowhere: no log, no item, no event, no file."""

import base64
import hashlib
import json
import time
import uuid
from collections.abc import Iterator

import httpx
import pytest

from local import logs
from local.caller import Caller, approve, place
from local.stack import Stack
from local.system import System

CPF = "86288366757"
MASKED = "862.883.667-57"
MAIL = "canario@example.org"
TRACES = {
    CPF,
    MASKED,
    MAIL,
    MAIL.partition("@")[0],
    base64.b64encode(CPF.encode()).decode(),
    base64.b64encode(MASKED.encode()).decode(),
    hashlib.sha256(CPF.encode()).hexdigest(),  # all CPFs can be tried in a minute
}


@pytest.fixture
def bus(stack: Stack) -> Iterator[str]:
    """A queue that hears every event of the bus; its URL."""
    sqs, events, name = stack.client("sqs"), stack.client("events"), f"canary-{uuid.uuid4().hex[:8]}"
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    allowed = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
    policy = {"Version": "2012-10-17", "Statement": [allowed | {"Resource": arn}]}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
    bus = stack.outputs["EventBusName"]
    events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps({"source": ["bytemeburger"]}))
    events.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
    yield url
    events.remove_targets(Rule=name, EventBusName=bus, Ids=["queue"])
    events.delete_rule(Name=name, EventBusName=bus)
    sqs.delete_queue(QueueUrl=url)


def received(stack: Stack, url: str, until: str, order_id: str) -> list[str]:
    """The events of the queue, up to the one of the order with that name."""
    found: list[str] = []
    end = time.monotonic() + 15
    while not any(until in each and order_id in each for each in found):
        assert time.monotonic() < end, found
        messages = stack.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        found += [each["Body"] for each in messages.get("Messages", [])]
    return found


def parked(stack: Stack) -> Iterator[str]:
    s3, bucket = stack.client("s3"), stack.outputs["ParkedRecordsBucket"]
    for found in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
        yield s3.get_object(Bucket=bucket, Key=found["Key"])["Body"].read().decode()


def test_a_persons_data_leave_no_trace(
    system: System, stack: Stack, api: httpx.Client, kiosk: Caller, manager: Caller, simulator: httpx.Client, bus: str
) -> None:
    reference = api.post("/identify", json={"cpf": MASKED}).raise_for_status().json()["customer_ref"]
    order_id, key = place(kiosk, "x-burger", customer_ref=reference, receipt_cpf=MASKED)
    approve(simulator, kiosk("POST", f"/orders/{order_id}/checkout", headers=key)["qr_data"])
    wrong_places = [
        kiosk.send("GET", f"/orders/{CPF}", headers={"Order-Key": CPF}),
        kiosk.send("GET", f"/orders/{order_id}?cpf={CPF}", headers={"Order-Key": MAIL}),
        kiosk.send("POST", "/orders", headers={"Idempotency-Key": CPF}, json={"email": MAIL}),
        kiosk.send("POST", "/orders", headers={"Idempotency-Key": str(uuid.uuid4())}, json={"lines": [{MAIL: CPF}]}),
        kiosk.send("POST", "/orders", headers={"X-Correlation-Id": CPF}, content=f'{{"cpf": "{MASKED}"'.encode()),
        manager.send("GET", f"/staff/orders?status={MAIL}&cursor={CPF}"),
        api.post("/identify", json={"cpf": CPF, "name": MAIL}),
        api.post("/identify", json={"cpf": CPF[:-1] + "0"}),
        api.post("/webhooks/mercadopago", params={"data.id": CPF, "store": CPF}, json={"payer": {"email": MAIL}}),
    ]
    assert {answer.status_code // 100 for answer in wrong_places} == {4}
    assert manager("GET", f"/staff/orders/{order_id}/receipt")["cpf"] == CPF  # it is there, but closed

    events = received(stack, bus, "OrderPaid", order_id)
    pages = stack.client("dynamodb").get_paginator("scan").paginate(TableName=stack.outputs["TableName"])
    table = [json.dumps(item, default=str) for page in pages for item in page["Items"]]
    files = [path.read_text(errors="replace") for path in stack.settings.state.glob("*.log")]
    provider = (stack.settings.state / "mercadopago.json").read_text()
    places = {
        "answers": [answer.text for answer in wrong_places],
        "CloudWatch Logs": [line for group in logs.groups(stack) for line in logs.messages(stack, group)],
        "the table": table,
        "log files": files,
        "parked records": list(parked(stack)),
        "the bus": events,
        "the provider": [provider],
    }

    found = {(place, trace) for place, texts in places.items() for text in texts for trace in TRACES if trace in text}
    assert found == set()
    assert any(order_id in text for text in table)  # the search finds what is there
    assert all(places[place] for place in places if place != "parked records")
