"""What a manager sees of the store's staff."""

from collections.abc import Sequence
from typing import Literal, TypedDict, cast

from bytemeburger import clock
from bytemeburger.formats import Cursor, Identifier, Time
from bytemeburger.staff.people import UNUSED, Person
from bytemeburger.staff.rules import Group


class StaffMember(TypedDict):
    """INVITED: they have not signed in yet."""

    person_id: Identifier
    email: str | None
    name: str | None
    groups: list[Group]
    status: Literal["INVITED", "ACTIVE", "DISABLED"]
    since: Time


class StaffPage(TypedDict):
    """A page may be empty and not the last."""

    people: list[StaffMember]
    cursor: Cursor | None


def member(person: Person, groups: Sequence[str]) -> StaffMember:
    return {
        "person_id": person.sub,
        "email": person.email,
        "name": person.name,
        "groups": cast("list[Group]", [*groups]),
        "status": "DISABLED" if not person.enabled else "INVITED" if person.status == UNUSED else "ACTIVE",
        "since": clock.text(person.since),
    }
