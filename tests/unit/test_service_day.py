"""What people of a service day decide, and the clock by which they act."""

import json
import threading

import pytest

from local.day.agenda import Actor, WallClock
from local.day.decisions import Conduct, Decisions, decide
from local.seed import MENU

MENU_PRODUCTS = json.loads(MENU.read_text())


@pytest.fixture(scope="module")
def friday() -> Decisions:
    return decide(1, MENU_PRODUCTS, weekday=4)


def test_the_same_seed_decides_the_same(friday: Decisions) -> None:
    again = decide(1, MENU_PRODUCTS, weekday=4)
    assert list(again.report()) == list(friday.report())
    assert again.digest == friday.digest
    assert decide(2, MENU_PRODUCTS, weekday=4).digest != friday.digest


def test_a_day_has_everything_that_a_day_has(friday: Decisions) -> None:
    assert 50 <= len(friday.visits) <= 90
    others = [visit for seed in (2, 3) for visit in decide(seed, MENU_PRODUCTS, weekday=4).visits]
    assert {each.conduct for each in (*friday.visits, *others)} == set(Conduct)
    for name in ("again", "asks_again", "identified", "coupon", "undone"):
        assert any(getattr(each, name) for each in friday.visits), name
    assert [len(cook.breaks) for cook in friday.cooks] == [3, 3]
    assert friday.cooks[0].skill < friday.cooks[1].skill
    assert friday.faults
    assert all(units > 0 for units in friday.stocks.values())
    lunch = [each for each in friday.visits if 1 <= each.at / 3600 < 3]
    assert len(lunch) > len(friday.visits) / 6, "two of twelve hours"


def test_nobody_waits_for_what_the_system_keeps_waiting() -> None:
    clock, slow, finished = WallClock(speed=1000), threading.Event(), list[str]()

    def waiting() -> Actor:
        slow.wait(20)
        finished.append("the slow one")
        yield from ()

    def quick() -> Actor:
        yield 10
        finished.append("the quick one")
        slow.set()

    clock.start(waiting(), 0)
    clock.start(quick(), 0)
    clock.run()
    assert finished == ["the quick one", "the slow one"]
    assert len(clock.late) == 3


def test_what_an_actor_raises_ends_the_day() -> None:
    clock = WallClock(speed=1000)

    def broken() -> Actor:
        yield 1
        raise ValueError("broken")

    clock.start(broken(), 0)
    with pytest.raises(ValueError, match="broken"):
        clock.run()
