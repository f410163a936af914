"""The page that a campaign mail's link leads to."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.phone import SIZES as SIZES
from tests.e2e.stub import Stub

README = None
TOKEN = "Yb2vG3q0T1mK5n8R4s6WkqZ8Zb0JrV2fU3n6mS5pQ1xW7cA9dE4hT8yL2oI"


def states(page: Page, stub: Stub) -> Iterator[str]:
    page.goto(f"{stub.pages_url}/unsubscribe/")
    expect(page.get_by_role("heading", name="O link está incompleto")).to_be_visible()
    yield "no-link"
    page.goto(f"{stub.pages_url}/unsubscribe/#{TOKEN}")
    stop = page.get_by_role("button", name="Parar de receber")
    expect(stop).to_be_visible()
    yield "question"
    stub.answers["POST /unsubscribe/*"] = (503, {})
    stop.click()
    expect(page.get_by_role("alert")).not_to_be_empty()
    yield "unreachable"
    stub.answers["POST /unsubscribe/*"] = (200, {"purpose": "marketing", "granted": False})
    stop.click()
    expect(page.get_by_role("heading", name="Pronto")).to_be_visible()
    yield "done"
