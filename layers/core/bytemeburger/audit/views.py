"""What a manager reads of who changed what."""

from typing import Annotated, Any, TypedDict

from bytemeburger.audit.rules import About
from bytemeburger.formats import Count, Cursor, Format, Identifier, Time
from bytemeburger.table import Plain

_OBJECT = {"type": "object"}
_LIST = {"type": "array", "items": {"anyOf": [{"type": ["string", "integer", "boolean"]}, _OBJECT]}}
type Saved = Annotated[
    Any,
    Format(anyOf=[{"type": ["string", "integer", "boolean", "null"]}, _LIST, _OBJECT], description="As it was saved."),
]
type Path = Annotated[str, Format(description="A JSON Pointer; what has an id stands under it.")]


class AuditChange(TypedDict):
    """Null: it was not there before, or is not there any more. A list of ids: their order changed."""

    path: Path
    old: Saved
    new: Saved


class AuditEntry(TypedDict):
    """`by`: a member of staff's id; `subject`: the product or the person that it is about, null for the store;
    `left_out`: how many changes more there were."""

    entry_id: str
    at: Time
    by: str
    about: About
    subject: Identifier | None
    changes: list[AuditChange]
    left_out: Count


class AuditPage(TypedDict):
    entries: list[AuditEntry]
    cursor: Cursor | None


def entry(item: Plain) -> AuditEntry:
    return {
        "entry_id": item["SK"].removeprefix("AT#"),
        "at": item["at"],
        "by": item["by"],
        "about": About(item["about"]),
        "subject": item["subject"],
        "changes": [{"path": each["path"], "old": each["old"], "new": each["new"]} for each in item["changes"]],
        "left_out": item["left_out"],
    }
