from datetime import UTC, datetime

import pytest

from bytemeburger.hours.rules import DAYS, SellingHours, sells_at

WEEKDAYS: list[SellingHours] = [{"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "11:00", "closes": "23:00"}]
NIGHTS: list[SellingHours] = [{"days": ["sat"], "opens": "18:00", "closes": "02:00"}]
TUESDAY, SATURDAY, SUNDAY, MONDAY = (datetime(2026, 11, day, tzinfo=UTC) for day in (24, 28, 29, 30))


def test_without_hours_it_always_sells() -> None:
    assert sells_at([], TUESDAY)


@pytest.mark.parametrize(("minute", "sells"), [("10:59", False), ("11:00", True), ("22:59", True), ("23:00", False)])
def test_the_minute_of_opening_counts_and_that_of_closing_does_not(minute: str, sells: bool) -> None:
    at = datetime.fromisoformat(f"2026-11-24T{minute}:00Z")
    assert sells_at(WEEKDAYS, at) is sells


@pytest.mark.parametrize(
    ("at", "sells"),
    [
        (SATURDAY.replace(hour=17, minute=59), False),
        (SATURDAY.replace(hour=18), True),
        (SATURDAY.replace(hour=23, minute=59), True),
        (SUNDAY, True),
        (SUNDAY.replace(hour=1, minute=59), True),
        (SUNDAY.replace(hour=2), False),
        (SUNDAY.replace(hour=18), False),
        (SATURDAY.replace(hour=1), False),
        (MONDAY.replace(hour=1), False),
    ],
)
def test_a_night_ends_on_the_next_day(at: datetime, sells: bool) -> None:
    assert sells_at(NIGHTS, at) is sells


def test_all_day_is_from_midnight_to_midnight() -> None:
    hours: list[SellingHours] = [{"days": list(DAYS), "opens": "00:00", "closes": "24:00"}]
    assert sells_at(hours, TUESDAY)
    assert sells_at(hours, TUESDAY.replace(hour=23, minute=59))
