"""Instants are UTC and stored as ISO 8601 text of one width, so that they sort as they pass."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)


def text(instant: datetime) -> str:
    """`2026-11-24T12:00:00.000Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant(value: str) -> datetime:
    return datetime.fromisoformat(value)
