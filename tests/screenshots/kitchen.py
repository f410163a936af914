"""The kitchen's screen."""

from collections.abc import Iterator
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.e2e.kitchen import KITCHEN_COMBO, Kitchen
from tests.e2e.order_lines import COLA
from tests.e2e.stub import NOON, Stub

SIZES = [(1920, 1080), (1366, 768)]
README = "orders"
STATUSES = ("RECEIVED", "IN_PREPARATION", "RECEIVED", "READY")
MEALS = ([KITCHEN_COMBO, COLA], [COLA], [KITCHEN_COMBO | {"done": True}, COLA])


def states(page: Page, stub: Stub) -> Iterator[str]:
    kitchen = Kitchen(page, stub)
    kitchen.open()
    expect(page.locator("#none")).to_be_visible()
    yield "empty"
    _order(kitchen, 9)
    yield "orders"
    kitchen.press("ArrowDown", "Enter")
    yield "order"
    kitchen.press("Escape", "F4")
    page.get_by_role("button", name="Batata Frita").click()
    expect(page.get_by_text("Fora do cardápio")).to_be_visible()
    yield "sold-out"
    kitchen.press("Escape", "F2")
    yield "totals"
    kitchen.press("F2")
    _order(kitchen, 80)
    yield "eighty"
    stub.answers["GET /kitchen/queue"] = (503, {})
    page.clock.fast_forward(60_000)
    expect(kitchen.notice).not_to_be_empty()
    yield "stale"


def _order(kitchen: Kitchen, count: int) -> None:
    """So many orders, the first of them paid for the longest time."""
    for number in range(1, count + 1):
        waited = 60 * 18 * (count - number) // count
        paid_at, p50, p90 = (
            (NOON + timedelta(seconds=seconds - waited)).strftime("%Y-%m-%dT%H:%M:%S.000Z") for seconds in (0, 480, 720)
        )
        status = STATUSES[number % 4]
        lines = [line | {"done": line["done"] and status == "IN_PREPARATION"} for line in MEALS[number % 3]]
        dining = "take_away" if number % 3 else "eat_in"
        kitchen.order(
            number,
            status,
            paid_at=paid_at,
            since=paid_at,
            waiting_seconds=waited,
            refunded=number == 2,
            lines=lines,
            dining=dining,
            promise={"p50": p50, "p90": p90},
        )
    kitchen.page.clock.fast_forward(61_000)
    expect(kitchen.page.locator("#orders > li")).to_have_count(count)
