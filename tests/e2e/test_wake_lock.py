"""Screens of the store that nobody touches for an hour; the kitchen's stands with its own tests."""

import pytest
from playwright.sync_api import Page

from tests.e2e.stub import Stub

HELD = "window.held = []; Object.defineProperty(navigator, 'wakeLock', { value: { request: async (kind) => held.push(kind) } })"


@pytest.mark.parametrize("name", ["kiosk", "board", "menu-board"])
def test_it_stays_on(page: Page, stub: Stub, name: str) -> None:
    page.add_init_script(HELD)
    page.goto(f"{stub.pages_url}/{name}/")
    page.wait_for_function("held.length === 1")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function("held.length === 2")
