"""The list of the pages."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.e2e.stub import Stub

SIZES = [(1366, 768), (390, 844)]
README = None


def states(page: Page, stub: Stub) -> Iterator[str]:
    page.goto(f"{stub.pages_url}/")
    yield "start"
