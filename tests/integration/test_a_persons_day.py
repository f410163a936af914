"""A person's day across all pages at once, in one browser, on the deployed system: what one does, the others see.

The manager changes a price and calls an item off, a customer orders a combo at the kiosk and follows it on their phone, two
kitchens make it, the board calls it, the counter takes cash for another, and the customer has their data erased.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from local import customers, staff
from local.caller import Caller, approve, place
from local.stack import Stack
from local.system import System
from tests.browser import page_in
from tests.e2e.stub import watch
from tests.integration.test_phone import press, sign_in, state, title

PATIENCE_MS = 45_000

type Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, system: System) -> Iterator[Open]:
    """Another screen, at its page of web/, where a `group`'s person signs in; nothing may break in any of them."""
    broken: dict[str, list[str]] = {}
    with ExitStack() as screens:

        def open_(address: str, size: tuple[int, int], group: str | None = None) -> Page:
            page = screens.enter_context(page_in(browser, "pt-BR"))
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.set_default_timeout(PATIENCE_MS)
            broken[address] = watch(page)
            page.goto(f"{system.pages_url}/web/{address}")
            if group:
                page.get_by_label("Username").fill(group)
                page.get_by_label("Password").fill(staff.PASSWORD)
                page.get_by_role("button").click()
                page.wait_for_url(re.compile(rf"/web/{address}(#.*)?$"))
            return page

        expect.set_options(timeout=PATIENCE_MS)
        yield open_
        expect.set_options(timeout=5_000)
        assert {name: what for name, what in broken.items() if what} == {}


def card(page: Page, number: int) -> Locator:
    """A kitchen's card of an order."""
    return page.locator("#orders > li").filter(has=page.get_by_role("heading", name=re.compile(rf"\b{number}\b")))


def answers(end: str) -> Callable[[Response], bool]:
    return lambda answer: answer.request.method == "POST" and answer.url.endswith(end) and answer.ok


def order_a_combo(kiosk: Page) -> dict[str, Any]:
    """With bacon and without onion; the order, and the code that pays it."""
    press(kiosk, "Comer aqui")
    press(kiosk, "Continuar sem CPF")
    press(kiosk, "Escolher: Combo Byte")
    kiosk.get_by_role("checkbox", name="Bacon").first.check()
    kiosk.get_by_role("checkbox", name="Sem cebola").first.check()
    kiosk.get_by_role("button", name=re.compile("^Adicionar · ")).click()
    onward = kiosk.get_by_role("button", name=re.compile("^(Continuar|Pular|Não, obrigado|Ver pedido)$"))
    pay = kiosk.get_by_role("button", name="Pagar", exact=True)
    while not pay.is_visible():
        onward.first.click()
        expect(onward.or_(pay).first).to_be_enabled()
    with (
        kiosk.expect_response(answers("/orders")) as placed,
        kiosk.expect_response(answers("/checkout")) as checkout,
    ):
        pay.click()
    return {**placed.value.json(), **checkout.value.json()}


@pytest.mark.full
def test_everybody_sees_what_the_others_do(
    open_page: Open, system: System, stack: Stack, kiosk: Caller, simulator: httpx.Client, api: httpx.Client
) -> None:
    totem = open_page("kiosk/", (1080, 1920))
    kitchens = [open_page("kitchen/", (1920, 1080), "kitchen") for _ in range(2)]
    board, menu_board = open_page("board/", (1920, 1080)), open_page("menu-board/", (1920, 1080))
    counter = open_page("counter/", (1366, 768), "counter")
    manager = open_page("manager/", (1366, 768), "manager")

    # The manager changes a price and calls an item off: the screen above the counter says so by itself.
    manager.goto(f"{system.pages_url}/web/manager/#menu/petit-gateau")
    manager.get_by_label("Preço (R$)").fill("23,90")
    press(manager, "Salvar")
    expect(manager.get_by_text("Salvo")).to_be_visible()
    manager.goto(f"{system.pages_url}/web/manager/#menu")
    press(manager, "Trio de Brigadeiros: À venda")
    on_board = menu_board.locator("#menu li")
    expect(on_board.filter(has_text="Petit Gâteau")).to_contain_text("23,90")
    expect(on_board.filter(has_text="Trio de Brigadeiros")).to_contain_text("Esgotado")

    # A combo with options, paid by its code, and taken along on a phone.
    order = order_a_combo(totem)
    phone = open_page(f"order/#{order['order_id']}.{order['reading_key']}", (390, 844))
    expect(phone.get_by_label("Código Pix", exact=True)).to_have_value(order["qr_data"])
    approve(simulator, order["qr_data"])
    state(phone, "Pedido recebido")
    number = int(phone.locator(".state .number").inner_text())
    expect(totem.locator("#view .number")).to_have_text(str(number))

    # Two kitchens at one order.
    first, second = kitchens
    for each in kitchens:
        expect(card(each, number)).to_contain_text("Sem cebola")
    card(first, number).get_by_role("button", name="Preparar").click()
    expect(card(second, number)).to_contain_text("Em preparo")
    expect(board.locator("#preparing")).to_contain_text(str(number))
    state(phone, "Em preparo")
    card(second, number).get_by_role("button", name="Pronto").click()
    expect(board.locator("#ready")).to_contain_text(str(number))
    state(phone, "Pronto para retirar!")

    # The counter takes cash for another.
    order_id, key = place(kiosk, "guarana")
    reference = kiosk("GET", f"/orders/{order_id}", headers=key)["reference"]
    counter.locator("#search").fill(reference)
    counter.keyboard.press("Enter")
    expect(counter.locator("#order-title")).to_be_focused()
    counter.keyboard.press("F4")
    counter.keyboard.type("20")
    counter.keyboard.press("Enter")
    expect(counter.locator("#received")).to_contain_text("Recebido R$ 20,00.")
    for each in kitchens:
        expect(each.locator("#orders")).to_contain_text("Guaraná")

    card(first, number).get_by_role("button", name="Entregue").click()
    state(phone, "Entregue")
    expect(board.locator("#ready")).not_to_contain_text(str(number))

    # Somebody who has had enough.
    email = f"{uuid.uuid4().hex[:12]}@xavante.example"
    form = {"name": "Iracema Xavante", "email": email, "language": "pt-BR", "consents": []}
    customers.register(stack, Caller(api)("POST", "/identify", json={})["id_token"], form)
    phone.get_by_role("link", name="Minha conta").click()
    press(phone, "Entrar")
    sign_in(phone, stack, email)
    press(phone, "Meus dados")
    expect(phone.get_by_label("Nome")).to_have_value("Iracema Xavante")
    press(phone, "Apagar minha conta")
    press(phone, "Sim, apagar tudo")
    title(phone, "Seus dados foram apagados")
    assert "Iracema" not in phone.content()
