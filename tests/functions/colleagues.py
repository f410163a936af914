"""The staff, as Cognito's pool holds them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import boto3
import pytest
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUserPool

from bytemeburger import aws


def add(username: str, store: str, *groups: str, name: str = "", signed_in: bool = False, enabled: bool = True) -> str:
    """Somebody of a store; their `sub`."""
    cognito, whom = boto3.client("cognito-idp"), {"UserPoolId": os.environ["STAFF_POOL_ID"], "Username": username}
    claims = {"email": username, "custom:store": store} | ({"name": name} if name else {})
    attributes = [{"Name": each, "Value": value} for each, value in claims.items()]
    user = cognito.admin_create_user(**whom, UserAttributes=attributes)["User"]
    for group in groups:
        cognito.admin_add_user_to_group(**whom, GroupName=group)
    if signed_in:
        cognito.admin_set_user_password(**whom, Password="Paulista-2026-ok", Permanent=True)
    if not enabled:
        cognito.admin_disable_user(**whom)
    return next(str(each["Value"]) for each in user["Attributes"] if each["Name"] == "sub")


def everybody() -> list[str]:
    found = boto3.client("cognito-idp").list_users(UserPoolId=os.environ["STAFF_POOL_ID"])["Users"]
    return sorted(user["Username"] for user in found)


def groups(username: str) -> list[str]:
    found = boto3.client("cognito-idp").admin_list_groups_for_user(
        UserPoolId=os.environ["STAFF_POOL_ID"], Username=username
    )
    return [each["GroupName"] for each in found["Groups"]]


def attributes(username: str) -> dict[str, str]:
    user = boto3.client("cognito-idp").admin_get_user(UserPoolId=os.environ["STAFF_POOL_ID"], Username=username)
    return {each["Name"]: each["Value"] for each in user["UserAttributes"]}


def correct_moto(monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS finds a user by their `sub` too, and to mail somebody again changes nothing of them (Amazon Cognito API reference,
    AdminGetUser and AdminCreateUser)."""
    find = vars(CognitoIdpUserPool)["_get_user"]
    create = vars(CognitoIdpBackend)["admin_create_user"]

    def find_by_sub_too(pool: Any, name: str) -> Any:
        by_sub = (user for user in pool.users.values() if user.id == name)
        return find(pool, name) or next(by_sub, None)

    def mail_again(backend: Any, pool: str, username: str, message_action: str, *others: Any) -> Any:
        if message_action == "RESEND":
            return backend.admin_get_user(pool, username)
        return create(backend, pool, username, message_action, *others)

    monkeypatch.setattr(CognitoIdpUserPool, "_get_user", find_by_sub_too)
    monkeypatch.setattr(CognitoIdpBackend, "admin_create_user", mail_again)


@contextmanager
def removed_before(operation: str) -> Iterator[None]:
    """Somebody else removes whoever it is just before Cognito is asked for that."""
    cognito = aws.client("cognito-idp")
    refusal = cognito.exceptions.UserNotFoundException({"Error": {"Code": "UserNotFoundException"}}, "")
    with mock.patch.object(cognito, operation, side_effect=refusal):
        yield


@contextmanager
def no_mail(code: str = "CodeDeliveryFailureException") -> Iterator[None]:
    """Cognito cannot reach the address, or refuses to write to it for that reason."""
    cognito = aws.client("cognito-idp")
    answer = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    refusal = getattr(cognito.exceptions, code)(answer, "AdminCreateUser")
    with mock.patch.object(cognito, "admin_create_user", side_effect=refusal):
        yield
