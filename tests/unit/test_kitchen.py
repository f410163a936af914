"""What a kitchen has to do by its queue, and what is learned of a change of one of its orders."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from bytemeburger import clock
from bytemeburger.estimates.model import Work
from bytemeburger.estimates.planning import plan, promise, usual_wait, usual_work
from bytemeburger.kitchen.rules import (
    FinishedUnits,
    PromiseOutcome,
    concerns_kitchen,
    finished_units,
    free_in,
    promise_outcome,
)
from bytemeburger.orders.model import StoredOrder

NOON = datetime(2026, 11, 24, 15, tzinfo=UTC)
FOUR_MINUTES = {"line": 0, "station": "burger", "seconds": 240, "units": 1}
FRIES = {"line": 1, "station": "side", "seconds": 180, "units": 2}


def after(seconds: float) -> str:
    return clock.text(NOON + timedelta(seconds=seconds))


def order(
    *steps: tuple[str, float], work: Any = (FOUR_MINUTES,), done: tuple[int, ...] = (), **more: Any
) -> StoredOrder:
    """An order paid at noon that took these steps so many seconds later."""
    history = [{"status": "RECEIVED", "at": after(0)}, *({"status": status, "at": after(at)} for status, at in steps)]
    lines = [{"product_id": str(place), "done": place in done} for place in range(2)]
    return cast(
        "StoredOrder",
        {
            "status": history[-1]["status"],
            "history": history,
            "updated_at": history[-1]["at"],
            "paid_at": after(0),
            "lines": lines,
            "work": list(work),
            "promise": {"p50": after(300), "p90": after(450), "planned": 300},
            **more,
        },
    )


def test_a_queue_is_what_waits_and_what_is_left_of_what_is_begun() -> None:
    begun = order(("IN_PREPARATION", 0))
    queue = [begun, order(), order(), order(("IN_PREPARATION", 0), ("READY", 90))]
    assert free_in(queue, {"burger": 2, "side": 1}, {}, NOON + timedelta(seconds=60)) == {
        "burger": [240, 420],
        "side": [0],
    }
    assert free_in(queue, {"burger": 2}, {"burger": 1.5}, NOON + timedelta(seconds=60)) == {"burger": [360, 660]}
    ticked = order(("IN_PREPARATION", 0), done=(0,))
    assert free_in([ticked], {"burger": 1}, {}, NOON) == {"burger": [0]}


def test_what_nobody_makes_any_more_is_not_waited_for() -> None:
    money = {"provider_order_id": "1", "status": "PAID", "provider": "x", "payment_id": None, "attempt": 1, "amount": 1}
    back = {"provider_order_id": "1", "amount": 1, "status": "DUE", "reason": "other", "by": "ana", "at": after(0)}
    assert free_in([order(payment=money, refunds=[back])], {"burger": 1}, {}, NOON) == {"burger": [0]}


def test_a_station_has_made_its_units_when_the_last_line_of_them_is_ticked_off_or_all_is_ready() -> None:
    both = (FOUR_MINUTES, FRIES)
    begun = order(("IN_PREPARATION", 10), work=both)
    ticked = order(("IN_PREPARATION", 10), work=both, done=(0,), updated_at=after(310))
    ready = order(("IN_PREPARATION", 10), ("READY", 370), work=both, done=(0,))
    assert list(finished_units(begun, ticked, {"burger": 2})) == [FinishedUnits("burger", 300, 240)]
    assert list(finished_units(ticked, ready, {"side": 1})) == [FinishedUnits("side", 360, 360)]
    assert list(finished_units(ready, order(("IN_PREPARATION", 10), ("READY", 370), ("COMPLETED", 400)), {})) == []


def test_what_was_ticked_off_at_once_or_forgotten_weighs_no_more_than_it_can() -> None:
    begun = order(("IN_PREPARATION", 0))
    (quick,) = finished_units(begun, order(("IN_PREPARATION", 0), ("READY", 1)), {})
    (slow,) = finished_units(begun, order(("IN_PREPARATION", 0), ("READY", 9000)), {})
    assert (quick.actual, slow.actual) == (48, 1200)


def test_a_promise_is_kept_until_its_p90_and_judged_once() -> None:
    begun = order(("IN_PREPARATION", 0))
    assert promise_outcome(begun, order(("IN_PREPARATION", 0), ("READY", 450))) == PromiseOutcome(
        300, 450, missed=False
    )
    assert promise_outcome(begun, order(("IN_PREPARATION", 0), ("READY", 451))) == PromiseOutcome(300, 451, missed=True)
    undone = order(("IN_PREPARATION", 0), ("READY", 100), ("IN_PREPARATION", 120))
    again = order(("IN_PREPARATION", 0), ("READY", 100), ("IN_PREPARATION", 120), ("READY", 130))
    assert promise_outcome(undone, again) is None
    assert list(finished_units(undone, again, {})) == []


def test_only_what_changes_the_work_concerns_the_kitchen() -> None:
    assert concerns_kitchen(None, order())
    assert concerns_kitchen(order(), order(("IN_PREPARATION", 5)))
    assert concerns_kitchen(order(), order(done=(0,)))
    assert not concerns_kitchen(order(), order(updated_at=after(9)))


def test_a_promise_is_planned_behind_what_waits_at_the_speed_of_the_kitchen() -> None:
    burger = Work(0, "burger", 240, 1)
    assert plan([burger], None, NOON)[0] == 240
    kitchen: dict[str, Any] = {
        "free_at": {"burger": [int(NOON.timestamp()) + 60, int(NOON.timestamp()) - 60]},
        "speeds": {"burger": 1500},
        "factors": {"0": [900, 1200], "1": [1000, 1300], "2": [1000, 1500]},
    }
    assert plan([burger], kitchen, NOON)[0] == 360
    frozen = promise([Work(0, "burger", 240, 2)], kitchen, NOON)
    assert (frozen.p50, frozen.p90, frozen.planned) == (after(420), after(546), 420)


def test_the_stations_with_less_to_do_begin_later_so_that_all_are_done_together() -> None:
    work = [Work(0, "burger", 240, 3), Work(1, "side", 180, 1), Work(2, "drink", 25, 2), Work(2, "dessert", 470, 1)]
    kitchen: dict[str, Any] = {
        "free_at": {"burger": [int(NOON.timestamp()) + 900, 0], "side": [0], "drink": [0, 0]},
        "speeds": {"side": 2000},
    }
    assert promise(work, kitchen, NOON).starts == {"side": 480 - 360, "drink": 480 - 25}, "whatever waits before it"
    assert promise(work[:1], kitchen, NOON).starts is None


def test_few_data_stretch_the_plan() -> None:
    frozen = promise([Work(0, "burger", 240, 1)], None, NOON)
    assert (frozen.p50, frozen.p90) == (after(240), after(360))


@pytest.mark.parametrize(("products", "wait"), [([], None), ([{"category": "drink", "make_seconds": None}], None)])
def test_where_nothing_is_made_there_is_no_wait(products: Any, wait: None) -> None:
    assert usual_wait(usual_work(products), None, NOON) is wait


def test_the_usual_wait_is_in_whole_minutes_rounded_up() -> None:
    products = [
        {"product_id": "a", "category": "burger", "make_seconds": 240},
        {"product_id": "b", "category": "burger", "make_seconds": 300},
        {"product_id": "c", "category": "burger", "make_seconds": 900, "removed": True},
        {"product_id": "d", "category": "side", "make_seconds": 60},
    ]
    assert usual_wait(usual_work(products), None, NOON) == {"p50_minutes": 5, "p90_minutes": 7}
