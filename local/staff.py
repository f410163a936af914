"""The staff of the seeded store: one person per group, named like it."""

from local.stack import Stack

GROUPS = ("kitchen", "counter", "manager")
PASSWORD = "ByteMe-Burger-2026"


def sign_in(stack: Stack, group: str) -> str:
    """The ID token of the group's person, good for 15 minutes or longer."""
    answer = stack.client("cognito-idp").initiate_auth(
        ClientId=stack.outputs["LocalStaffClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": group, "PASSWORD": PASSWORD},
    )
    token: str = answer["AuthenticationResult"]["IdToken"]
    return token
