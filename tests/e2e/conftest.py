from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium, page_in
from tests.e2e.stub import Stub, serving, watch

PATIENCE_MS = 10_000


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def pages_url() -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A Brazilian's browser, whose clock may be turned; nothing may break in it."""
    with page_in(browser, "pt-BR") as page:
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        broken = watch(page)
        page.clock.install()
        yield page
        assert broken == []


@pytest.fixture
def stub(pages_url: str, page: Page) -> Stub:
    return Stub(pages_url, page)
