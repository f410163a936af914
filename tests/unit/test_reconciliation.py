"""In which order the reconciler asks, and how much at once."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bytemeburger.orders.records import DUE_SHARDS
from bytemeburger.payments import reconciliation
from bytemeburger.payments.reconciliation import MAX_OF_ACCOUNT, QUARTERS, Turns, in_turn, oldest_left_over, shards
from bytemeburger.payments.records import Due

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def of(store: str, count: int) -> list[Due]:
    return [Due(f"{store}-{number}", store, NOON) for number in range(count)]


def test_accounts_take_turns() -> None:
    turns = Turns([*of("a", 5), *of("b", 2)], lambda store: store)
    assert [due.store for due in turns] == ["a", "b", "a", "b", "a", "a", "a"]


def test_a_busy_account_is_asked_a_few_questions_at_once_and_holds_up_nobody() -> None:
    """The account of `a` and `b` never answers until all of `c` are done."""
    turns = Turns([*of("a", 6), *of("b", 6), *of("c", 40)], lambda store: "shared" if store in "ab" else store)
    out, most, done = Counter[bool](), 0, threading.Event()
    changing = threading.Lock()
    rest = 40

    def work(_: int) -> None:
        nonlocal most, rest
        for due in turns:
            shared = due.store != "c"
            with changing:
                out[shared] += 1
                most = max(most, out[True])
                rest -= not shared
                if rest == 0:
                    done.set()
            assert not shared or done.wait(timeout=20)
            with changing:
                out[shared] -= 1

    with ThreadPoolExecutor(12) as workers:
        list(workers.map(work, range(12)))
    assert most == MAX_OF_ACCOUNT


def test_each_half_of_the_orders_is_asked_first_every_other_minute() -> None:
    found = of("a", 200)
    now, next_minute, later = (in_turn(found, NOON + timedelta(minutes=minute)) for minute in range(3))
    assert any(set(now[:half]) == set(next_minute[-half:]) == set(later[:half]) for half in range(60, 141))
    assert set(now) == set(next_minute) == set(found)


def test_the_quarters_are_all_shards_and_each_is_a_target_of_the_schedule(template: dict[str, Any]) -> None:
    assert sorted(shard for quarter in range(QUARTERS) for shard in shards(quarter)) == list(range(DUE_SHARDS))
    assert list(shards(None)) == list(range(DUE_SHARDS))
    reconciler = template["Resources"]["ReconcilePaymentsFunction"]["Properties"]
    schedule = template["Resources"]["ReconcilePaymentsSchedule"]["Properties"]
    inputs = [target["Input"] for target in schedule["Targets"]]
    assert {target["Arn"]["Ref"] for target in schedule["Targets"]} == {"ReconcilePaymentsFunction.Alias"}
    assert inputs == [f'{{"quarter": {quarter}}}' for quarter in range(QUARTERS)]
    assert QUARTERS in reconciler["ReservedConcurrentExecutions"]["If"]


def test_what_was_overlooked_is_searched_for_once_a_minute() -> None:
    of_quarters = [reconciliation.searches(quarter) for quarter in range(QUARTERS)]
    assert [search.count(reconciliation.overlooked) for search in of_quarters] == [1, *[0] * (QUARTERS - 1)]
    assert reconciliation.searches(None).count(reconciliation.overlooked) == 1


@pytest.mark.parametrize(("minutes", "seconds"), [(19, 0), (25, 300)])
def test_what_there_was_no_time_for_counts_as_overdue_from_when_any_order_ends(minutes: int, seconds: int) -> None:
    placed = NOON - timedelta(minutes=minutes)
    assert oldest_left_over([Due("o", "a", NOON), Due("p", "a", placed)], NOON) == seconds
    assert reconciliation.oldest_left_over([], NOON) == 0
