"""The customer's own Cognito user: created when the e-mail address is confirmed, without a password, so that a code
sent to that address is the only way to sign in."""

from dataclasses import dataclass
from typing import Any

from bytemeburger import aws, settings


@dataclass(frozen=True)
class Identity:
    sub: str
    username: str


def find_user(name: str) -> Identity | None:
    """The user who has confirmed this e-mail address, or the user of that name."""
    cognito = aws.client("cognito-idp")
    try:
        user = cognito.admin_get_user(UserPoolId=settings.customer_pool(), Username=name)
    except cognito.exceptions.UserNotFoundException:
        return None
    return Identity(_sub(user["UserAttributes"]), user["Username"])


def create(username: str, email: str) -> Identity | None:
    """The user of that name, created unless it exists; None when another user got the address meanwhile."""
    cognito = aws.client("cognito-idp")
    try:
        user = cognito.admin_create_user(
            UserPoolId=settings.customer_pool(),
            Username=username,
            UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
            MessageAction="SUPPRESS",
        )["User"]
    except cognito.exceptions.AliasExistsException:
        return None
    except cognito.exceptions.UsernameExistsException:
        return find_user(username)
    return Identity(_sub(user["Attributes"]), username)


def delete(username: str) -> None:
    cognito = aws.client("cognito-idp")
    try:
        cognito.admin_delete_user(UserPoolId=settings.customer_pool(), Username=username)
    except cognito.exceptions.UserNotFoundException:
        return


def _sub(attributes: list[dict[str, Any]]) -> str:
    return next(str(each["Value"]) for each in attributes if each["Name"] == "sub")
