"""The customer's own Cognito user: made when the e-mail address is confirmed, without a password, so that a code sent to
that address is the only way in."""

from typing import Any

from bytemeburger import aws, settings


def exists(email: str) -> bool:
    """Whether somebody has confirmed this address."""
    cognito = aws.client("cognito-idp")
    try:
        cognito.admin_get_user(UserPoolId=settings.customer_pool(), Username=email)
    except cognito.exceptions.UserNotFoundException:
        return False
    return True


def create(username: str, email: str) -> str | None:
    """The `sub` of the user of that name, made now unless it was made before; None when another user holds the
    address."""
    cognito = aws.client("cognito-idp")
    try:
        user = cognito.admin_create_user(
            UserPoolId=settings.customer_pool(),
            Username=username,
            UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
            MessageAction="SUPPRESS",
        )["User"]["Attributes"]
    except cognito.exceptions.AliasExistsException:
        return None
    except cognito.exceptions.UsernameExistsException:
        user = cognito.admin_get_user(UserPoolId=settings.customer_pool(), Username=username)["UserAttributes"]
    return _sub(user)


def delete(username: str) -> None:
    cognito = aws.client("cognito-idp")
    try:
        cognito.admin_delete_user(UserPoolId=settings.customer_pool(), Username=username)
    except cognito.exceptions.UserNotFoundException:
        return


def _sub(attributes: list[dict[str, Any]]) -> str:
    return next(str(each["Value"]) for each in attributes if each["Name"] == "sub")
