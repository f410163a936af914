"""What API Gateway answers by itself, and what IAM holds the functions to: SAM says it in the template, and MiniStack
has it by `local.ministack_workarounds`."""

from collections.abc import Callable

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError

from local.settings import REGION
from local.stack import Stack


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("POST", "/orders", {}, 401),
        ("POST", "/orders", {"Authorization": "a.forged.token"}, 401),
        ("GET", "/kitchen/queue", {}, 401),
        ("GET", "/nowhere", {}, 404),
    ],
)
def test_a_refusal_is_a_problem_document(
    api: httpx.Client, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = api.request(method, path, headers=headers)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["status"] == status


def test_a_token_opens_only_its_own_pools_routes(
    api: httpx.Client, customer_token: str, staff_token: Callable[[str], str]
) -> None:
    assert api.get("/kitchen/queue", headers={"Authorization": customer_token}).status_code == 401
    assert api.post("/orders", headers={"Authorization": staff_token("manager")}, json={}).status_code == 401


def test_a_browser_may_call_the_api_from_another_origin(api: httpx.Client) -> None:
    answer = api.options(
        "/orders", headers={"Origin": "https://kiosk.example", "Access-Control-Request-Method": "POST"}
    )

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert {"Authorization", "Idempotency-Key", "Order-Key"} <= set(
        answer.headers["Access-Control-Allow-Headers"].split(",")
    )


def test_every_functions_role_is_bounded(stack: Stack) -> None:
    functions = stack.client("lambda").list_functions()["Functions"]
    roles = {each["Role"].rpartition("/")[2] for each in functions}
    iam = stack.client("iam")
    boundaries = {
        iam.get_role(RoleName=role)["Role"].get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
        for role in roles
    }

    assert len(roles) == len(functions)
    assert len(boundaries) == 1
    assert None not in boundaries


def test_iam_is_enforced(stack: Stack) -> None:
    """Else every least-privilege policy would pass here, whatever it forgot."""
    iam = stack.client("iam")
    iam.create_user(UserName="nobody")
    key = iam.create_access_key(UserName="nobody")["AccessKey"]
    nobody = boto3.client(
        "dynamodb",
        endpoint_url=stack.settings.endpoint,
        region_name=REGION,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )

    with pytest.raises(ClientError, match="AccessDenied"):
        nobody.describe_table(TableName=stack.outputs["TableName"])
