"""Who may call a function, what a function's role has to allow, and what becomes of what failed."""

import json
import time

import boto3
import httpx
import pytest

from local.errors import LocalError
from local.settings import REGION, Settings
from local.streams import permissions
from local.streams.mapping import Mapping
from tests.integration.fidelity.makers import (
    ACCOUNT,
    Client,
    function,
    invocations,
    letters,
    permit,
    publish,
    queue,
    refused,
    role,
)


def test_the_gateway_calls_a_function_that_lets_it(aws: Client, route: tuple[str, str]) -> None:
    api, address = route
    execute = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}"
    assert httpx.post(address, trust_env=False).status_code == 500
    permit(aws, "routed", "apigateway.amazonaws.com", f"{execute}/*/GET/orders")
    assert httpx.post(address, trust_env=False).status_code == 500, "another method"
    permit(aws, "routed", "apigateway.amazonaws.com", f"{execute}/*/POST/orders")
    assert httpx.post(address, trust_env=False).status_code == 200


def test_the_bus_sends_to_what_lets_it(aws: Client) -> None:
    events, (address, arn) = aws("events"), queue(aws, "heard")
    called = function(aws, "listener")
    rule = events.put_rule(Name="listening", EventPattern=json.dumps({"source": ["lets"]}))["RuleArn"]
    events.put_targets(Rule="listening", Targets=[{"Id": "queue", "Arn": arn}, {"Id": "function", "Arn": called}])
    publish(aws, "lets")
    time.sleep(1)
    assert letters(aws, address) == 0
    assert not invocations(aws, "listener")
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    aws("sqs").set_queue_attributes(QueueUrl=address, Attributes={"Policy": policy})
    permit(aws, "listener", "events.amazonaws.com", rule)
    publish(aws, "lets")
    deadline = time.monotonic() + 10
    while not (letters(aws, address) and invocations(aws, "listener")):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_an_e_mail_is_asked_of_the_identity_that_sends(aws: Client, settings: Settings) -> None:
    iam, mail = aws("iam"), aws("sesv2")
    for identity in ("ours.example", "theirs.example", "shop@theirs.example"):
        mail.create_email_identity(EmailIdentity=identity)
    iam.create_user(UserName="sender")
    ours = [f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/{each}" for each in ("ours.example", "shop@theirs.example")]
    allowed = {"Effect": "Allow", "Action": "ses:SendEmail", "Resource": ours}
    document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    iam.put_user_policy(UserName="sender", PolicyName="sends", PolicyDocument=document)
    key = iam.create_access_key(UserName="sender")["AccessKey"]
    sender = boto3.client(
        "sesv2",
        endpoint_url=settings.endpoint,
        region_name=REGION,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    letter = {
        "Destination": {"ToAddresses": ["ana@example.com"]},
        "Content": {"Simple": {"Subject": {"Data": "Oi"}, "Body": {"Text": {"Data": "Oi"}}}},
    }
    sender.send_email(FromEmailAddress="pedidos@ours.example", **letter)
    sender.send_email(FromEmailAddress="Shop <shop@theirs.example>", **letter)
    assert "not authorized" in refused(sender.send_email, FromEmailAddress="others@theirs.example", **letter)


def test_a_function_keeps_what_it_failed_at_where_its_role_may_send_it(aws: Client) -> None:
    _, arn = queue(aws, "given-up")
    function(aws, "careless")
    function(aws, "careful", "sqs:SendMessage")
    asked = {"DestinationConfig": {"OnFailure": {"Destination": arn}}}
    configure = aws("lambda").put_function_event_invoke_config
    assert "SendMessage" in refused(configure, FunctionName="careless", **asked)
    configure(FunctionName="careful", **asked)


def test_what_a_consumer_of_the_bus_fails_at_is_tried_again_and_kept(aws: Client) -> None:
    address, arn = queue(aws, "kept")
    called = function(aws, "failing", "sqs:SendMessage", code="def handler(*_): raise ValueError")
    asked = {"MaximumRetryAttempts": 1, "DestinationConfig": {"OnFailure": {"Destination": arn}}}
    aws("lambda").put_function_event_invoke_config(FunctionName="failing", **asked)
    rule = aws("events").put_rule(Name="failing", EventPattern=json.dumps({"source": ["fails"]}))["RuleArn"]
    permit(aws, "failing", "events.amazonaws.com", rule)
    aws("events").put_targets(Rule="failing", Targets=[{"Id": "function", "Arn": called}])
    publish(aws, "fails")
    deadline = time.monotonic() + 15
    while not letters(aws, address):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert invocations(aws, "failing") == 2


def test_the_stream_is_polled_for_a_role_that_may_read_it(aws: Client) -> None:
    mapping = Mapping(
        name="Sales",
        function_arn="arn:aws:lambda:sa-east-1:000000000000:function:sales",
        stream_arn=f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/orders/stream/2026",
        starting_position="LATEST",
        on_failure_arn="arn:aws:s3:::parked",
    )
    reads = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams")
    parks = ("s3:ListBucket", "s3:PutObject")
    permissions.require(aws("iam"), role(aws, "full-reader", *reads, *parks), mapping)
    for lacking in (*reads, *parks):
        allowed = [each for each in (*reads, *parks) if each != lacking]
        lame = role(aws, lacking.replace(":", "-"), *allowed)
        with pytest.raises(LocalError, match=lacking):
            permissions.require(aws("iam"), lame, mapping)


def test_a_mapping_reads_what_its_functions_role_may_read(aws: Client) -> None:
    table = aws("dynamodb").create_table(
        TableName="streamed",
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )["TableDescription"]
    _, patient = queue(aws, "patient", VisibilityTimeout="60")
    _, hasty = queue(aws, "hasty", VisibilityTimeout="5")
    function(aws, "blind")
    function(aws, "reader", "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
             "dynamodb:ListStreams", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage")  # fmt: skip
    read = aws("lambda").create_event_source_mapping
    stream = {"EventSourceArn": table["LatestStreamArn"], "StartingPosition": "LATEST"}
    assert "GetRecords" in refused(read, FunctionName="blind", **stream)
    assert "SQS" in refused(read, FunctionName="blind", EventSourceArn=patient)
    assert "Queue visibility timeout" in refused(read, FunctionName="reader", EventSourceArn=hasty)
    read(FunctionName="reader", **stream)
    read(FunctionName="reader", EventSourceArn=patient)
