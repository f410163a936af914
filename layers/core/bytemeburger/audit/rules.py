"""What changed of something that people save."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

MAX_CHANGES = 100
"""Of one entry; so it stays far below what an item holds, whatever was saved."""
IDS = ("group_id", "option_id", "slot_id", "product_id")
"""By these the members of a list are the same ones as before, wherever they stand now."""

type Difference = dict[str, Any]
"""`path` (a JSON Pointer, in which what has an id stands under it), `old` and `new`; None for what is not there."""


class About(StrEnum):
    PRODUCT = "product"
    AVAILABILITY = "availability"
    STOCK = "stock"
    SETTINGS = "settings"
    ORDERING = "ordering"
    """The emergency stop."""
    MENU = "menu"
    """In which order it is shown."""
    STAFF = "staff"
    CAMPAIGN = "campaign"


def differences(old: Any, new: Any, path: str = "") -> Iterator[Difference]:
    """What makes `new` of `old`, as deep as both have it."""
    if old == new:
        return
    before, after = _members(old), _members(new)
    if before is None or after is None:
        yield {"path": path, "old": old, "new": new}
        return
    for name in before | after:
        yield from differences(before.get(name), after.get(name), f"{path}/{name}")
    common = [[name for name in one if name in other] for one, other in ((before, after), (after, before))]
    if isinstance(new, list) and common[0] != common[1]:
        yield {"path": path, "old": common[0], "new": common[1]}


def _members(value: Any) -> dict[str, Any] | None:
    """Those of a map, or of a list whose members have ids; None where it is compared as a whole."""
    match value:
        case Mapping():
            return dict(value)
        case list():
            found = {name: each for each in value if (name := _id(each)) is not None}
            return found if len(found) == len(value) else None
    return None


def _id(member: Any) -> str | None:
    return next((member[name] for name in IDS if name in member), None) if isinstance(member, Mapping) else None
