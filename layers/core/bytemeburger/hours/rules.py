"""When something is sold, in the store's own local time; `time_zone` is an IANA name."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, TypedDict, get_args
from zoneinfo import ZoneInfo

type Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = get_args(Day.__value__)


class SellingHours(TypedDict):
    """`HH:MM` in the store's local time; a closing time at or before the opening time is on the next day."""

    days: list[Day]
    opens: str
    closes: str


type Hours = Sequence[SellingHours]
"""No entry at all means always."""


def local_time(at: datetime, time_zone: str) -> datetime:
    """The same instant as the store's clock shows it."""
    return at.astimezone(ZoneInfo(time_zone))


def business_day(at: datetime, time_zone: str) -> str:
    """The store's local date, `2026-11-24`."""
    return local_time(at, time_zone).date().isoformat()


def sells_at(hours: Hours, local: datetime) -> bool:
    """Whether the local time lies within one of the entries; the minute of closing no longer does."""
    if not hours:
        return True
    minute = f"{local:%H:%M}"
    today, yesterday = DAYS[local.weekday()], DAYS[(local - timedelta(days=1)).weekday()]
    for entry in hours:
        opens, closes = entry["opens"], entry["closes"]
        overnight = closes <= opens
        if today in entry["days"] and opens <= minute and (overnight or minute < closes):
            return True
        if overnight and yesterday in entry["days"] and minute < closes:
            return True
    return False


def overlap(hours: Hours) -> bool:
    """Whether two of the entries have a minute of the week in common."""
    week, spans = 7 * 24 * 60, []
    for entry in hours:
        opens, closes = _minutes(entry["opens"]), _minutes(entry["closes"])
        length = closes - opens if closes > opens else closes - opens + 24 * 60
        spans += [(DAYS.index(day) * 24 * 60 + opens, length) for day in entry["days"]]
    spans.sort()
    following = [*spans[1:], *((begin + week, length) for begin, length in spans[:1])]
    return any(begin + length > after for (begin, length), (after, _) in zip(spans, following, strict=True))


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)
