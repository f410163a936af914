"""The customer's page in the store, in a real browser, on the deployed system."""

import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Request, Response, Route, expect

from local.caller import Caller, approve, expire
from local.stack import Stack
from local.system import System
from tests.integration.keyboard import enter, reach

CPF = "52998224725"

type Checkout = dict[str, Any]


@pytest.fixture
def page(page: Page, system: System) -> Page:
    """The kiosk's first screen, whose clock may be turned."""
    page.clock.install()
    page.goto(f"{system.pages_url}/web/kiosk/")
    expect(page.get_by_role("button", name="Comer aqui")).to_be_enabled()
    return page


@pytest.fixture
def sent(page: Page) -> list[Request]:
    """All that the page has asked for since it was opened."""
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    return requests


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def title(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def fill_cart(page: Page, cpf: str | None = None) -> None:
    """A burger with bacon, a side, and nothing else."""
    press(page, "Comer aqui")
    if cpf:
        for digit in cpf:
            press(page, digit)
        press(page, "Continuar com CPF")
    else:
        press(page, "Continuar sem CPF")
    press(page, "Escolher: X-Burger")
    page.get_by_role("checkbox", name="Bacon").check()
    page.get_by_role("button", name=re.compile("^Adicionar · ")).click()
    press(page, "Continuar")
    press(page, "Adicionar: Batata Frita")
    press(page, "Continuar")
    press(page, "Não, obrigado")
    press(page, "Não, obrigado")
    title(page, "Seu pedido")


def answers(method: str, end: str) -> Callable[[Response], bool]:
    return lambda response: response.request.method == method and response.url.endswith(end) and response.ok


def pay(page: Page) -> Checkout:
    """Press it; the order with its key and code."""
    with (
        page.expect_response(answers("POST", "/orders")) as placed,
        page.expect_response(answers("POST", "/checkout")) as checkout,
    ):
        press(page, "Pagar")
    expect(page.get_by_role("img", name="QR Code do pagamento")).to_be_visible()
    return {**placed.value.json(), **checkout.value.json()}


def opened(order: Checkout) -> dict[str, str]:
    return {"Order-Key": order["order_key"]}


def orders(stack: Stack) -> int:
    """How many orders there are."""
    pages = stack.client("dynamodb").get_paginator("scan")
    found = pages.paginate(
        TableName=stack.outputs["TableName"],
        FilterExpression="#type = :order",
        ExpressionAttributeNames={"#type": "type"},
        ExpressionAttributeValues={":order": {"S": "order"}},
        Select="COUNT",
    )
    return sum(page["Count"] for page in found)


def soon(page: Page, seconds: int = 31) -> None:
    """Do what is due within so many seconds."""
    page.clock.fast_forward(seconds * 1_000)


def read_menu(page: Page) -> None:
    """Let the time pass until the menu is read again, with somebody there."""
    for _ in range(2):
        soon(page, 31)
        page.keyboard.press("Shift")


def test_a_customer_with_a_cpf_orders_pays_and_reads_their_number(
    page: Page, sent: list[Request], kiosk: Caller, simulator: httpx.Client
) -> None:
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    fill_cart(page, CPF)
    expect(page.locator("#total")).to_have_text(re.compile(r"Total: R\$\s36,30"))
    order = pay(page)
    expect(page.locator(".amount")).to_have_text(re.compile(r"R\$\s36,30"))
    approve(simulator, order["qr_data"])
    soon(page)
    title(page, "Pagamento recebido!")

    order_shown = kiosk("GET", f"/orders/{order['order_id']}", headers=opened(order))
    expect(page.locator(".number")).to_have_text(str(order_shown["number"]))
    assert (order_shown["status"], order_shown["total"], order["amount"]) == ("RECEIVED", 3630, 3630)
    names = [(line["product_id"], [option["option_id"] for option in line["options"]]) for line in order_shown["lines"]]
    assert names == [("x-burger", ["bacon"]), ("batata-frita", [])]

    bodies = {request.url.rpartition("/")[2]: request.post_data for request in sent if request.method == "POST"}
    assert json.loads(bodies.pop("identify") or "") == {"cpf": CPF}
    assert json.loads(bodies["orders"] or "")["customer_ref"]
    browser_state = page.evaluate(
        "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])"
    )
    databases = page.evaluate("indexedDB.databases().then((all) => all.length)")
    caches = page.evaluate("caches.keys().then((all) => all.length)")
    addresses = [request.url for request in sent] + [value for each in sent for value in each.headers.values()]
    for text in (*addresses, *(body for body in bodies.values() if body), *console, browser_state, page.content()):
        assert CPF not in text
        assert "529.982" not in text
    origin = page.evaluate("location.origin")
    assert [each.url for each in sent if each.resource_type == "fetch" and not each.url.startswith(origin)] == []
    storage, session, cookies, _ = json.loads(browser_state)
    # What opens the order outlives a reload, until its customer has gone.
    assert json.loads(session.pop("order")).keys() == {"order_id", "order_key", "reading_key", "reference", "total"}
    assert (storage, session, cookies, databases, caches) == ({}, {}, "", 0, 0)

    soon(page, 25)
    title(page, "Peça aqui")
    assert page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])") == "[{},{}]"


def test_a_wrong_cpf_is_not_sent_and_one_for_the_receipt_is_asked_apart(
    page: Page, sent: list[Request], stack: Stack
) -> None:
    press(page, "Comer aqui")
    for wrong in ("52998224752", "11111111111"):
        page.keyboard.type(wrong)
        expect(page.get_by_role("alert")).to_have_text("Este CPF não é válido. Confira os números.")
        press(page, "Continuar com CPF")
        press(page, "Limpar")
    assert not [request for request in sent if request.url.endswith("/identify")]
    press(page, "Voltar")

    fill_cart(page)
    press(page, "Informar CPF")
    page.keyboard.type(CPF)
    press(page, "Colocar na nota")
    expect(page.get_by_text("A nota sairá com o CPF informado.")).to_be_visible()
    assert CPF not in page.content()
    pay(page)
    body = json.loads(
        next(each.post_data for each in sent if each.method == "POST" and each.url.endswith("/orders")) or ""
    )
    assert (body["receipt_cpf"], "customer_ref" in body) == (CPF, False)


def test_however_often_it_is_pressed_and_whatever_is_lost_it_is_one_order(page: Page, stack: Stack) -> None:
    keys: list[str | None] = []
    lost: list[dict[str, Any]] = []

    def break_down(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        keys.append(route.request.header_value("Idempotency-Key"))
        if len(keys) == 1:
            return route.fulfill(status=503, body="{}", headers={"Access-Control-Allow-Origin": "*"})
        if len(keys) == 2:
            lost.append(route.fetch().json())
            return route.abort()
        return route.continue_()

    page.route("**/orders", break_down)
    before = orders(stack)
    fill_cart(page)
    for times in (1, 2):
        page.get_by_role("button", name="Pagar", exact=True).dblclick()
        expect(page.locator("#notice")).to_contain_text("o pedido não será feito duas vezes")
        assert len(keys) == times
    order = pay(page)

    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert order["order_id"] == lost[0]["order_id"]
    assert orders(stack) == before + 1


def test_a_coupon_is_typed_on_the_screen_and_taken_off_what_is_paid(page: Page, manager: Caller) -> None:
    campaign = f"kiosk-{uuid.uuid4().hex[:8]}"
    half = {"kind": "percent", "basis_points": 5_000, "target": {"products": ["batata-frita"]}}
    name = {"pt-BR": "Metade da batata", "en": "Half a portion"}
    manager("PUT", f"/campaigns/{campaign}", json={"name": name, "offer": half, "with_coupon": True})
    (code,) = manager("POST", f"/campaigns/{campaign}/coupons", 201, json={"count": 1, "uses": 1})["codes"]
    read_menu(page)
    fill_cart(page)
    total = page.locator("#total .money")
    before = total.inner_text()
    press(page, "Digitar cupom")
    for key in code.replace("-", ""):
        press(page, key)
    press(page, "Usar cupom")
    expect(page.locator(".discounts")).to_contain_text("Metade da batata")
    expect(total).not_to_have_text(before)
    order = pay(page)
    (discount,) = order["discounts"]
    assert (discount["campaign_id"], order["subtotal"] - order["total"]) == (campaign, discount["amount"])
    assert order["amount"] == order["total"]
    manager("PUT", f"/campaigns/{campaign}/state", json={"state": "ENDED"})


def test_a_code_that_has_ended_is_renewed_in_one_tap_and_an_order_can_be_cancelled(
    page: Page, kiosk: Caller, simulator: httpx.Client
) -> None:
    fill_cart(page)
    order = pay(page)
    first = page.locator(".qr").get_attribute("src")
    expire(simulator, order["qr_data"])
    soon(page)
    title(page, "O código venceu")
    press(page, "Novo código")
    expect(page.locator(".qr")).to_be_visible()
    assert page.locator(".qr").get_attribute("src") != first

    press(page, "Cancelar pedido")
    title(page, "Pedido cancelado")
    assert kiosk("GET", f"/orders/{order['order_id']}", headers=opened(order))["status"] == "CANCELLED"
    press(page, "Voltar ao pedido")
    another = pay(page)
    assert another["order_id"] != order["order_id"]


def test_an_order_that_has_ended_too_is_placed_again_in_one_tap(page: Page, simulator: httpx.Client) -> None:
    fill_cart(page)
    order = pay(page)
    expire(simulator, order["qr_data"])
    soon(page)
    title(page, "O código venceu")
    over = {"type": "urn:bytemeburger:problem:order-status", "status": 409, "current_status": "EXPIRED"}
    ended = f"**/orders/{order['order_id']}/checkout"
    page.route(ended, lambda route: route.fulfill(status=409, json=over, headers={"Access-Control-Allow-Origin": "*"}))
    with page.expect_response(answers("POST", "/orders")) as placed:
        press(page, "Novo código")
    expect(page.locator(".qr")).to_be_visible()
    assert placed.value.json()["order_id"] != order["order_id"]


def test_who_paid_while_the_screen_heard_nothing_does_not_read_that_it_failed(
    page: Page, kiosk: Caller, simulator: httpx.Client
) -> None:
    fill_cart(page)
    order = pay(page)
    page.context.set_offline(True)
    approve(simulator, order["qr_data"])
    soon(page)
    expect(page.get_by_text("Se você já pagou, não pague de novo: estamos conferindo.")).to_be_visible()
    expect(page.get_by_text("Sem conexão. Tentando de novo…")).to_be_visible()
    soon(page, 16 * 60)  # the code's time is over
    expect(page.get_by_text("Se você já pagou, não pague de novo: estamos conferindo.")).to_be_visible()
    expect(page.locator(".qr")).to_have_count(0)

    page.context.set_offline(False)
    soon(page)
    title(page, "Pagamento recebido!")
    number = kiosk("GET", f"/orders/{order['order_id']}", headers=opened(order))["number"]
    expect(page.locator(".number")).to_have_text(str(number))


def test_a_code_whose_time_is_over_is_not_shown_though_nobody_says_what_became_of_it(page: Page) -> None:
    fill_cart(page)
    pay(page)
    page.route("**/payment", lambda _: None)  # it is not answered, and the page has not given up yet
    soon(page, 14 * 60 + 45)
    expect(page.get_by_text("Esperando o pagamento…")).to_be_visible()
    expect(page.locator(".qr")).to_be_visible()
    soon(page, 16)
    expect(page.get_by_text("Se você já pagou, não pague de novo: estamos conferindo.")).to_be_visible()
    expect(page.locator(".qr")).to_have_count(0)


def test_when_the_provider_is_out_of_order_the_counter_takes_over_and_the_page_goes_on_trying(
    page: Page, simulator: httpx.Client
) -> None:
    fill_cart(page)
    simulator.put("/simulator/faults", json={"fail_calls": -1}).raise_for_status()
    try:
        with page.expect_response(answers("POST", "/orders")) as placed:
            press(page, "Pagar")
        title(page, "Pague com Pix")
        expect(page.locator(".reference")).to_have_text(placed.value.json()["reference"])
        expect(page.get_by_role("img", name="QR Code do Pix")).to_be_visible()
    finally:
        simulator.put("/simulator/faults", json={}).raise_for_status()
    soon(page)
    expect(page.locator(".qr")).to_be_visible()


def test_who_goes_away_leaves_nothing_behind_and_who_pays_is_left_in_peace(page: Page, sent: list[Request]) -> None:
    fill_cart(page, CPF)
    press(page, "Informar CPF")
    page.keyboard.type(CPF)
    press(page, "Colocar na nota")
    press(page, "English")
    question = page.get_by_role("dialog")
    soon(page, 39)
    expect(question).to_be_hidden()
    soon(page, 1)
    expect(question).to_contain_text("Are you still there?")
    press(page, "Continue order")
    soon(page, 39)
    expect(question).to_be_hidden()
    soon(page, 1)
    expect(question).to_be_visible()
    soon(page, 20)
    title(page, "Peça aqui")
    expect(question).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("lang", "pt-BR")

    fill_cart(page)
    expect(page.locator("#total")).to_have_text(re.compile(r"Total: R\$\s36,30"))
    sent.clear()
    pay(page)
    body = json.loads(
        next(each.post_data for each in sent if each.method == "POST" and each.url.endswith("/orders")) or ""
    )
    assert body.keys() == {"store", "dining", "lines", "expected_total"}
    soon(page, 120)
    expect(page.locator(".qr")).to_be_visible()
    expect(question).to_be_hidden()


def test_what_is_sold_out_is_said_once_the_menu_is_read_again(page: Page, manager: Caller) -> None:
    press(page, "Comer aqui")
    press(page, "Continuar sem CPF")
    expect(page.get_by_role("button", name="Escolher: X-Burger", exact=True)).to_be_enabled()
    try:
        manager("PUT", "/products/x-burger/availability", json={"available": False})
        read_menu(page)
        expect(page.get_by_role("button", name="Esgotado: X-Burger", exact=True)).to_be_disabled()
    finally:
        manager("PUT", "/products/x-burger/availability", json={"available": True})


def test_a_keyboard_is_enough(page: Page, simulator: httpx.Client) -> None:
    enter(page, "Comer aqui")
    title(page, "Quer informar seu CPF?")
    page.keyboard.type(CPF)
    page.keyboard.press("Enter")
    title(page, "Qual vai ser o hambúrguer?")
    enter(page, "Escolher: X-Burger")
    reach(page, "Bacon")
    page.keyboard.press("Space")
    enter(page, "Adicionar · ")
    enter(page, "Continuar")
    title(page, "E para acompanhar?")
    enter(page, "Adicionar: Batata Frita")
    enter(page, "Continuar")
    enter(page, "Não, obrigado")
    enter(page, "Não, obrigado")
    title(page, "Seu pedido")
    enter(page, "Mais: Batata Frita")
    expect(page.get_by_role("button", name="Mais: Batata Frita")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_have_text(re.compile(r"Total: R\$\s60,10"))
    with page.expect_response(answers("POST", "/checkout")) as checkout:
        enter(page, "Pagar")
    approve(simulator, checkout.value.json()["qr_data"])
    soon(page)
    title(page, "Pagamento recebido!")
    enter(page, "Concluir")
    title(page, "Peça aqui")
