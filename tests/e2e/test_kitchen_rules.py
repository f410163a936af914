"""Where the kitchen's orders stand, how long they wait, and what a station has to do with them."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from tests.e2e.order_lines import COLA, COMBO
from tests.e2e.rules import Rule

WIDTH, HEIGHT = 1896, 895
"""What the lanes have of a screen of 1920 by 1080."""
LIMITS = {"warning_minutes": 8, "late_minutes": 15}
quick = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ids = st.lists(st.integers(1, 12), max_size=10, unique=True)


def orders(numbers: list[int]) -> list[dict[str, Any]]:
    return [
        {"order_id": f"o{number}", "number": number, "paid_at": f"2026-11-24T12:{number:02}:00.000Z"}
        for number in numbers
    ]


@quick
@given(changes=st.lists(ids, min_size=2, max_size=6))
def test_while_somebody_works_nothing_moves_and_no_cell_becomes_another_order(
    rule: Rule, changes: list[list[int]]
) -> None:
    before: list[Any] = rule("rules/lanes", "cells", [], orders(changes[0]), True)
    for numbers in changes[1:]:
        after = rule("rules/lanes", "cells", before, orders(numbers), False)
        assert {each for each in after if each} == {f"o{number}" for number in numbers}
        for cell, order_id in enumerate(before):
            assert after[cell] in (order_id, None)
        before = after


@quick
@given(numbers=ids, others=ids)
def test_at_rest_the_oldest_paid_is_the_first_and_there_is_no_hole(
    rule: Rule, numbers: list[int], others: list[int]
) -> None:
    before = rule("rules/lanes", "cells", [], orders(others), True)
    assert rule("rules/lanes", "cells", before, orders(numbers), True) == [f"o{number}" for number in sorted(numbers)]


@quick
@given(received=st.integers(0, 80), preparing=st.integers(0, 80), has=st.integers(0, 4))
def test_eighty_orders_fit_wherever_they_stand_and_no_two_in_one_place(
    rule: Rule, rule_of_each: Rule, received: int, preparing: int, has: int
) -> None:
    received = min(received, 80 - preparing)
    counts = [received, preparing, 80 - received - preparing]
    grid = rule("rules/lanes", "grid", counts, WIDTH, HEIGHT, has)
    cells = [(lane, cell, grid) for lane in range(3) for cell in range(counts[lane])]
    places = [tuple(each.values()) for each in rule_of_each("rules/lanes", "place", cells)]
    assert len(set(places)) == 80
    assert max(row for _, row in places) <= grid["rows"]
    assert max(column for column, _ in places) <= sum(grid["columns"])
    assert (WIDTH + 6) / sum(grid["columns"]) - 6 >= 185
    assert (HEIGHT + 6) / grid["rows"] - 6 >= 64


def test_few_orders_are_shown_in_full_and_grow_only_with_room_to_spare(rule: Rule) -> None:
    assert rule("rules/lanes", "grid", [4, 3, 2], WIDTH, HEIGHT)["card"] == "full"
    sizes = [rule("rules/lanes", "grid", [count, count, count], WIDTH, HEIGHT)["size"] for count in range(1, 27)]
    assert sizes == sorted(sizes)
    edge = next(count for count in range(1, 27) if sizes[count] > sizes[count - 1])
    assert rule("rules/lanes", "grid", [edge] * 3, WIDTH, HEIGHT, sizes[edge])["size"] == sizes[edge]


@pytest.fixture
def module(page: Page, pages_url: str) -> Any:
    """Run a function over modules of web/rules, whose sets and maps no test can be given."""
    page.goto(f"{pages_url}/config.json")

    def run(code: str, given: Any = None) -> Any:
        return page.evaluate(code.replace("RULES", f"{pages_url}/rules"), given)

    return run


LABELS = """async (turns) => {
  const { labels } = await import("RULES/labels.js");
  let found = new Map();
  return turns.map(([ids, isAtRest]) => Object.fromEntries((found = labels(found, ids, isAtRest))));
}"""


def test_a_key_means_one_order_until_the_kitchen_rests(module: Any) -> None:
    first, at_work, rested = module(LABELS, [[["a", "b"], True], [["b", "c"], False], [["b", "c", "d"], True]])
    assert first == {"a": "1", "b": "2"}
    assert at_work == {"a": "1", "b": "2", "c": "3"}
    assert rested == {"b": "2", "c": "3", "d": "1"}


def test_there_are_as_many_keys_as_there_are(module: Any) -> None:
    (found,) = module(LABELS, [[[str(number) for number in range(80)], True]])
    assert len(found) == len(set(found.values())) == 36


TOTALS = """async ([orders, station]) => {
  const { totals } = await import("RULES/stations.js");
  return totals(orders, new Set(station)).map(({ product_id, units }) => [product_id, units]);
}"""


def test_what_is_still_to_be_prepared_is_counted_part_by_part(module: Any) -> None:
    received = {"status": "RECEIVED", "refunded": False, "lines": [COMBO, COLA]}
    queue = [
        received,
        received | {"status": "IN_PREPARATION", "lines": [COMBO | {"done": True}, COLA]},
        received | {"status": "READY"},
        received | {"refunded": True},
    ]
    assert module(TOTALS, [queue, []]) == [["cola", 6], ["batata-frita", 2], ["byte-classico", 2]]
    assert module(TOTALS, [queue, ["burger"]]) == [["byte-classico", 2]]
    assert module(TOTALS, [queue, ["dessert"]]) == []


LINES = """async ([order, station]) => {
  const { linesOf } = await import("RULES/stations.js");
  return linesOf(order, new Set(station)).map(({ place, choices }) => [place, choices.map(({ product_id }) => product_id)]);
}"""


def test_a_station_sees_its_own_part_of_a_combo_and_each_line_where_it_stands(module: Any) -> None:
    order = {"lines": [COLA, COMBO]}
    assert module(LINES, [order, []]) == [[0, []], [1, ["byte-classico", "batata-frita"]]]
    assert module(LINES, [order, ["side"]]) == [[1, ["batata-frita"]]]
    assert module(LINES, [order, ["drink"]]) == [[0, []]]
    old = {"lines": [COMBO | {"choices": [COMBO["choices"][0] | {"category": None}]}]}
    assert module(LINES, [old, ["drink"]]) == [[0, ["byte-classico"]]]


@pytest.mark.parametrize(
    ("minutes", "level"), [(0, "calm"), (7, "calm"), (8, "warning"), (14, "warning"), (15, "late"), (90, "late")]
)
def test_how_long_it_waits_is_judged_by_the_stores_limits(rule: Rule, minutes: int, level: str) -> None:
    order = {"status": "RECEIVED", "paid_at": "2026-11-24T12:00:00.000Z"}
    at = 1_795_521_600_000 + minutes * 60_000
    assert rule("rules/waiting", "waiting", order, LIMITS, at) == {"minutes": minutes, "level": level}
    ready = {"status": "READY", "paid_at": "2026-11-24T11:00:00.000Z", "since": order["paid_at"]}
    assert rule("rules/waiting", "waiting", ready, LIMITS, at) == {"minutes": minutes, "level": level}


def test_a_screen_whose_clock_is_wrong_learns_the_time_from_the_answer(rule: Rule) -> None:
    paid_at = 1_795_521_600_000
    order = {"paid_at": "2026-11-24T12:00:00.000Z", "waiting_seconds": 300}
    assert rule("rules/waiting", "clockAhead", [order], paid_at) == 300_000
    assert rule("rules/waiting", "clockAhead", [], paid_at) == 0
