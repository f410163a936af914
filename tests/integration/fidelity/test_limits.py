"""What is too large for AWS, takes too long, or is signed as it is no more."""

import json
import time

import boto3
import httpx
import pytest
from botocore.config import Config

from local.settings import REGION, Settings
from tests.integration.fidelity.makers import ACCOUNT, Client, function, permit, publish, refused, role


def test_pictures_are_asked_for_by_signature_version_4_alone(settings: Settings) -> None:
    for version, is_accepted in (("s3v4", True), ("s3", False)):
        s3 = boto3.client(
            "s3",
            endpoint_url=settings.endpoint,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(signature_version=version, proxies={}),
        )
        if is_accepted:
            s3.create_bucket(Bucket="pictures", CreateBucketConfiguration={"LocationConstraint": REGION})
        form = s3.generate_presigned_post("pictures", "a.png")
        sent = httpx.post(form["url"], data=form["fields"], files={"file": b"x"}, trust_env=False)
        assert (sent.status_code, "AWS4-HMAC-SHA256" in sent.text) == ((204, False) if is_accepted else (400, True))
        address = s3.generate_presigned_url("get_object", Params={"Bucket": "pictures", "Key": "a.png"})
        assert httpx.get(address, trust_env=False).status_code == (200 if is_accepted else 400)


def test_what_is_sent_to_a_function_has_its_limit_and_so_has_its_answer(aws: Client) -> None:
    function(aws, "sized")
    functions = aws("lambda")
    large = {"FunctionName": "sized", "Payload": json.dumps({"x": "y" * 6_300_000})}
    assert "RequestTooLargeException" in refused(functions.invoke, **large)
    unheard = {"FunctionName": "sized", "Payload": json.dumps({"x": "y" * 270_000}), "InvocationType": "Event"}
    assert "RequestTooLargeException" in refused(functions.invoke, **unheard)
    answer = functions.invoke(FunctionName="sized", Payload=json.dumps({"size": 6_300_000}))
    assert json.load(answer["Payload"])["errorType"] == "Function.ResponseSizeTooLarge"
    assert "FunctionError" not in functions.invoke(FunctionName="sized", Payload=json.dumps({"size": 6_000_000}))


def test_a_functions_variables_have_room_for_four_kilobytes(aws: Client) -> None:
    function = {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Runtime": "python3.13",
            "Handler": "index.handler",
            "Role": role(aws, "crowded-role"),
            "Code": {"ZipFile": "def handler(*_): pass"},
            "Environment": {"Variables": {"A": "x" * 5000}},
        },
    }
    cloudformation = aws("cloudformation")
    cloudformation.create_stack(StackName="crowded", TemplateBody=json.dumps({"Resources": {"Crowded": function}}))
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        events = cloudformation.describe_stack_events(StackName="crowded")["StackEvents"]
        if any("4KB limit" in event.get("ResourceStatusReason", "") for event in events):
            return
        time.sleep(0.2)
    pytest.fail("the function was created")


def test_the_gateway_takes_no_more_than_a_function_does(aws: Client, route: tuple[str, str]) -> None:
    api, address = route
    permit(aws, "routed", "apigateway.amazonaws.com", f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/*/POST/orders")
    assert httpx.post(address, content=b"x" * 6_300_000, trust_env=False).status_code == 413


@pytest.mark.full
def test_the_gateway_waits_no_longer_than_29_seconds(aws: Client, route: tuple[str, str]) -> None:
    api, address = route
    permit(aws, "routed", "apigateway.amazonaws.com", f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/*/POST/orders")
    began = time.monotonic()
    assert httpx.post(address, json={"seconds": 31}, trust_env=False, timeout=60).status_code == 504
    assert 28 < time.monotonic() - began < 30.5


def test_an_event_is_small_and_a_json_object(aws: Client) -> None:
    assert "over the limit" in refused(publish, aws=aws, source="size", x="y" * 270_000)
    assert publish(aws, "size", x="y" * 250_000)["FailedEntryCount"] == 0
    good, bad = ({"Source": "form", "DetailType": "Tried", "Detail": text} for text in ("{}", "no JSON"))
    answer = aws("events").put_events(Entries=[good, bad, good])
    assert answer["FailedEntryCount"] == 1
    assert [each.get("ErrorCode") for each in answer["Entries"]] == [None, "MalformedDetail", None]


def test_a_key_encrypts_what_is_small_and_a_secret_is_small(aws: Client) -> None:
    kms = aws("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.encrypt(KeyId=key, Plaintext=b"x" * 4096)
    assert "ValidationException" in refused(kms.encrypt, KeyId=key, Plaintext=b"x" * 4097)
    secrets = aws("secretsmanager")
    secret_arn = secrets.create_secret(Name="small", SecretString="x" * 65_536)["ARN"]
    assert "ValidationException" in refused(secrets.create_secret, Name="large", SecretString="x" * 65_537)
    assert "ValidationException" in refused(secrets.put_secret_value, SecretId=secret_arn, SecretString="x" * 65_537)
