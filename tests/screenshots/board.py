"""The pick-up board."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.board import Board
from tests.e2e.stub import Stub, menu

SIZES = [(1920, 1080), (1366, 768)]
README = "numbers"


def states(page: Page, stub: Stub) -> Iterator[str]:
    board = Board(page, stub)
    stub.answers["GET /menu"] = (200, menu())
    board.open()
    yield "empty"
    board.preparing, board.ready, board.sequence = list(range(112, 131)), list(range(104, 112)), 1
    page.clock.fast_forward(61_000)
    expect(page.locator("#ready li").first).to_be_visible()
    yield "numbers"
    stub.answers["GET /board"] = (503, {})
    page.clock.fast_forward(60_000)
    expect(board.notice).not_to_be_empty()
    yield "stale"
