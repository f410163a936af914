"""What CloudFormation has created for a stage and not deleted, by the tags that it gives: also of stacks that are no more.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
"""

from collections.abc import Iterable, Iterator
from typing import Any

NAME, ID = "aws:cloudformation:stack-name", "aws:cloudformation:stack-id"


def resources(tagging: Any, stack_names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(stack id, ARN) of each."""
    pages = tagging.get_paginator("get_resources")
    for page in pages.paginate(TagFilters=[{"Key": NAME, "Values": list(stack_names)}]):
        for each in page["ResourceTagMappingList"]:
            yield next(tag["Value"] for tag in each["Tags"] if tag["Key"] == ID), each["ResourceARN"]


def kind_of(arn: str) -> tuple[str, str] | None:
    """(kind, physical id) of what holds data; None for what does not."""
    match arn.split(":", 5)[2::3]:
        case "dynamodb", name if name.startswith("table/"):
            return "AWS::DynamoDB::Table", name.removeprefix("table/")
        case "cognito-idp", name:
            return "AWS::Cognito::UserPool", name.removeprefix("userpool/")
        case "s3", name:
            return "AWS::S3::Bucket", name
        case "secretsmanager", _:
            return "AWS::SecretsManager::Secret", arn
        case "kms", name:
            return "AWS::KMS::Key", name.removeprefix("key/")
    return None
