"""The customer's phone, in a real browser, on the deployed system: an order followed, and an account from its beginning to its end."""

import json
import re
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Request, ViewportSize, expect

from local import customers
from local.caller import Caller, approve, expire, pay, place
from local.stack import Stack
from local.system import System
from tests.integration.keyboard import enter, reach


@pytest.fixture
def viewport() -> ViewportSize:
    return {"width": 390, "height": 844}


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def title(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def state(page: Page, text: str) -> None:
    expect(page.locator("#state")).to_have_text(text)


def test_whoever_holds_the_reading_key_follows_the_order_until_it_is_ready(
    page: Page, system: System, kiosk: Caller, kitchen: Caller, simulator: httpx.Client
) -> None:
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    order = order_of_guarana(kiosk)
    order_id, own = order["order_id"], {"Order-Key": order["order_key"]}
    page.goto(f"{system.pages_url}/web/order/#{order_id}.{order['reading_key']}")
    state(page, "Falta pagar")
    expect(page.get_by_role("button", name="Cancelar pedido")).to_have_count(0)
    code = kiosk("POST", f"/orders/{order_id}/checkout", headers=own)["qr_data"]
    expect(page.get_by_label("Código Pix", exact=True)).to_have_value(code)
    approve(simulator, code)
    state(page, "Pedido recebido")
    number = kiosk("GET", f"/orders/{order_id}", headers=own)["number"]
    expect(page.locator(".state .number")).to_have_text(str(number))
    for to, text in (("IN_PREPARATION", "Em preparo"), ("READY", "Pronto para retirar!")):
        kitchen("POST", f"/kitchen/orders/{order_id}/advance", json={"to": to})
        state(page, text)

    reader = {"Order-Key": order["reading_key"]}
    kiosk("POST", f"/orders/{order_id}/cancel", 404, headers=reader)
    requests = [each for each in sent if order_id in each.url]
    assert {each.headers["order-key"] for each in requests} == {order["reading_key"]}
    for key in (order["order_key"], order["reading_key"]):
        assert not [each.url for each in sent if key in each.url.partition("#")[0]]
    assert page.url == f"{system.pages_url}/web/order/"


@pytest.mark.full
def test_a_code_that_has_ended_gives_way_to_the_next_one_on_the_phone_that_only_reads(
    page: Page, system: System, kiosk: Caller, simulator: httpx.Client
) -> None:
    page.clock.install()
    order = order_of_guarana(kiosk)
    path, own = f"/orders/{order['order_id']}", {"Order-Key": order["order_key"]}
    page.goto(f"{system.pages_url}/web/order/#{order['order_id']}.{order['reading_key']}")
    state(page, "Falta pagar")
    first = kiosk("POST", f"{path}/checkout", headers=own)["qr_data"]
    code = page.get_by_label("Código Pix", exact=True)
    expect(code).to_have_value(first)
    expire(simulator, first)
    page.clock.fast_forward(31_000)  # no frame tells of it
    expect(page.get_by_text("O código venceu sem pagamento.")).to_be_visible()
    expect(page.get_by_text("Peça outro no totem, ou pague no balcão dizendo a referência.")).to_be_visible()
    expect(code).to_have_count(0)
    expect(page.locator(".payment button")).to_have_count(0)
    second = kiosk("POST", f"{path}/checkout", headers=own)["qr_data"]
    assert second != first
    expect(code).to_have_value(second)
    approve(simulator, second)
    state(page, "Pedido recebido")


@pytest.mark.full
def test_a_keyboard_is_enough_to_follow_an_order(
    page: Page, system: System, kiosk: Caller, kitchen: Caller, simulator: httpx.Client
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    order = order_of_guarana(kiosk)
    order_id, own = order["order_id"], {"Order-Key": order["order_key"]}
    qr_data = kiosk("POST", f"/orders/{order_id}/checkout", headers=own)["qr_data"]
    page.goto(f"{system.pages_url}/web/order/#{order_id}.{order['reading_key']}")
    expect(page.get_by_label("Código Pix", exact=True)).to_have_value(qr_data)
    enter(page, "English")
    state(page, "To be paid")
    enter(page, "Copy Pix code")
    expect(page.get_by_text("Code copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == qr_data
    reach(page, "Pix code")
    assert page.evaluate("getSelection().toString()") == qr_data
    receipt = page.locator("details.receipt li")
    expect(receipt).to_be_hidden()
    enter(page, "Show receipt")
    expect(receipt).to_contain_text("1 × Guaraná")
    approve(simulator, qr_data)
    state(page, "Order received")
    expect(page.locator("summary")).to_be_focused()  # what came changed nobody's place
    kitchen("POST", f"/kitchen/orders/{order_id}/advance", json={"to": "IN_PREPARATION"})
    state(page, "In preparation")
    page.keyboard.press("Space")
    expect(receipt).to_be_hidden()
    page.reload()
    state(page, "Em preparo")
    reach(page, "Minha conta", "Shift+Tab")
    page.keyboard.press("Enter")
    title(page, "Seus pedidos, sempre à mão")


@pytest.mark.full
def test_a_keyboard_is_enough_for_an_account(
    page: Page, system: System, stack: Stack, api: httpx.Client, simulator: httpx.Client
) -> None:
    page.clock.install()
    email = f"{uuid.uuid4().hex[:12]}@xavante.example"
    page.goto(f"{system.pages_url}/web/account/")
    title(page, "Seus pedidos, sempre à mão")
    enter(page, "Criar conta")
    title(page, "Criar conta")
    reach(page, "Nome")
    page.keyboard.type("Iracema Xavante")
    reach(page, "E-mail")
    page.keyboard.type(email)
    reach(page, "Quero receber ofertas")
    page.keyboard.press("Space")
    enter(page, "Enviar código por e-mail")
    title(page, "Confira seu e-mail")
    reach(page, "Código")
    page.keyboard.type(customers.mailed_code(stack, email))
    page.keyboard.press("Enter")
    title(page, "Conta criada. Agora é só entrar.")
    enter(page, "Entrar")
    sign_in(page, stack, email)
    title(page, "Meus pedidos")

    mine = Caller(api, customers.sign_in(stack, email))
    order_id, key = place(mine, "guarana")
    pay(mine, simulator, order_id, key)
    enter(page, "Meus dados")
    title(page, "Meus dados")
    enter(page, "Meus pedidos")
    title(page, "Meus pedidos")
    enter(page, "Pedir de novo o pedido")
    title(page, "Pedir de novo")
    reach(page, "Comer aqui")
    page.keyboard.press("ArrowDown")
    enter(page, "Pedir e pagar")
    code = page.get_by_label("Código Pix", exact=True)
    expect(code).not_to_have_value("")
    first = code.input_value()
    expire(simulator, first)
    page.clock.fast_forward(31_000)  # no frame tells of it
    expect(page.get_by_text("O código venceu sem pagamento.")).to_be_visible()
    enter(page, "Gerar outro código")
    expect(code).not_to_have_value("")
    assert code.input_value() != first
    enter(page, "Cancelar pedido")
    enter(page, "Sim, cancelar")
    state(page, "Pedido cancelado")
    enter(page, "Voltar")
    expect(page.locator("#orders > li")).to_have_count(2)
    assert [each["dining"] for each in mine("GET", "/me/orders")["orders"]] == ["take_away", "eat_in"]

    with page.expect_response("**/api/me"):  # what was read before the order is shown until then
        enter(page, "Meus dados")
    expect(page.get_by_label("Nome")).to_have_value("Iracema Xavante")
    reach(page, "Nome")
    page.keyboard.press("Control+A")
    page.keyboard.type("Iracema X.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Salvo.")).to_be_visible()
    assert mine("GET", "/me")["name"] == "Iracema X."
    with page.expect_download():
        enter(page, "Baixar meus dados")
    expect(page.get_by_text("Arquivo baixado.")).to_be_visible()
    enter(page, "Apagar minha conta")
    enter(page, "Sim, apagar tudo")
    title(page, "Seus dados estão sendo apagados")
    enter(page, "Concluir")
    title(page, "Seus pedidos, sempre à mão")


def order_of_guarana(kiosk: Caller) -> dict[str, Any]:
    """One that is to be paid, with its keys."""
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    lines = [{"product_id": "guarana", "quantity": 1}]
    order: dict[str, Any] = kiosk("POST", "/orders", 201, headers=headers, json={"lines": lines})
    return order


def test_an_account_from_signing_up_to_being_forgotten(
    page: Page, system: System, stack: Stack, api: httpx.Client, simulator: httpx.Client, tmp_path: Path
) -> None:
    email = f"{uuid.uuid4().hex[:12]}@xavante.example"
    page.goto(f"{system.pages_url}/web/account/")
    press(page, "Criar conta")
    page.get_by_label("Nome").fill("Iracema Xavante")
    page.get_by_role("textbox", name="E-mail").fill(email)
    page.get_by_text("Quero receber ofertas e novidades por e-mail.").click()
    press(page, "Enviar código por e-mail")
    title(page, "Confira seu e-mail")
    page.get_by_label("Código").fill(customers.mailed_code(stack, email))
    press(page, "Confirmar")
    title(page, "Conta criada. Agora é só entrar.")
    press(page, "Entrar")
    sign_in(page, stack, email)
    title(page, "Meus pedidos")
    expect(page.get_by_text("Você ainda não tem pedidos nesta conta.")).to_be_visible()
    survive_a_failure(page, system, stack, email)

    mine = Caller(api, customers.sign_in(stack, email))
    order_id, key = place(mine, "guarana")
    pay(mine, simulator, order_id, key)
    press(page, "Meus dados")
    expect(page.get_by_label("Nome")).to_have_value("Iracema Xavante")
    press(page, "Meus pedidos")
    page.get_by_role("button", name=re.compile("^Pedir de novo o pedido")).click()
    title(page, "Pedir de novo")
    page.get_by_role("button", name=re.compile("^Pedir e pagar")).dblclick()
    again = page.get_by_label("Código Pix", exact=True)
    expect(again).not_to_have_value("")
    approve(simulator, again.input_value())
    state(page, "Pedido recebido")
    assert len(mine("GET", "/me/orders")["orders"]) == 2
    press(page, "Meus dados")
    expect(page.get_by_role("checkbox", name="Quero receber ofertas")).to_be_checked()
    page.get_by_role("checkbox", name="Quero receber ofertas").uncheck()
    press(page, "Salvar")
    expect(page.get_by_text("Salvo.")).to_be_visible()
    assert mine("GET", "/me")["consents"]["marketing"]["granted"] is False
    with page.expect_download() as download:
        press(page, "Baixar meus dados")
    download.value.save_as(tmp_path / "export.json")
    exported: dict[str, Any] = json.loads((tmp_path / "export.json").read_text())
    assert (exported["profile"]["email"], len(exported["orders"]), len(exported["consents"])) == (email, 2, 3)

    press(page, "Apagar minha conta")
    press(page, "Sim, apagar tudo")
    title(page, "Seus dados estão sendo apagados")  # two orders are still to be prepared
    assert "Iracema" not in page.content()
    press(page, "Concluir")
    title(page, "Seus pedidos, sempre à mão")
    assert page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])") == "[{},{}]"
    mine("GET", "/me", 404)


def survive_a_failure(page: Page, system: System, stack: Stack, email: str) -> None:
    """The API is down in mid-session, and when the page is loaded anew."""
    page.route(f"{system.pages_url}/api/**", lambda route: route.abort())
    press(page, "Meus dados")
    notice = page.get_by_role("alert")
    expect(notice).to_have_text("Sem conexão com o sistema. Tentando de novo…")
    page.reload()
    sign_in(page, stack, email)
    expect(notice).to_have_text("Sem conexão com o sistema. Tentando de novo…")
    page.unroute(f"{system.pages_url}/api/**")
    title(page, "Meus pedidos")
    expect(notice).to_have_count(0)


def sign_in(page: Page, stack: Stack, email: str) -> None:
    """On the emulator's pages, with the code that it e-mails. Where it asks for a new password too, AWS does not."""
    page.locator("[name=username]").fill(email)
    page.get_by_role("button").click()
    page.locator("[name=challenge][value=EMAIL_OTP]").click()
    code, password = page.locator("[name=code]"), page.locator("[name=new_password]")
    expect(code).to_be_visible()
    code.fill(customers.mailed_code(stack, email))
    page.get_by_role("button").click()
    expect(password.or_(page.locator("#title"))).to_be_visible()
    if password.is_visible():
        chosen = f"Aa1-{uuid.uuid4().hex}"
        password.fill(chosen)
        page.locator("[name=confirm_password]").fill(chosen)
        page.get_by_role("button").click()
