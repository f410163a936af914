"""Who works for which store: Cognito's staff pool, which is the only place that holds a name or an address of theirs.

Cognito cannot search by a custom attribute, so a store's people are found by reading the pool, 60 at a time (Amazon
Cognito API reference, ListUsers).
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bytemeburger import aws, settings
from bytemeburger.errors import Conflict, Invalid, Malformed, NotFound, Unavailable
from bytemeburger.mail import RETRY_SECONDS
from bytemeburger.telemetry import logger

PAGE = 60
READ_AHEAD = 5
"""Pages of the pool that one answer reads at most."""
AT_ONCE = 4
UNUSED = "FORCE_CHANGE_PASSWORD"
"""Cognito's status of a user who never signed in with the invitation's password."""


@dataclass(frozen=True)
class Person:
    """`store` is None for who belongs to none; `name` and `email` where they have any."""

    sub: str
    username: str
    store: str | None
    email: str | None
    name: str | None
    status: str
    enabled: bool
    since: datetime


def read(sub: str, store: str) -> Person:
    """A person of that store's staff. Raises NotFound for anybody else."""
    person = find(sub)
    if person is None or person.sub != sub or person.store != store:
        raise NotFound("staff-unknown")
    return person


def find(name: str) -> Person | None:
    """By username or `sub`."""
    cognito = aws.client("cognito-idp")
    try:
        user = cognito.admin_get_user(UserPoolId=settings.staff_pool(), Username=name)
    except cognito.exceptions.UserNotFoundException:
        return None
    return _person(user, user["UserAttributes"])


def invite(email: str, store: str, name: str | None = None) -> Person:
    """Have Cognito mail them a first password, good for seven days: to a new person, and again to who never used
    theirs. They may do nothing until they join a group. Raises Conflict for somebody of another store, NotFound for
    somebody who is removed meanwhile, Invalid where no mail can be sent to that address, Unavailable once Cognito's own
    sender has sent all of a day."""
    cognito = aws.client("cognito-idp")
    attributes = {"email_verified": "true", "custom:store": store} | ({"name": name} if name else {})
    others = [{"Name": each, "Value": value} for each, value in attributes.items()]
    mail = {"UserPoolId": settings.staff_pool(), "Username": email, "DesiredDeliveryMediums": ["EMAIL"]}
    try:
        try:
            created = cognito.admin_create_user(**mail, UserAttributes=[{"Name": "email", "Value": email}, *others])
            return _person(created["User"], created["User"]["Attributes"])
        except cognito.exceptions.UsernameExistsException:
            person = find(email)
        if person is None or person.store != store:
            raise Conflict("staff-elsewhere")
        if person.status == UNUSED:
            with suppress(cognito.exceptions.UnsupportedUserStateException), _still_there():  # they just signed in
                cognito.admin_create_user(**mail, MessageAction="RESEND")
        return person
    except (cognito.exceptions.CodeDeliveryFailureException, cognito.exceptions.InvalidParameterException):
        raise Invalid("invitation-not-sent") from None
    except cognito.exceptions.LimitExceededException:
        logger.error("invitation not sent", extra={"error": "LimitExceededException"})
        raise Unavailable("mail-unavailable", retry_after=RETRY_SECONDS) from None


def join(person: Person, group: str) -> None:
    """Raises NotFound for somebody who was removed meanwhile."""
    with _still_there() as cognito:
        cognito.admin_add_user_to_group(UserPoolId=settings.staff_pool(), Username=person.username, GroupName=group)


def groups(person: Person) -> list[str]:
    """What they may do. Raises NotFound for somebody who was removed meanwhile."""
    with _still_there() as cognito:
        found = cognito.admin_list_groups_for_user(UserPoolId=settings.staff_pool(), Username=person.username)
    return sorted(each["GroupName"] for each in found["Groups"])


def read_page(store: str, cursor: str | None) -> tuple[list[tuple[Person, list[str]]], str | None]:
    """People of a store with their groups, and the cursor of the next page. A page may be empty and not the last.
    Raises Malformed for a foreign cursor."""
    cognito = aws.client("cognito-idp")
    found: list[Person] = []
    for _ in range(READ_AHEAD):
        place = {"PaginationToken": cursor} if cursor else {}
        try:
            page = cognito.list_users(UserPoolId=settings.staff_pool(), Limit=PAGE, **place)
        except cognito.exceptions.ClientError as error:
            if not cursor or aws.is_busy(error):
                raise
            raise Malformed("parameter-invalid", parameter="cursor") from None
        people = (_person(each, each["Attributes"]) for each in page["Users"])
        found += (person for person in people if person.store == store)
        cursor = page.get("PaginationToken")
        if not cursor or len(found) >= PAGE:
            break
    with ThreadPoolExecutor(AT_ONCE) as asking:
        asked = zip(found, asking.map(_find_groups, found), strict=True)
        return [(person, groups) for person, groups in asked if groups is not None], cursor


def remove(person: Person) -> None:
    """From now on they renew no token; the one that they hold is good for a quarter of an hour at most. Raises NotFound
    where somebody else was faster."""
    with _still_there() as cognito:
        cognito.admin_delete_user(UserPoolId=settings.staff_pool(), Username=person.username)


@contextmanager
def _still_there() -> Iterator[Any]:
    """Cognito, to be asked about a person who may have been removed since they were found, as its lists show late."""
    cognito = aws.client("cognito-idp")
    try:
        yield cognito
    except cognito.exceptions.UserNotFoundException:
        raise NotFound("staff-unknown") from None


def _find_groups(person: Person) -> list[str] | None:
    with suppress(NotFound):
        return groups(person)
    return None


def _person(user: Mapping[str, Any], attributes: Sequence[Mapping[str, str]]) -> Person:
    values = {each["Name"]: each["Value"] for each in attributes}
    return Person(
        sub=values["sub"],
        username=user["Username"],
        store=values.get("custom:store"),
        email=values.get("email"),
        name=values.get("name"),
        status=user["UserStatus"],
        enabled=user["Enabled"],
        since=user["UserCreateDate"],
    )
