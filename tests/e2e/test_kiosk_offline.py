"""The kiosk's page is kept for a reload without a network: one version, complete or not at all."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from werkzeug.test import Client

from tests.e2e.stub import pages, serving

CACHE_NAMES = "caches.keys().then((names) => names.filter((name) => name.startsWith('kiosk-')))"
REGISTER = """navigator.serviceWorker.register("worker.js").then(({ installing, waiting, active }) => new Promise((done) => {
  const look = () => !installing ? done((waiting ?? active)?.state ?? "redundant") : installing.state !== "installing" && done(installing.state);
  installing?.addEventListener("statechange", look);
  look();
}))"""
"""What becomes of it: the page has registered it too, and that may be over by now."""
IS_CACHED = "caches.match(new URL('shell.json', location.href)).then(Boolean)"


class Site:
    """The pages as they are served; `changes` holds what is served otherwise, by path."""

    def __init__(self) -> None:
        self.pages = pages()
        self.changes: dict[str, bytes] = {}

    def __call__(self, environ: Any, start_response: Any) -> Any:
        content = self.changes.get(environ["PATH_INFO"])
        if content is None:
            return self.pages(environ, start_response)
        kind = "application/json" if environ["PATH_INFO"].endswith(".json") else "text/javascript"
        start_response("200 OK", [("Content-Type", kind)])
        return [content]

    def shell(self) -> dict[str, Any]:
        shell: dict[str, Any] = json.loads(Client(self.pages).get("/web/kiosk/shell.json").data)
        return shell

    def publish(self, shell: dict[str, Any]) -> None:
        self.changes["/web/kiosk/shell.json"] = json.dumps(shell).encode()


@pytest.fixture
def site() -> Iterator[tuple[Site, str]]:
    site = Site()
    with serving(site) as url:
        yield site, f"{url}/kiosk/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(locale="pt-BR") as context:
        yield context.new_page()


def until(page: Page, script: str) -> None:
    for _ in range(200):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    pytest.fail(script)


def test_a_reload_without_a_network_shows_the_complete_page(page: Page, site: tuple[Site, str]) -> None:
    _, url = site
    page.goto(f"{url}?store=centro")
    until(page, IS_CACHED)
    until(page, "Boolean(navigator.serviceWorker.controller)")
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Peça aqui")
    expect(page.locator("#connection")).to_contain_text("Sem conexão. Tentando de novo…")
    until(page, "document.querySelector('.hero').naturalWidth > 0 && document.fonts.check('16px Gabarito')")
    assert len(page.evaluate(CACHE_NAMES)) == 1


def test_a_page_that_cannot_be_had_completely_is_not_kept(page: Page, site: tuple[Site, str]) -> None:
    served, url = site
    served.publish(served.shell())
    served.changes["/web/texts/discounts.js"] = b"export const DISCOUNTS = {};"
    page.goto(url)
    refused = page.evaluate(REGISTER)
    assert refused == "redundant"
    assert page.evaluate(CACHE_NAMES) == []
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()


def test_a_newer_version_takes_over_at_the_first_screen_and_the_older_one_goes(
    page: Page, site: tuple[Site, str]
) -> None:
    served, url = site
    page.goto(url)
    until(page, IS_CACHED)
    [before] = page.evaluate(CACHE_NAMES)
    content = Client(served.pages).get("/web/texts/kiosk.js").data.replace("Peça aqui".encode(), b"Oi, fome!")
    served.changes["/web/texts/kiosk.js"] = content
    shell = served.shell()
    shell["files"]["texts/kiosk.js"] = hashlib.sha256(content).hexdigest()
    served.publish(shell | {"version": "newer"})
    page.evaluate("navigator.serviceWorker.ready.then(({ active }) => active.postMessage('update'))")
    expect(page.get_by_role("heading", level=1)).to_have_text("Oi, fome!")
    assert page.evaluate(CACHE_NAMES) == ["kiosk-newer"] != [before]


def test_it_is_switched_off_from_where_the_pages_come_from(page: Page, site: tuple[Site, str]) -> None:
    served, url = site
    page.goto(url)
    until(page, IS_CACHED)
    served.publish({"version": "", "files": {}})
    page.evaluate("navigator.serviceWorker.ready.then(({ active }) => active.postMessage('update'))")
    until(page, f"{CACHE_NAMES}.then((names) => !names.length)")
    until(page, "navigator.serviceWorker.getRegistrations().then((all) => !all.length)")
