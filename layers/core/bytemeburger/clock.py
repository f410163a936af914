"""Instants are UTC and stored as ISO 8601 text of one width, so that they sort as they pass."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    return datetime.now(UTC)


def text(instant: datetime) -> str:
    """`2026-11-24T12:00:00.000Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant(value: str) -> datetime:
    return datetime.fromisoformat(value)


def local(at: datetime, time_zone: str) -> datetime:
    """The same instant as the store's clock shows it."""
    return at.astimezone(ZoneInfo(time_zone))


def business_day(at: datetime, time_zone: str) -> str:
    """The store's local date, `2026-11-24`."""
    return local(at, time_zone).date().isoformat()
