"""From which business day to which a report goes."""

from datetime import date, timedelta

from bytemeburger.errors import Malformed
from bytemeburger.parameters import day

MAX_DAYS = 92
FROM = day("from", "The first business day.").needed()
TO = day("to", "The last business day; the first one when left out.")


def business_days(first: str, last: str | None) -> list[str]:
    """Raises Malformed for no days and for too many."""
    start = date.fromisoformat(first)
    count = (date.fromisoformat(last or first) - start).days + 1
    if not 1 <= count <= MAX_DAYS:
        raise Malformed("parameter-invalid", parameter="to")
    return [(start + timedelta(days=number)).isoformat() for number in range(count)]
