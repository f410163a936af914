"""Invite a person to the staff of one store of a deployed stage.

Cognito mails them a first password, good for seven days. They sign in for that store alone. Repeating it, with the same
group or another one, is fine, and mails a new password to who never used the first; a person of another store is refused.
"""

import re
import sys

from bytemeburger.errors import NotFound
from bytemeburger.stores import records as stores
from scripts.stage.deployed import Deployed, deployed, stage_parser

GROUPS = ("kitchen", "counter", "manager")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Refused(Exception):
    """The person cannot be invited as asked; the text says why."""


def add_staff(stage: Deployed, store: str, user: str, group: str) -> str:
    """What was done, as a sentence. Raises Refused."""
    if group not in GROUPS:
        raise Refused(f"GROUP is one of {', '.join(GROUPS)}")
    if not EMAIL.fullmatch(user):
        raise Refused("EMAIL is the person's e-mail address")
    try:
        stores.read(store)
    except NotFound:
        raise Refused(f"NAME: there is no store {store!r}: make store") from None
    cognito, whom = stage.client("cognito-idp"), {"UserPoolId": stage.outputs["StaffPoolId"], "Username": user}

    def invite(**how: str) -> None:
        cognito.admin_create_user(
            **whom,
            UserAttributes=[
                {"Name": "email", "Value": user},
                {"Name": "email_verified", "Value": "true"},
                {"Name": "custom:store", "Value": store},
            ],
            DesiredDeliveryMediums=["EMAIL"],
            **how,
        )

    done = "was invited to"
    try:
        invite()
    except cognito.exceptions.UsernameExistsException:
        person = cognito.admin_get_user(**whom)
        if {"Name": "custom:store", "Value": store} not in person["UserAttributes"]:
            raise Refused("this person works for another store") from None
        done = "is with"
        if person["UserStatus"] == "FORCE_CHANGE_PASSWORD":
            # https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
            invite(MessageAction="RESEND")
            done = "was invited again to"
    cognito.admin_add_user_to_group(**whom, GroupName=group)
    return f"{user} {done} {store} as {group}"


if __name__ == "__main__":
    parser = stage_parser(__doc__)
    parser.add_argument("store")
    parser.add_argument("email")
    parser.add_argument("group", help=", ".join(GROUPS))
    asked = parser.parse_args()
    stage = deployed(asked.stage)
    try:
        sys.stdout.write(add_staff(stage, asked.store, asked.email, asked.group) + "\n")
    except Refused as refused:
        sys.exit(f"error: {refused}")
