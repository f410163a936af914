"""When an order will be ready: plans and ranks that were worked out by hand, and what was promised on replayed days."""

import pytest

from benchmarks.promised_times import by_hour, coverage, flat, median_error, pinball, replay
from bytemeburger.estimates.rules import (
    FEW,
    MIN_REMAINING_SECONDS,
    NOTHING_LEARNED,
    RING,
    Calibration,
    PromisedSeconds,
    Station,
    adapted,
    finishes,
    free_after,
    learned_speed,
    may_admit,
    rank,
    ready_in,
    remaining,
    start_by,
)
from local.day.draws import DAY

MINUTE = 60


def minutes(free_in: list[int], each: int, queued: int, ours: int = 1) -> list[float]:
    unit = each * MINUTE
    station = Station([minute * MINUTE for minute in free_in], [unit] * queued, [unit] * ours)
    return [finish / MINUTE for finish in finishes(station)]


def test_whoever_is_next_takes_the_place_that_is_free_first() -> None:
    assert minutes([0, 0], 4, 6) == [16]
    assert minutes([0, 0], 4, 6, ours=3) == [16, 16, 20]
    assert minutes([3, 1], 4, 4) == [13]
    assert minutes([0, 0, 0], 2, 5) == [4]


def test_an_order_is_ready_after_its_slowest_station() -> None:
    grill = Station([0], [100], [240])
    fryer = Station([0, 0], [], [180, 180])
    assert ready_in([grill, fryer]) == 340
    assert ready_in([]) == 0
    assert start_by(180, 340) == 160
    assert start_by(400, 340) == 0


def test_a_unit_that_takes_longer_than_usual_is_still_not_done() -> None:
    assert (remaining(240, 100), remaining(240, 230), remaining(240, 900)) == (
        140,
        MIN_REMAINING_SECONDS,
        MIN_REMAINING_SECONDS,
    )


@pytest.mark.parametrize(("count", "place"), [(9, 9), (19, 18), (50, 46), (100, 91), (8, None), (0, None)])
def test_the_rank_of_p90(count: int, place: int | None) -> None:
    assert rank(count, 0.9) == place


def test_a_miss_widens_what_is_promised() -> None:
    after_a_miss = adapted(0.10, True)
    assert after_a_miss == pytest.approx(0.082)
    assert adapted(after_a_miss, False) == pytest.approx(0.084)


def test_speed_follows_what_is_ticked_off() -> None:
    assert learned_speed(1.0, 300, 240) == pytest.approx(1.0125)
    speed = 1.0
    for _ in range(100):
        speed = learned_speed(speed, 300, 240)
    assert speed == pytest.approx(1.25, abs=0.01)


def test_a_kitchen_takes_no_more_than_it_can_clear_in_time() -> None:
    assert [may_admit(clearing, 180, 500) for clearing in (0, 180, 360)] == [True, True, False]


def test_with_few_orders_behind_it_a_plan_is_stretched() -> None:
    assert NOTHING_LEARNED.promise(600, 12) == PromisedSeconds(600, 900)
    few = Calibration({0: (2.0,) * 8}, {})
    assert few.promise(600, 12) == PromisedSeconds(1200, 1800)


def test_a_load_with_enough_orders_stands_by_itself() -> None:
    known = Calibration({0: (1.0,) * FEW, 2: (3.0,) * FEW}, {})
    assert known.promise(100, 12).p90 == 100
    assert known.promise(1000, 12).p90 == 3000
    assert known.promise(500, 12).p90 == 1500, "of none of this load: those of all"


def test_only_the_last_orders_count() -> None:
    known = NOTHING_LEARNED
    for _ in range(RING + 20):
        known = known.learn(100, 12, 200, missed=True)
    assert len(known.ratios[0]) == RING
    assert known.levels[12] == pytest.approx(0.01), "however often it misses"
    assert known.promise(100, 12) == PromisedSeconds(200, 200)


def test_places_are_free_behind_all_that_has_to_be_done() -> None:
    assert free_after(2, [], []) == [0, 0]
    assert free_after(2, [(240, 60), (240, 230), (240, 100)], [100]) == [270, 280]
    assert free_after(1, [(240, 60)], [100, 100]) == [380]


@pytest.mark.parametrize("seed", [1, 2])
def test_promises_were_kept_on_replayed_days_and_at_a_lunch_that_nobody_had_seen(seed: int) -> None:
    quotes = replay(days=120, seed=seed, slow_from=80)
    for some in (
        [each for each in quotes if each.at < 80 * DAY],
        [each for each in quotes if each.at >= 80 * DAY],
    ):
        assert 0.87 <= coverage(some) <= 0.93
        assert min(map(coverage, by_hour(some).values())) >= 0.80
        assert median_error(some) < 0.20
        assert pinball(some) < pinball(flat(some)) / 2
    assert quotes == replay(days=120, seed=seed, slow_from=80)
