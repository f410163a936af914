"""The pages' opening hours, web/rules/hours.js, against ours."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from bytemeburger.hours.rules import DAYS, local_time, sells_at
from tests.browser import page_in

ZONE = "America/Sao_Paulo"
CALL = """
async ({ url, at, zone, hours }) => {
  const { localTime, nextOpening, sellsAt } = await import(url);
  const local = localTime(at, zone);
  return { local, isSold: sellsAt(hours, local), next: nextOpening({ hours, time_zone: zone }, at) ?? null };
}
"""

MINUTES = st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
HOURS = st.lists(
    st.fixed_dictionaries(
        {
            "days": st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True),
            "opens": MINUTES,
            "closes": MINUTES | st.just("24:00"),
        }
    ),
    max_size=3,
)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(  # noqa: DTZ001 - a zone is given below
    lambda at: at.replace(tzinfo=UTC, second=0, microsecond=0)
)


@pytest.fixture(scope="module")
def rule(browser: Browser, pages_url: str) -> Iterator[Callable[..., Any]]:
    with page_in(browser) as page:
        page.goto(f"{pages_url}/config.json")
        yield lambda at, hours: page.evaluate(
            CALL, {"url": f"{pages_url}/rules/hours.js", "at": at.timestamp() * 1000, "zone": ZONE, "hours": hours}
        )


@settings(max_examples=150, deadline=None)
@given(at=INSTANTS, hours=HOURS)
def test_it_is_sold_when_the_server_sells_it(rule: Callable[..., Any], at: datetime, hours: Any) -> None:
    local = local_time(at, ZONE)
    answer = rule(at, hours)
    assert answer["local"] == {"day": local.weekday(), "minute": f"{local:%H:%M}"}
    assert answer["isSold"] == sells_at(hours, local)


@settings(max_examples=100, deadline=None)
@given(at=INSTANTS, hours=HOURS.filter(bool))
def test_the_next_opening_is_the_first_minute_at_which_an_entry_opens(
    rule: Callable[..., Any], at: datetime, hours: Any
) -> None:
    local = local_time(at, ZONE)
    opening = local + timedelta(minutes=1)
    while not any(DAYS[opening.weekday()] in each["days"] and each["opens"] == f"{opening:%H:%M}" for each in hours):
        opening += timedelta(minutes=1)
    assert rule(at, hours)["next"] == {
        "inDays": (opening.date() - local.date()).days,
        "day": DAYS[opening.weekday()],
        "opens": f"{opening:%H:%M}",
    }
