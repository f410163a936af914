"""The customer's phone, in a real browser, on the deployed system: an order followed, and an account from its beginning to its end."""

import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, Request, expect

from local import customers
from local.caller import Caller, approve, pay, place
from local.stack import Stack
from local.system import System
from tests.browser import page_in
from tests.e2e.stub import watch

PATIENCE_MS = 30_000


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone's browser; nothing may break in it, its content security policy included."""
    with page_in(browser, "pt-BR") as page:
        page.set_viewport_size({"width": 390, "height": 844})
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        broken = watch(page)
        yield page
        expect.set_options(timeout=5_000)
        assert broken == []


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
    order = kiosk(
        "POST",
        "/orders",
        201,
        headers={"Idempotency-Key": str(uuid.uuid4())},
        json={"lines": [{"product_id": "guarana", "quantity": 1}]},
    )
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
