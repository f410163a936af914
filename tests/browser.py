"""A page in a real browser: Debian's Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright


@contextmanager
def browser_page(language: str = "en-US") -> Iterator[Page]:
    """A page without a past, whose person reads `language`."""
    chromium = shutil.which("chromium")
    assert chromium, "these tests need Chromium (Debian's package chromium)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )
        yield browser.new_page(locale=language)
        browser.close()
