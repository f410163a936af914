"""`make teardown`: who is asked, in which order stacks go, and that nothing of what they kept stays."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import moto
import pytest
from botocore.stub import Stubber

from deployment import stacks
from deployment.render_template import render
from deployment.template import STAGE_STACKS
from scripts.release.replacement import RETAINED
from scripts.stage import disposal, tagged, teardown

BUCKET = {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain"}
KEY = {"Type": "AWS::KMS::Key", "DeletionPolicy": "Retain", "Properties": {"KeyPolicy": {}}}
TABLE = {
    "Type": "AWS::DynamoDB::Table",
    "DeletionPolicy": "Retain",
    "Properties": {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "PK", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}],
        "DeletionProtectionEnabled": True,
    },
}


@pytest.fixture
def aws() -> Iterator[None]:
    with moto.mock_aws():
        yield


def client(service: str) -> Any:
    return boto3.client(service, region_name="sa-east-1")


def create(stack: str, **resources: Any) -> None:
    client("cloudformation").create_stack(StackName=stack, TemplateBody=json.dumps({"Resources": resources}))


def test_a_stage_goes_with_all_that_it_kept(aws: None) -> None:
    create("bytemeburger-dev-storage", Table=TABLE, Images=BUCKET, ReceiptKey=KEY)
    create("bytemeburger-dev", Queue={"Type": "AWS::SQS::Queue"})
    create("bytemeburger-dev-pipeline", Artefacts=BUCKET)
    create("bytemeburger-prod", Images=BUCKET)
    create("bytemeburger-account", Queue={"Type": "AWS::SQS::Queue"})
    for name in ("bytemeburger-dev/mercadopago/centro", "bytemeburger-prod/mercadopago/centro"):
        client("secretsmanager").create_secret(Name=name, SecretString="{}")
    images = boto3.resource("s3", region_name="sa-east-1").Bucket(client("s3").list_buckets()["Buckets"][0]["Name"])
    images.Versioning().enable()
    for body in (b"old", b"new"):
        images.put_object(Key="products/x.jpg", Body=body)
    images.Object("products/x.jpg").delete()

    lines = list(teardown.teardown("dev", client))

    stacks = [line.split()[1] for line in lines if line.startswith("deleted  bytemeburger-dev") and "/" not in line]
    assert stacks == ["bytemeburger-dev", "bytemeburger-dev-storage", "bytemeburger-dev-pipeline"]
    listed = client("cloudformation").list_stacks()["StackSummaries"]
    alive = {each["StackName"] for each in listed if each["StackStatus"] == "CREATE_COMPLETE"}
    assert alive == {"bytemeburger-prod", "bytemeburger-account"}
    assert client("dynamodb").list_tables()["TableNames"] == []
    assert len(client("s3").list_buckets()["Buckets"]) == 1, "that of production"
    assert [each["Name"] for each in client("secretsmanager").list_secrets()["SecretList"]] == [
        "bytemeburger-prod/mercadopago/centro"
    ]
    (key,) = client("kms").list_keys()["Keys"]
    assert client("kms").describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"] == "PendingDeletion"
    assert list(teardown.teardown("dev", client)) == [], "nothing is left to delete"


def test_what_tries_that_failed_left_behind_goes_too(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    client("s3").create_bucket(Bucket="left", CreateBucketConfiguration={"LocationConstraint": "sa-east-1"})
    monkeypatch.setattr(
        tagged, "resources", lambda _tagging, _names: [("an old id", "arn:aws:s3:::left"), ("", "arn:aws:sns:r:1:x")]
    )
    assert list(teardown.teardown("dev", client)) == ["deleted  arn:aws:s3:::left"]


def test_what_cannot_be_deleted_is_reported(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    create("bytemeburger-dev-storage", Images=BUCKET)
    monkeypatch.setattr(stacks, "delete", lambda _cloudformation, _name: ["Firewall"])
    assert next(teardown.teardown("dev", client)) == "left     Firewall of bytemeburger-dev-storage"


def test_a_pool_loses_its_protection_and_goes(aws: None) -> None:
    cognito = client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="staff", DeletionProtection="ACTIVE")["UserPool"]["Id"]
    assert disposal.dispose(client, "AWS::Cognito::UserPool", pool)
    assert cognito.list_user_pools(MaxResults=60)["UserPools"] == []
    assert not disposal.dispose(client, "AWS::Cognito::UserPool", pool)


def test_all_versions_of_a_stages_layers_go() -> None:
    functions = client("lambda")
    with Stubber(functions) as stub:
        stub.add_response("list_layer_versions", {"LayerVersions": [{"Version": 2}, {"Version": 1}]})
        for version in (2, 1):
            parameters = {"LayerName": "bytemeburger-dev-core", "VersionNumber": version}
            stub.add_response("delete_layer_version", {}, parameters)
        arn = "arn:aws:lambda:sa-east-1:123456789012:layer:bytemeburger-dev-core:2"
        assert disposal.dispose(lambda _service: functions, "AWS::Lambda::LayerVersion", arn)
        stub.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("kind", "service", "operation", "code"),
    [
        ("AWS::S3::Bucket", "s3", "list_object_versions", "NoSuchBucket"),
        ("AWS::DynamoDB::Table", "dynamodb", "update_table", "ResourceNotFoundException"),
        ("AWS::KMS::Key", "kms", "schedule_key_deletion", "KMSInvalidStateException"),
    ],
)
def test_what_is_gone_already_is_no_error(kind: str, service: str, operation: str, code: str) -> None:
    stubbed = client(service)
    with Stubber(stubbed) as stub:
        stub.add_client_error(operation, code)
        assert not disposal.dispose(lambda _service: stubbed, kind, "gone")


def test_whatever_a_stack_may_keep_can_be_deleted() -> None:
    for stack in (*STAGE_STACKS, "pipeline"):
        retained = [each for each in render(stack)["Resources"].values() if each.get("DeletionPolicy") in RETAINED]
        # A function's versions end with it.
        assert {each["Type"] for each in retained} - {"AWS::Lambda::Version"} <= disposal.OF_KIND.keys()


def test_the_kinds_of_what_is_tagged() -> None:
    at = "sa-east-1:123456789012"
    assert {
        tagged.kind_of(f"arn:aws:dynamodb:{at}:table/T-1"),
        tagged.kind_of(f"arn:aws:cognito-idp:{at}:userpool/sa-east-1_1"),
        tagged.kind_of("arn:aws:s3:::bytemeburger-dev-images"),
        tagged.kind_of(f"arn:aws:secretsmanager:{at}:secret:bytemeburger-dev/pepper-1-x"),
        tagged.kind_of(f"arn:aws:kms:{at}:key/1-2"),
        tagged.kind_of(f"arn:aws:lambda:{at}:function:x"),
    } == {
        ("AWS::DynamoDB::Table", "T-1"),
        ("AWS::Cognito::UserPool", "sa-east-1_1"),
        ("AWS::S3::Bucket", "bytemeburger-dev-images"),
        ("AWS::SecretsManager::Secret", f"arn:aws:secretsmanager:{at}:secret:bytemeburger-dev/pepper-1-x"),
        ("AWS::KMS::Key", "1-2"),
        None,
    }


@pytest.mark.parametrize(
    ("typed", "goes"), [(["dev", "dev"], True), (["dev", "prod"], False), (["y"], False), (["", "dev"], False)]
)
def test_the_stages_name_is_typed_twice(typed: list[str], goes: bool) -> None:
    answers = iter(typed)
    assert teardown.confirmed("dev", lambda _question: next(answers)) is goes


@pytest.mark.parametrize(("stage", "typed", "says"), [("prod", "prod", "production"), ("dev", "no", "nothing was")])
def test_production_is_refused_and_so_is_another_answer(
    monkeypatch: pytest.MonkeyPatch, stage: str, typed: str, says: str
) -> None:
    monkeypatch.setattr("sys.argv", ["teardown", stage])
    monkeypatch.setattr("builtins.input", lambda _question: typed)
    monkeypatch.setattr(teardown, "teardown", lambda *_: pytest.fail("deletes"))
    with pytest.raises(SystemExit, match=says):
        teardown.main()
