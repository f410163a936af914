"""The kitchen's screen."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.stub import Stub
from tests.e2e.test_kitchen import Kitchen

SIZES = [(1920, 1080), (1366, 768)]
README = "orders"


def states(page: Page, stub: Stub) -> Iterator[str]:
    kitchen = Kitchen(page, stub)
    kitchen.open()
    expect(page.locator("#none")).to_be_visible()
    yield "empty"
    for number in range(1, 13):
        status = ("RECEIVED", "IN_PREPARATION", "READY")[number % 3]
        kitchen.order(number, status, refunded=number == 4)
    page.clock.fast_forward(21_000)
    expect(page.locator("#orders > li")).to_have_count(12)
    yield "orders"
    stub.answers["GET /kitchen/queue"] = (503, {})
    page.clock.fast_forward(60_000)
    expect(kitchen.notice).not_to_be_empty()
    yield "stale"
