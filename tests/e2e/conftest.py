from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium, page_in
from tests.e2e.counter import Counter
from tests.e2e.kiosk import Kiosk
from tests.e2e.kitchen import Kitchen
from tests.e2e.manager import Manager
from tests.e2e.rules import CALL, CALL_EACH, Rule
from tests.e2e.stub import NOON, Stub, serving, watch

PATIENCE_MS = 20_000


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
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
        broken = watch(page)
        page.clock.install(time=NOON)
        yield page
        assert broken == []


@pytest.fixture(scope="module")
def rule(browser: Browser, pages_url: str) -> Iterator[Rule]:
    """What a function of a module of web/ answers."""
    with page_in(browser) as page:
        page.goto(f"{pages_url}/config.json")
        yield lambda module, name, *given: page.evaluate(
            CALL, {"url": f"{pages_url}/{module}.js", "name": name, "given": given}
        )


@pytest.fixture(scope="module")
def rule_of_each(browser: Browser, pages_url: str) -> Iterator[Rule]:
    """As `rule`; what the function is given comes as a list of many, and so do its answers."""
    with page_in(browser) as page:
        page.goto(f"{pages_url}/config.json")
        yield lambda module, name, given: page.evaluate(
            CALL_EACH, {"url": f"{pages_url}/{module}.js", "name": name, "given": given}
        )


@pytest.fixture
def stub(pages_url: str, page: Page) -> Stub:
    return Stub(pages_url, page)


@pytest.fixture
def kitchen(page: Page, stub: Stub) -> Kitchen:
    return Kitchen(page, stub)


@pytest.fixture
def counter(page: Page, stub: Stub) -> Counter:
    return Counter(page, stub)


@pytest.fixture
def manager(page: Page, stub: Stub) -> Manager:
    return Manager(page, stub)


@pytest.fixture
def kiosk(page: Page, stub: Stub) -> Kiosk:
    kiosk = Kiosk(page, stub)
    kiosk.open()
    return kiosk
