from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import browser_page
from tests.e2e.stub import Stub, serving, watch


@pytest.fixture(scope="session")
def pages_url() -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture
def stub(pages_url: str) -> Stub:
    return Stub(pages_url)


@pytest.fixture
def page(stub: Stub) -> Iterator[Page]:
    """A Brazilian's browser, whose clock may be turned and whose API is the stub; nothing may break in it."""
    with browser_page("pt-BR") as page:
        page.set_default_timeout(5_000)
        expect.set_options(timeout=5_000)
        broken = watch(page)
        stub.listen(page)
        page.clock.install()
        yield page
        assert broken == []
