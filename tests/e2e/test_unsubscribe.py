"""The page that a campaign mail's link leads to: it asks, and does nothing before it is told to."""

from playwright.sync_api import Page, expect

from tests.e2e.stub import Stub
from tests.screenshots.unsubscribe import TOKEN


def test_it_asks_and_one_tap_unsubscribes_without_signing_in(page: Page, stub: Stub) -> None:
    stub.answers["POST /unsubscribe/*"] = (200, {"purpose": "marketing", "granted": False})
    page.goto(f"{stub.pages_url}/unsubscribe/#{TOKEN}")
    stop = page.get_by_role("button", name="Parar de receber")
    expect(stop).to_be_visible()
    stub.expect_no_open_request()
    assert stub.requests == []
    stop.click()
    expect(page.get_by_role("heading", name="Pronto: você não recebe mais ofertas.")).to_be_focused()
    (asked,) = stub.requests
    assert asked.url.endswith(f"/unsubscribe/{TOKEN}")
    assert asked.post_data == "List-Unsubscribe=One-Click"
    assert "authorization" not in asked.headers


def test_what_the_api_says_against_it_is_shown(page: Page, stub: Stub) -> None:
    stub.answers["POST /unsubscribe/*"] = (404, {"detail": "Este link está incompleto."})
    page.goto(f"{stub.pages_url}/unsubscribe/?language=en#{TOKEN}")
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("alert")).to_have_text("Este link está incompleto.")
    stub.answers["POST /unsubscribe/*"] = (503, {})
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("alert")).to_contain_text("no answer")


def test_what_the_gateway_refuses_in_english_is_shown_in_the_pages_language(page: Page, stub: Stub) -> None:
    busy = {"type": "urn:bytemeburger:problem:busy", "detail": "Too much is happening at once; please try again."}
    stub.answers["POST /unsubscribe/*"] = (429, busy)
    page.goto(f"{stub.pages_url}/unsubscribe/#{TOKEN}")
    page.get_by_role("button", name="Parar de receber").click()
    expect(page.get_by_role("alert")).to_have_text("Muita coisa ao mesmo tempo; tente de novo.")
