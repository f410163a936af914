"""The counter's page, in a real browser, on the deployed system: who signs in there takes money, and leaves nothing."""

import re

from playwright.sync_api import Page, expect

from local import staff
from local.caller import Caller, place
from local.system import System


def test_cash_is_received_with_the_keyboard_and_the_cashier_signs_out(
    system: System, kiosk: Caller, page: Page
) -> None:
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
    storage = page.evaluate("JSON.stringify([{ ...localStorage }, document.cookie])")
    assert reference not in storage


def enter(page: Page, address: str, username: str) -> None:
    page.goto(address)
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(staff.PASSWORD)
    page.get_by_role("button").click()
    page.wait_for_url(address)


def test_an_order_that_the_counter_puts_together_is_paid_in_cash_and_prepared(
    system: System, kitchen: Caller, page: Page
) -> None:
    enter(page, f"{system.pages_url}/web/counter/", "counter")
    expect(page.locator("#orders, #none").first).to_be_visible()
    page.keyboard.press("F3")
    expect(page.locator("#products > li").first).to_be_visible()
    for product in ("2 x-b", "combo byte"):
        page.keyboard.type(product)
        page.keyboard.press("Enter")
    page.get_by_label("CPF na nota").fill("529.982.247-25")
    page.keyboard.press("F4")
    expect(page.locator("#act")).to_be_visible()
    page.keyboard.type("200")
    page.keyboard.press("Enter")
    expect(page.locator("#received")).to_contain_text("Recebido R$ 200,00. Troco: R$ ")
    expect(page.locator(".timeline")).to_have_text(re.compile("A pagar.*Você.*Recebido.*Você", re.DOTALL))
    number = (page.locator("#order-title").text_content() or "").removeprefix("Pedido ")
    page.get_by_role("button", name="Sair").click()
    expect(page.get_by_label("Username")).to_be_visible()

    page.set_viewport_size({"width": 1920, "height": 1080})
    enter(page, f"{system.pages_url}/web/kitchen/", "kitchen")
    card = page.locator("#orders > li", has=page.get_by_role("heading", name=re.compile(rf"^{number} ·")))
    expect(card).to_contain_text("2 × X-Burger")
    card.locator(".steps button").click()
    card.get_by_role("button", name="2 × X-Burger").click()
    expect(card.get_by_role("button", name="2 × X-Burger")).to_have_attribute("aria-pressed", "true")
    card.get_by_role("button", name="Pronto", exact=True).click()
    card.get_by_role("button", name="Entregue", exact=True).click()
    expect(card).to_have_count(0)
    handed_over = [order["number"] for order in kitchen("GET", "/kitchen/recent")["orders"]]
    assert int(number) in handed_over


def test_the_kitchen_takes_an_item_off_the_menu_and_puts_it_back(system: System, kiosk: Caller, page: Page) -> None:
    enter(page, f"{system.pages_url}/web/kitchen/", "kitchen")

    def is_sold() -> bool:
        products = kiosk("GET", "/menu?store=centro")["products"]
        return next(bool(each["available"]) for each in products if each["product_id"] == "brownie-com-nozes")

    for is_off in (True, False):
        page.get_by_role("button", name="Em falta").click()
        item = page.locator("#products [data-key=brownie-com-nozes] button")
        item.click()
        expect(item).to_have_attribute("aria-pressed", str(is_off).lower())
        assert is_sold() is not is_off
        page.get_by_role("button", name="Fechar").click()
