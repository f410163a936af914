"""Who changed what of a store, and from what to what: `STORE#s#AUDIT` / `AT#time#id`, written in the transaction that
changes it.

Staff are named by their `sub` alone. What was done with a customer's data is another trail (`privacy.records`).
"""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice

from bytemeburger import clock, table
from bytemeburger.audit.rules import MAX_CHANGES, About, Difference
from bytemeburger.table import MAIN, Page, Plain, pages

RETENTION = timedelta(days=5 * 365)
"""As long as somebody can claim that a price or a promise was another (Lei 8.078/1990, art. 27)."""


def record_changes(
    store: str, by: str, about: About, changes: Iterable[Difference], subject: str | None = None
) -> list[Plain]:
    """The action that writes one entry, none where nothing changed. `by`: a member of staff's `sub`; `subject`: the product,
    or the member of staff, that it is about. The changes hold no personal data of customers."""
    rest = iter(changes)
    written = list(islice(rest, MAX_CHANGES))
    if not written:
        return []
    now = clock.now()
    return [
        table.put_action(
            {
                "PK": _partition(store),
                "SK": f"AT#{clock.text(now)}#{uuid.uuid4().hex[:8]}",
                "type": "audit_entry",
                "about": str(about),
                "subject": subject,
                "by": by,
                "at": clock.text(now),
                "changes": written,
                "left_out": sum(1 for _ in rest),
                "expires_at": int((now + RETENTION).timestamp()),
            }
        )
    ]


def read_page(store: str, where: dict[str, str], *, limit: int, cursor: str | None) -> Page:
    """One page of the entries with the values in `where`, newest first. Raises Malformed for a foreign cursor."""
    return pages([(MAIN, _partition(store))], where=where, limit=limit, cursor=cursor)


def _partition(store: str) -> str:
    return f"STORE#{store}#AUDIT"
