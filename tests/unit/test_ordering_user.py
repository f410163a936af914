"""The shared ordering user of a stage, and what AWS asks of any new user."""

import ast
import base64
import json
from pathlib import Path
from typing import Any

import boto3
import moto
import pytest

from scripts.stage.deployed import Deployed
from scripts.stage.ordering_user import add_ordering_user

ROOT = Path(__file__).parents[2]
USER = {"username": "ordering", "password": "Ordering-password-1"}


@pytest.fixture
def stage() -> Any:
    with moto.mock_aws():
        pool = boto3.client("cognito-idp").create_user_pool(PoolName="ordering")["UserPool"]["Id"]
        secrets = boto3.client("secretsmanager")
        secret = secrets.create_secret(Name="bytemeburger-dev/ordering-user-1", SecretString=json.dumps(USER))
        yield Deployed("bytemeburger-dev", "sa-east-1", {"OrderingPoolId": pool, "OrderingUserArn": secret["ARN"]})


def test_it_signs_in_with_the_password_of_its_secret_however_often_it_is_created(stage: Deployed) -> None:
    for _ in range(2):
        add_ordering_user(stage)
    cognito, pool = stage.client("cognito-idp"), stage.outputs["OrderingPoolId"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="ordering", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    answer = cognito.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": USER["username"], "PASSWORD": USER["password"]},
    )
    claims = json.loads(base64.urlsafe_b64decode(answer["AuthenticationResult"]["IdToken"].split(".")[1] + "=="))
    assert claims["cognito:username"] == "ordering"


def test_every_user_is_created_with_an_address_or_a_password() -> None:
    """Cognito asks for one of them where a pool signs in with codes; emulators invent a password instead."""
    calls = [
        (path, ast.get_source_segment(source, node) or "")
        for folder in ("functions", "layers/core", "local", "scripts", "deployment")
        for path in (ROOT / folder).rglob("*.py")
        for source in [path.read_text()]
        if "admin_create_user" in source
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "admin_create_user"
    ]
    assert len(calls) >= 4
    for path, call in calls:
        if 'MessageAction="RESEND"' not in call:  # to somebody who is there already
            assert "TemporaryPassword=" in call or '"Name": "email"' in call, f"{path}: {call}"
