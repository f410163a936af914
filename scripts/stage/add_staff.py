"""Invite a person to the staff of one store of a deployed stage.

Cognito mails them a first password, good for seven days. They sign in for that store alone. Repeating it, with the same
group or another one, is fine, and mails a new password to who never used the first; a person of another store is refused.
"""

import os
import sys

from pydantic import ValidationError

from bytemeburger.errors import Conflict, Invalid, NotFound, Unavailable
from bytemeburger.staff import people
from bytemeburger.staff.rules import GROUPS
from bytemeburger.staff.schemas import Invitation
from bytemeburger.stores import records as stores
from scripts.stage.deployed import CommandError, Deployed, deployed, stage_parser


def add_staff(stage: Deployed, store: str, user: str, group: str) -> str:
    """What was done, as a sentence. Raises CommandError."""
    if group not in GROUPS:
        raise CommandError(f"GROUP is one of {', '.join(GROUPS)}")
    try:
        invitation = Invitation(email=user, group=group)
    except ValidationError:
        raise CommandError("EMAIL is the person's e-mail address") from None
    try:
        stores.read(store)
    except NotFound:
        raise CommandError(f"NAME: there is no store {store!r}: make store") from None
    os.environ["STAFF_POOL_ID"] = stage.outputs["StaffPoolId"]
    known = people.find(invitation.email)
    try:
        person = people.invite(invitation.email, store)
    except Conflict:
        raise CommandError("this person works for another store") from None
    except Invalid:
        raise CommandError("no mail can be sent to this address") from None
    except Unavailable:
        raise CommandError(
            "Cognito has sent all e-mails that it may in a day: again tomorrow, or CodeSender=ses"
        ) from None
    people.join(person, invitation.group)
    outcome = (
        "was invited to" if known is None else "was invited again to" if person.status == people.UNUSED else "is with"
    )
    return f"{invitation.email} {outcome} {store} as {invitation.group}"


if __name__ == "__main__":
    parser = stage_parser(__doc__)
    parser.add_argument("store")
    parser.add_argument("email")
    parser.add_argument("group", help=", ".join(GROUPS))
    arguments = parser.parse_args()
    stage = deployed(arguments.stage)
    try:
        sys.stdout.write(add_staff(stage, arguments.store, arguments.email, arguments.group) + "\n")
    except CommandError as error:
        sys.exit(f"error: {error}")
