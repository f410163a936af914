"""The parts of the pages, light and dark."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.e2e.stub import Stub

SIZES = [(1366, 6800)]
README = None


def states(page: Page, stub: Stub) -> Iterator[str]:
    page.goto(f"{stub.pages_url}/design/")
    yield "parts"
