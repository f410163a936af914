"""The link that takes an order from the kiosk to a phone, web/rules/order-link.js."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from bytemeburger import secrets
from bytemeburger.orders import keys
from tests.e2e.stub import Stub

KIOSK = "https://pages.example/kiosk/?store=centro"
CALL = "async ({ url, name, given }) => (await import(url))[name](...given) ?? null"


@pytest.fixture
def rule(page: Page, stub: Stub) -> Callable[..., Any]:
    page.goto(f"{stub.pages_url}/config.json")
    url = f"{stub.pages_url}/rules/order-link.js"
    return lambda name, *given: page.evaluate(CALL, {"url": url, "name": name, "given": given})


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """As the API names it."""
    monkeypatch.setattr(secrets, "read", lambda _: {"pepper": "test"})
    monkeypatch.setenv("PEPPER_SECRET", "pepper")
    order_id = keys.order_id("somebody", "8c2d1a0e-6d3c-4f1b-9a77-2a0d5b8f1c45")
    return {"order_id": order_id, "order_key": keys.order_key(order_id), "reading_key": keys.reading_key(order_id)}


def test_the_key_stands_where_no_server_receives_it(rule: Callable[..., Any], order: dict[str, str]) -> None:
    address = rule("readingAddress", order, KIOSK)
    assert address.startswith("https://pages.example/order/#")
    sent, _, fragment = address.partition("#")
    assert order["reading_key"] in fragment
    assert order["order_key"] not in address
    assert order["order_id"] not in sent


def test_what_is_written_is_read(rule: Callable[..., Any], order: dict[str, str]) -> None:
    _, hash_sign, fragment = rule("readingAddress", order, KIOSK).partition("#")
    assert rule("linkedOrder", hash_sign + fragment) == {"order_id": order["order_id"], "key": order["reading_key"]}


@pytest.mark.parametrize("fragment", ["", "#", "#short.key", "#X21AlzX_bHASiPrUJvrU_Q", "#../../x.y", "#" + "a" * 500])
def test_what_is_no_such_link_is_none(rule: Callable[..., Any], fragment: str) -> None:
    assert rule("linkedOrder", fragment) is None
