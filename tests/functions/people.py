"""Customers, as confirm_customer leaves them."""

import os
import uuid
from typing import Any

import boto3

from bytemeburger import clock, table
from bytemeburger.customers import identity, records


def register(email: str, name: str, consents: list[dict[str, Any]] | None = None) -> dict[str, str]:
    """A verified customer with a Cognito user; answers the claims of their token."""

    username = uuid.uuid4().hex
    user = identity.create(username, email)
    assert user
    profile = records.new(user.sub, username)
    profile.name, profile.email, profile.language = name, email, "en"
    table.save(profile, records.record_consents(profile, consents or [consent()], clock.text(clock.now())))
    return {"sub": user.sub, "aud": "customer-client", "cognito:username": username, "email_verified": "true"}


def consent(purpose: str = "marketing", *, granted: bool = True) -> dict[str, Any]:
    return {"purpose": purpose, "granted": granted, "text_version": "2026-11", "channel": "web"}


def users() -> list[str]:
    """The names of the Cognito users there are."""
    found = boto3.client("cognito-idp").list_users(UserPoolId=os.environ["CUSTOMER_POOL_ID"])["Users"]
    return [user["Username"] for user in found]


def dump_table() -> str:
    """Everything the table holds, as one text to search."""
    return str(boto3.client("dynamodb").scan(TableName=os.environ["TABLE_NAME"])["Items"])
