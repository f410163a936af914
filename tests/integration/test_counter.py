"""The counter's page, in a real browser, on the deployed system: who signs in there takes money, and leaves nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from local import staff
from local.caller import Caller, place
from local.system import System
from tests.browser import page_in
from tests.e2e.stub import watch

PATIENCE_MS = 20_000


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with page_in(browser, "pt-BR") as page:
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        broken = watch(page)
        yield page
    expect.set_options(timeout=5_000)
    assert broken == []


def test_cash_is_taken_with_the_keyboard_and_who_took_it_signs_out(system: System, kiosk: Caller, page: Page) -> None:
    order_id, key = place(kiosk, "x-burger", receipt_cpf="52998224725")
    reference = kiosk("GET", f"/orders/{order_id}", headers=key)["reference"]
    address = f"{system.pages_url}/web/counter/"
    page.add_init_script("window.print = () => {}")
    page.goto(address)
    page.get_by_label("Username").fill("counter")
    page.get_by_label("Password").fill(staff.PASSWORD)
    page.get_by_role("button").click()
    page.wait_for_url(address)

    expect(page.locator("#orders")).to_be_visible()
    page.keyboard.type(reference)
    page.keyboard.press("Enter")
    expect(page.locator("#order-title")).to_be_focused()
    page.keyboard.press("F4")
    page.keyboard.type("100")
    page.keyboard.press("Enter")
    expect(page.locator("#received")).to_contain_text("Recebido R$ 100,00. Troco: R$ ")
    expect(page.locator(".timeline")).to_contain_text("Você")
    paid = kiosk("GET", f"/orders/{order_id}", headers=key)
    assert (paid["status"], paid["payment"]["status"]) == ("RECEIVED", "PAID")

    page.keyboard.press("F9")
    expect(page.locator("#receipt")).to_contain_text("CPF 529.982.247-25")
    page.get_by_role("button", name="Sair").click()
    expect(page.get_by_label("Username")).to_be_visible()
    kept = page.evaluate("JSON.stringify([{ ...localStorage }, document.cookie])")
    assert reference not in kept
