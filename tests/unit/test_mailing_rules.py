from datetime import UTC, datetime, timedelta

import pytest

from bytemeburger.mailings.model import Audience
from bytemeburger.mailings.rules import PaidOrder, belongs, may_belong, may_write

NOW = datetime(2026, 11, 27, 15, tzinfo=UTC)


def order(days_ago: float, *products: str, category: str = "burger") -> PaidOrder:
    return PaidOrder(NOW - timedelta(days=days_ago), frozenset(products), frozenset({category}))


ORDERS = [order(40, "x-burger"), order(50, "x-burger", "fries"), order(60, "cola", category="drink")]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience(), True),
        (Audience(ordered_within=39), False),
        (Audience(ordered_within=40), True),
        (Audience(not_ordered_within=39), True),
        (Audience(not_ordered_within=40), False),
        (Audience(ordered_within=45, not_ordered_within=30), True),
        (Audience(products=("x-burger",)), True),
        (Audience(products=("fries",)), False),
        (Audience(products=("fries", "x-burger")), True),
        (Audience(categories=("drink",)), False),
        (Audience(categories=("drink", "burger")), True),
        (Audience(products=("fries",), categories=("burger",)), True),
        (Audience(ordered_within=30, products=("x-burger",)), False),
    ],
)
def test_an_audience_is_chosen_by_activity_and_favourites(audience: Audience, expected: bool) -> None:
    assert belongs(audience, ORDERS, NOW) is expected


def test_who_never_ordered_here_belongs_to_none() -> None:
    assert not belongs(Audience(), [], NOW)
    assert not may_belong(Audience(not_ordered_within=30), None, NOW)


def test_who_ordered_nowhere_for_too_long_is_not_looked_at() -> None:
    assert may_belong(Audience(ordered_within=30), NOW - timedelta(days=30), NOW)
    assert not may_belong(Audience(ordered_within=30), NOW - timedelta(days=31), NOW)


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        (None, "08:59", False),
        (None, "09:00", True),
        (None, "19:59", True),
        (None, "20:00", False),
        ({"opens": "22:00", "closes": "02:00"}, "01:59", True),
        ({"opens": "22:00", "closes": "02:00"}, "12:00", False),
        ({"opens": "00:00", "closes": "24:00"}, "23:59", True),
    ],
)
def test_mails_go_out_within_the_stores_hours(hours: dict[str, str] | None, at: str, expected: bool) -> None:
    assert may_write(hours, datetime.fromisoformat(f"2026-11-27T{at}")) is expected
