"""How what a deletion of its stack leaves is deleted: protections off, then the resource with all that it holds."""

from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import ClientError

type Clients = Callable[[str], Any]
"""A client of a service, in the stage's region."""

KEY_DAYS = 7
"""KMS ends no key sooner."""
NOT_FOUND = ("NoSuchBucket", "404")


def table(client: Clients, name: str) -> None:
    """DynamoDB makes a last backup of it by itself, which ends after 35 days."""
    dynamodb = client("dynamodb")
    dynamodb.update_table(TableName=name, DeletionProtectionEnabled=False)
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 5})
    dynamodb.delete_table(TableName=name)
    dynamodb.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 5})


def user_pool(client: Clients, pool: str) -> None:
    cognito = client("cognito-idp")
    cognito.update_user_pool(UserPoolId=pool, DeletionProtection="INACTIVE")
    cognito.delete_user_pool(UserPoolId=pool)


def bucket(client: Clients, name: str) -> None:
    s3 = client("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=name):
        listed = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        if listed:
            keys = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in listed]
            s3.delete_objects(Bucket=name, Delete={"Objects": keys, "Quiet": True})
    s3.delete_bucket(Bucket=name)


def secret(client: Clients, arn: str) -> None:
    client("secretsmanager").delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)


def key(client: Clients, key_id: str) -> None:
    """It ends after seven days, and opens nothing from now on."""
    client("kms").schedule_key_deletion(KeyId=key_id, PendingWindowInDays=KEY_DAYS)


def layer(client: Clients, arn: str) -> None:
    """All versions of the layer that a version is of: earlier ones were left by earlier deployments."""
    functions, name = client("lambda"), arn.split(":")[6]
    for page in functions.get_paginator("list_layer_versions").paginate(LayerName=name):
        for version in page["LayerVersions"]:
            functions.delete_layer_version(LayerName=name, VersionNumber=version["Version"])


OF_KIND: dict[str, Callable[[Clients, str], None]] = {
    "AWS::DynamoDB::Table": table,
    "AWS::Cognito::UserPool": user_pool,
    "AWS::S3::Bucket": bucket,
    "AWS::SecretsManager::Secret": secret,
    "AWS::KMS::Key": key,
    "AWS::Lambda::LayerVersion": layer,
}
"""By the kind of a resource, each with the physical id that CloudFormation has for it."""


def dispose(client: Clients, kind: str, physical_id: str) -> bool:
    """Whether there was anything to delete."""
    try:
        OF_KIND[kind](client, physical_id)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        # KMS: a key that waits for its end
        if "NotFound" in code or code in NOT_FOUND or code == "KMSInvalidStateException":
            return False
        raise
    return True


def retained_resources(cloudformation: Any, stack: str) -> Iterator[tuple[str, str]]:
    """The resources of a stack that may outlive it, as (kind, physical id)."""
    for page in cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack):
        for each in page["StackResourceSummaries"]:
            if each["ResourceType"] in OF_KIND and each.get("PhysicalResourceId"):
                yield each["ResourceType"], each["PhysicalResourceId"]
