from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import browser_page
from tests.e2e.stub import Stub, serving, watch

PATIENCE_MS = 10_000


@pytest.fixture(scope="session")
def pages_url() -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture
def page() -> Iterator[Page]:
    """A Brazilian's browser, whose clock may be turned; nothing may break in it."""
    with browser_page("pt-BR") as page:
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        broken = watch(page)
        page.clock.install()
        yield page
        assert broken == []


@pytest.fixture
def stub(pages_url: str, page: Page) -> Stub:
    return Stub(pages_url, page)
