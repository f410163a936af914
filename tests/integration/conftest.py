"""One deployed stack, IAM enforced, for all integration tests of a run: the system of `make run` on ports of its own
and with nothing kept."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from local import staff
from local.caller import Caller, connect
from local.processes import free_port
from local.settings import Settings
from local.stack import Stack
from local.system import System, running
from tests.browser import chromium, page_in
from tests.e2e.stub import watch

PATIENCE_MS = 30_000


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def viewport() -> ViewportSize:
    """Of the page; a module about another screen has its own."""
    return {"width": 1280, "height": 720}


@pytest.fixture
def page(browser: Browser, viewport: ViewportSize) -> Iterator[Page]:
    """A Brazilian's browser; nothing may break in it, its content security policy included."""
    with page_in(browser, "pt-BR") as page:
        page.set_viewport_size(viewport)
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        broken = watch(page)
        yield page
    expect.set_options(timeout=5_000)
    assert broken == []


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    settings = Settings(tmp_path_factory.mktemp("local"), free_port(), free_port(), free_port())
    with running(settings, print, first_backoff=0.1) as system:
        yield system


@pytest.fixture(scope="session")
def stack(system: System) -> Stack:
    """Its outputs, and boto3 clients that act as the account's root."""
    return system.stack


@pytest.fixture(scope="session")
def api(stack: Stack) -> Iterator[httpx.Client]:
    """HTTP with the deployed API, without a token."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=20)
    with connect(stack.api_url, limits=limits) as client:
        yield client


@pytest.fixture(scope="session")
def simulator(system: System) -> Iterator[httpx.Client]:
    """HTTP with the Mercado Pago simulator."""
    with connect(system.simulator_url) as client:
        yield client


@pytest.fixture(scope="session")
def customer_token(api: httpx.Client) -> str:
    """The ID token that POST /identify gives everybody."""
    token: str = Caller(api)("POST", "/identify", json={})["id_token"]
    return token


@pytest.fixture(scope="session")
def staff_token(stack: Stack) -> Callable[[str], str]:
    """The ID token of the person of a group: kitchen, counter or manager."""
    tokens: dict[str, str] = {}

    def sign_in(group: str) -> str:
        if group not in tokens:
            tokens[group] = staff.sign_in(stack, group)
        return tokens[group]

    return sign_in


@pytest.fixture
def kiosk(api: httpx.Client, customer_token: str) -> Caller:
    return Caller(api, customer_token)


@pytest.fixture
def manager(api: httpx.Client, staff_token: Callable[[str], str]) -> Caller:
    return Caller(api, staff_token("manager"))


@pytest.fixture
def kitchen(api: httpx.Client, staff_token: Callable[[str], str]) -> Caller:
    return Caller(api, staff_token("kitchen"))
