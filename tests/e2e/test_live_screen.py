"""web/core/live.js against what a network does to frames: lost, repeated, reordered, and snapshots that cross them."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from bytemeburger.live import rules
from bytemeburger.orders import staff_views
from bytemeburger.orders.model import StoredOrder
from bytemeburger.orders.rules import IN_QUEUE, KITCHEN_STEPS, Status
from tests.browser import page_in

LIVE = Path(__file__).parents[2] / "web" / "core" / "live.js"
PLAY = """
async ({ source, isComplete, actions, last }) => {
  const { Screen } = await import("data:text/javascript;base64," + btoa(source));
  const screen = new Screen(isComplete ? (order) => "lines" in order : undefined);
  for (const [name, argument] of actions) screen[name](argument);
  const wasBehind = screen.isBehind;
  if (wasBehind) screen.snapshot(last);
  return { wasBehind, isBehind: screen.isBehind, orders: screen.orders };
}
"""

type Order = dict[str, Any]
type Play = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def play(browser: Browser) -> Iterator[Play]:
    """Do things to a screen, then give it the `last` snapshot if it asks for one; what it shows."""
    with page_in(browser) as page:
        yield lambda actions, last, is_complete=False: _play(page, actions, last, is_complete)


def _play(page: Page, actions: Any, last: Any, is_complete: bool) -> dict[str, Any]:
    played: dict[str, Any] = page.evaluate(
        PLAY, {"source": LIVE.read_text(), "isComplete": is_complete, "actions": actions, "last": last}
    )
    return played


class Store:
    """A few orders on their way, change by change; `writes[n]` is what all were after n `changes`."""

    def __init__(self, steps: list[tuple[int, int]]):
        orders: dict[int, Order] = {}
        self.writes: list[dict[int, Order]] = [{}]
        self.changes: list[int] = []
        """The order of each change."""
        for number, choice in steps:
            old = orders.get(number)
            before = old or _order(number)
            onward = sorted(KITCHEN_STEPS.get(Status(before["status"]), ()))
            if old and not onward:
                continue
            to = onward[choice % len(onward)] if old else Status.RECEIVED
            # Other changes of the order, such as a line that is done, count its version up too.
            new = before | {"status": str(to), "version": before["version"] + 1 + choice % 2}
            orders = orders | {number: new}
            self.writes.append(orders)
            self.changes.append(number)

    def frame(
        self, change: int, sequence: int, writes: int | None = None, channel: str = "board:centro"
    ) -> rules.Frame:
        """The frame of an event, the `change`-th, as read after so many writes, at once unless it is said."""
        order = self.writes[change if writes is None else writes][self.changes[change - 1]]
        return dict(rules.frames(cast("StoredOrder", order), sequence))[channel]

    def snapshot(self, writes: int, sequence: int) -> dict[str, Any]:
        queue = [order for order in self.writes[writes].values() if order["status"] in IN_QUEUE]
        return {**staff_views.board("centro", sequence, queue)}


def _order(number: int) -> Order:
    return {
        "type": "order",
        "order_id": f"order-{number}",
        "store": "centro",
        "business_day": "2026-11-24",
        "number": number,
        "status": str(Status.AWAITING_PAYMENT),
        "version": 2,
        "history": [{"status": str(Status.AWAITING_PAYMENT), "at": "2026-11-24T12:00:00.000Z"}],
        "total": 1,
        "lines": [],
    }


def shown(orders: list[Order]) -> dict[int, str]:
    return {order["number"]: order["status"] for order in orders}


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), min_size=1, max_size=16),
    luck=st.randoms(use_true_random=False),
)
def test_whatever_the_network_does_the_screen_ends_right(
    play: Play, steps: list[tuple[int, int]], luck: random.Random
) -> None:
    store = Store(steps)
    changes = len(store.changes)
    # The bus tells in any order, and a number is given only then. After that the order is read, and a snapshot with
    # that number holds at least what had been written before the number was given.
    delivery_order = luck.sample(range(1, changes + 1), changes)
    written, frames = [0], []
    for sequence, event in enumerate(delivery_order, start=1):
        written.append(max(written[-1], event, luck.choice((0, luck.randint(0, changes)))))
        frames.append(store.frame(event, sequence, luck.randint(written[-1], changes)))
    actions: list[tuple[str, Any]] = []
    for frame in frames[:-1]:
        actions += [("receive", frame)] * luck.choice((0, 1, 1, 1, 2))
    for _ in range(luck.randint(0, 3)):
        sequence = luck.randint(0, changes)
        actions.append(("snapshot", store.snapshot(luck.randint(written[sequence], changes), sequence)))
    # The newest frame comes: what nothing follows, nobody can miss before the next poll.
    actions.append(("receive", frames[-1]))
    luck.shuffle(actions)

    screen = play(actions, store.snapshot(changes, changes))

    truth = {number: order["status"] for number, order in store.writes[-1].items() if order["status"] in IN_QUEUE}
    assert shown(screen["orders"]) == truth
    assert not screen["isBehind"]


def test_a_screen_in_step_needs_no_snapshot(play: Play) -> None:
    store = Store([(1, 0), (2, 0), (1, 0), (1, 1), (2, 0)])
    frames = [store.frame(change, change) for change in range(1, 6)]
    actions = [("snapshot", store.snapshot(0, 0)), *(("receive", frame) for frame in reversed(frames))]
    screen = play(actions, None)
    assert not screen["wasBehind"]
    assert shown(screen["orders"]) == {1: "READY", 2: "IN_PREPARATION"}


def test_a_gap_is_seen(play: Play) -> None:
    store = Store([(1, 0), (1, 0), (1, 1)])
    first, _, third = (store.frame(change, change) for change in (1, 2, 3))
    for received in ([third], [first, third], [third, first]):
        actions = [("snapshot", store.snapshot(0, 0)), *(("receive", frame) for frame in received)]
        assert play(actions, store.snapshot(3, 3))["wasBehind"]


def test_the_kitchen_asks_for_an_order_of_which_it_has_only_a_frame(play: Play) -> None:
    frame = Store([(1, 0)]).frame(1, 1, channel="kitchen:centro")
    order = {"order_id": "order-1", "status": "RECEIVED", "version": frame["version"], "lines": [{"quantity": 2}]}
    actions = [("snapshot", {"sequence": 0, "orders": []}), ("receive", frame)]
    screen = play(actions, {"sequence": 1, "orders": [order]}, is_complete=True)
    assert screen["wasBehind"]
    assert not screen["isBehind"]
    assert screen["orders"] == [order]


def test_what_the_screen_itself_did_is_shown_before_its_frame_and_is_no_gap(play: Play) -> None:
    store = Store([(1, 0), (1, 0), (1, 1)])
    frames = [store.frame(change, change, channel="kitchen:centro") for change in (1, 2, 3)]
    order = {"order_id": "order-1", "status": "RECEIVED", "version": frames[0]["version"], "lines": [], "since": "t"}
    answer = order | {"status": "IN_PREPARATION", "version": frames[1]["version"]}
    start = [("snapshot", {"sequence": 1, "orders": [order]}), ("change", answer)]
    assert [each["status"] for each in play(start, None, is_complete=True)["orders"]] == ["IN_PREPARATION"]
    late = [*start, ("receive", frames[2]), ("change", answer), ("receive", frames[1])]
    screen = play(late, None, is_complete=True)
    assert not screen["wasBehind"]
    assert [each["status"] for each in screen["orders"]] == ["READY"]


def test_what_the_screen_itself_did_outlives_a_snapshot_that_was_asked_for_before(play: Play) -> None:
    order = {"order_id": "order-1", "status": "RECEIVED", "version": 3, "lines": [], "since": "t"}
    before = {"sequence": 1, "orders": [order]}
    answer = order | {"status": "IN_PREPARATION", "version": 4}
    screen = play([("snapshot", before), ("change", answer), ("snapshot", before)], None, is_complete=True)
    assert not screen["wasBehind"]
    assert [each["status"] for each in screen["orders"]] == ["IN_PREPARATION"]


def test_a_frame_changes_what_it_holds_and_keeps_the_rest_of_the_card(play: Play) -> None:
    order = {"order_id": "order-1", "status": "RECEIVED", "version": 3, "lines": [{"quantity": 2}]}
    frame = Store([(1, 0), (1, 1)]).frame(2, 5, channel="kitchen:centro")
    screen = play([("snapshot", {"sequence": 4, "orders": [order]}), ("receive", frame)], None, is_complete=True)
    assert not screen["wasBehind"]
    assert [(each["status"], each["lines"]) for each in screen["orders"]] == [("IN_PREPARATION", [{"quantity": 2}])]
