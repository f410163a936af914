"""The menu on a screen above the counter."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.menu_board import MenuBoard
from tests.e2e.stub import Stub

SIZES = [(1920, 1080), (1080, 1920), (1366, 768)]
README = "menu"


def states(page: Page, stub: Stub) -> Iterator[str]:
    page.emulate_media(reduced_motion="reduce")
    board = MenuBoard(page, stub)
    board.product("batata-frita")["available"] = False
    board.offer("x-burger", "Happy hour", 1590)
    board.offer("combo-byte", "Happy hour", 3490)
    board.open()
    page.wait_for_timeout(400)
    yield "menu"
    board.wait(12)
    page.wait_for_timeout(200)
    yield "second-page"
    stub.answers["GET /menu"] = (503, {})
    board.wait(120)
    expect(board.notice).not_to_be_empty()
    yield "stale"
