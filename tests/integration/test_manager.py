"""The manager's page, in a real browser, on the deployed system: a price changed and found in the history, somebody invited and
removed, the day and its sales read."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from local import staff
from local.caller import Caller, place
from local.system import System
from tests.integration.waiting import eventually


@pytest.fixture
def signed_in(system: System, page: Page) -> Page:
    address = f"{system.pages_url}/web/manager/"
    page.goto(address)
    page.get_by_label("Username").fill("manager")
    page.get_by_label("Password").fill(staff.PASSWORD)
    page.get_by_role("button").click()
    page.wait_for_url(re.compile(re.escape(address)))
    expect(page.locator("#view-title")).to_have_text("Hoje")
    return page


def go(page: Page, view: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=view, exact=True).click()
    expect(page.locator("#view-title")).to_have_text(view)


def test_a_price_is_changed_and_its_old_and_new_value_stand_in_the_history(
    signed_in: Page, kiosk: Caller, manager: Caller
) -> None:
    page = signed_in
    go(page, "Cardápio")
    page.get_by_role("link", name="Pudim de Leite").click()
    price = page.get_by_label("Preço (R$)")
    was = price.input_value()
    price.fill("13,37")
    page.get_by_role("button", name="Salvar").click()
    expect(page.get_by_text("Salvo")).to_be_visible()
    menu = {each["product_id"]: each["price"] for each in kiosk("GET", "/menu")["products"]}
    assert 1337 in menu.values()

    go(page, "Histórico")
    newest = page.locator("#trail tbody tr").first
    expect(newest).to_contain_text("Você")
    expect(newest).to_contain_text("Pudim de Leite")
    expect(newest).to_contain_text(f"Preço: R$\xa0{was} → R$\xa013,37")

    go(page, "Cardápio")
    page.get_by_role("link", name="Pudim de Leite").click()
    price.fill(was)
    page.get_by_role("button", name="Salvar").click()
    expect(page.get_by_text("Salvo")).to_be_visible()
    entries = manager("GET", "/audit?limit=2")["entries"]
    assert [each["changes"][0]["new"] for each in entries][1] == 1337


def test_a_picture_is_cut_uploaded_and_shown(signed_in: Page) -> None:
    page = signed_in
    go(page, "Cardápio")
    page.get_by_role("link", name="Brownie").first.click()
    drawn = page.evaluate("""
      () => { const c = document.createElement("canvas"); c.width = 900; c.height = 600;
        c.getContext("2d").fillRect(0, 0, 900, 600); return c.toDataURL("image/png").split(",")[1]; }
    """)
    import base64

    page.get_by_label("Escolher foto").set_input_files(
        {"name": "brownie.png", "mimeType": "image/png", "buffer": base64.b64decode(drawn)}
    )
    page.get_by_role("button", name="Usar esta foto").click()
    expect(page.get_by_text("Foto nova: falta salvar o produto")).to_be_visible()
    page.get_by_role("button", name="Salvar").click()
    expect(page.get_by_text("Salvo")).to_be_visible()
    shown = page.get_by_alt_text("A foto de agora")
    expect(shown).to_be_visible()
    assert shown.evaluate("async (image) => { await image.decode(); return image.naturalWidth }") == 640


def test_somebody_is_invited_and_removed_and_both_are_written_down(
    signed_in: Page, system: System, manager: Caller
) -> None:
    page, email = signed_in, f"bia-{uuid.uuid4().hex[:8]}@example.com"
    go(page, "Equipe")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Acesso").select_option("counter")
    page.get_by_role("button", name="Convidar").click()
    row = page.locator("#people tbody tr").filter(has_text=email)
    expect(row).to_contain_text("convidada")
    expect(row).to_contain_text("Balcão")
    cognito = system.stack.client("cognito-idp")
    pool = system.stack.outputs["StaffPoolId"]
    invited = cognito.admin_get_user(UserPoolId=pool, Username=email)
    assert {"Name": "custom:store", "Value": "centro"} in invited["UserAttributes"]
    page.get_by_role("button", name=f"Remover {email}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).not_to_have_attribute("data-settling", re.compile(""))
    dialog.get_by_role("button", name="Remover", exact=True).click()
    expect(row).to_have_count(0)
    with pytest.raises(cognito.exceptions.UserNotFoundException):
        cognito.admin_get_user(UserPoolId=pool, Username=email)
    entries = manager("GET", "/audit?about=staff")["entries"]
    assert [each["changes"][0]["new"] for each in entries[:2]] == [None, ["counter"]]
    assert email not in str(entries)


def test_the_day_and_its_sales_are_read(signed_in: Page, kiosk: Caller, manager: Caller) -> None:
    order_id, _ = place(kiosk, "guarana")
    manager("POST", f"/staff/orders/{order_id}/payment", json={"method": "cash"})
    page = signed_in
    go(page, "Pedidos")
    go(page, "Hoje")
    received = page.locator("#orders-by-status .figure").filter(has_text="Recebido").locator("dd")
    expect(received).not_to_have_text("0")
    expect(page.locator("#day-figures")).to_contain_text("R$")
    day = manager("GET", "/reports/day")["day"]
    eventually(lambda: bool(manager("GET", f"/reports/sales?from={day}&by=method")["rows"]))
    go(page, "Vendas")
    page.get_by_label("Por").select_option("method")
    expect(page.locator("#sales tbody")).to_contain_text("Dinheiro")
    expect(page.locator("bar-chart canvas")).to_be_visible()
    go(page, "Conciliação")
    page.get_by_role("button", name="Conciliar").click()
    expect(page.locator(".figures")).to_contain_text("Recebido")
