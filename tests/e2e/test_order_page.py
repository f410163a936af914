"""A customer's phone follows an order, in a real browser, against an API that answers as a test says."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.discounts import discounted
from tests.e2e.phone import MAX_BYTES, ORDER_ID, READING_KEY, Phone
from tests.e2e.stub import Stub, weighed


@pytest.fixture
def phone(page: Page, stub: Stub) -> Phone:
    page.set_viewport_size({"width": 390, "height": 844})
    return Phone(page, stub)


def test_it_goes_from_the_code_to_the_number_and_on_to_the_end(phone: Phone) -> None:
    phone.offer()
    phone.open()
    phone.expect_state("Falta pagar")
    expect(phone.page.get_by_label("Código Pix", exact=True)).to_have_value("00020126580014br.gov.bcb.pix")
    expect(phone.page.get_by_text(re.compile(r"Código válido por 1[45]:\d\d"))).to_be_visible()
    phone.stub.expect_sockets(1)
    for status, text in (
        ("RECEIVED", "Pedido recebido"),
        ("IN_PREPARATION", "Em preparo"),
        ("READY", "Pronto para retirar!"),
        ("COMPLETED", "Entregue"),
    ):
        frame = phone.pay() if status == "RECEIVED" else phone.become(status)
        phone.stub.push(frame)
        phone.wait(1)
        phone.expect_state(text)
        expect(phone.page.locator(".state .number")).to_have_text("17")
        expect(phone.page).to_have_title(f"17 · {text}")
    assert len(phone.stub.sockets) == 1


def test_the_key_leaves_the_address_bar_and_is_sent_as_a_header_alone(phone: Phone) -> None:
    phone.open()
    phone.expect_state("Falta pagar")
    assert phone.page.url == f"{phone.stub.pages_url}/order/"
    sent = phone.stub.requests
    assert {each.headers["order-key"] for each in sent if f"/orders/{ORDER_ID}" in each.url} == {READING_KEY}
    assert not [each.url for each in sent if READING_KEY in each.url]
    assert phone.page.evaluate("history.length") == 2  # the empty page, and this one without its key
    storage = phone.page.evaluate("JSON.stringify([{ ...localStorage }, Object.keys(sessionStorage), document.cookie])")
    assert storage == '[{},["followed"],""]'
    phone.page.reload()
    phone.expect_state("Falta pagar")


@pytest.mark.parametrize("link", ["", "#nonsense", f"#{ORDER_ID}.key-of-another-order"])
def test_a_link_that_opens_nothing_is_answered_kindly(phone: Phone, link: str) -> None:
    phone.open(link)
    text = "Este link não abre nenhum pedido" if link else "Nenhum pedido para mostrar"
    expect(phone.page.get_by_role("heading", level=2)).to_have_text(text)
    expect(phone.notice).to_be_empty()
    phone.stub.expect_no_open_request()
    count = len(phone.stub.requests)
    phone.wait(60)
    phone.stub.expect_no_open_request()
    assert len(phone.stub.requests) == count


def test_who_only_reads_neither_cancels_nor_asks_for_a_code(phone: Phone) -> None:
    phone.open()
    expect(phone.page.get_by_text("Ainda não há um código para pagar.")).to_be_visible()
    expect(phone.page.locator("main button")).to_have_count(0)
    phone.offer()
    phone.wait(4)
    expect(phone.button("Copiar código Pix")).to_be_visible()
    phone.code, phone.payment = None, {"status": "LAPSED", "amount": 4990}
    phone.wait(31)
    expect(phone.page.get_by_text("Peça outro no totem, ou pague no balcão dizendo a referência.")).to_be_visible()
    expect(phone.page.locator("main button")).to_have_count(0)
    posted = {each.url.rpartition("/")[2] for each in phone.stub.requests if each.method == "POST"}
    assert posted == {"identify", "live-ticket"}


def test_a_code_whose_time_is_over_is_not_shown_and_nobody_pays_twice(phone: Phone) -> None:
    phone.offer(seconds=30)
    phone.open()
    expect(phone.button("Copiar código Pix")).to_be_visible()
    phone.stub.answers[f"GET /orders/{ORDER_ID}/payment"] = (-1, None)
    phone.wait(31)
    expect(phone.page.get_by_text("Se você já pagou, não pague de novo.")).to_be_visible()
    expect(phone.button("Copiar código Pix")).to_be_hidden()


def test_the_code_is_copied(phone: Phone) -> None:
    phone.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.offer()
    phone.open()
    phone.button("Copiar código Pix").click()
    expect(phone.page.get_by_text("Código copiado.")).to_be_visible()
    assert phone.page.evaluate("navigator.clipboard.readText()") == "00020126580014br.gov.bcb.pix"
    assert phone.code
    phone.code["qr_data"] = "the next one"
    phone.wait(31)
    expect(phone.page.get_by_label("Código Pix", exact=True)).to_have_value("the next one")
    expect(phone.page.get_by_text("Código copiado.")).to_be_hidden()


def test_a_keyboard_is_enough(phone: Phone) -> None:
    phone.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.offer()
    phone.open()
    button = phone.button("Copiar código Pix")
    expect(button).to_be_visible()
    for _ in range(10):
        phone.page.keyboard.press("Tab")
        if button.evaluate("node => node === document.activeElement"):
            break
    phone.page.keyboard.press("Enter")
    expect(phone.page.get_by_text("Código copiado.")).to_be_visible()


def test_an_api_that_is_down_at_load_and_in_mid_shift_is_waited_for(phone: Phone) -> None:
    phone.stub.answers[f"GET /orders/{ORDER_ID}"] = (0, None)
    phone.open()
    expect(phone.notice).to_have_text("Sem conexão com o sistema. Tentando de novo…")
    phone.stub.answers[f"GET /orders/{ORDER_ID}"] = phone.read
    phone.wait(3)
    phone.expect_state("Falta pagar")
    expect(phone.notice).to_be_empty()
    phone.stub.answers[f"GET /orders/{ORDER_ID}"] = (503, {})
    phone.wait(120)
    expect(phone.notice).to_contain_text("Sem resposta do sistema: o que aparece aqui é de 2 min atrás")
    phone.pay()
    phone.stub.answers[f"GET /orders/{ORDER_ID}"] = phone.read
    phone.wait(3)
    phone.expect_state("Pedido recebido")
    expect(phone.notice).to_be_empty()


def test_a_socket_that_says_nothing_any_more_is_replaced(phone: Phone) -> None:
    phone.pay()
    phone.open()
    phone.stub.expect_sockets(1)
    phone.stub.expect_no_open_request()
    phone.become("READY")  # and no frame
    phone.wait(61)
    phone.expect_state("Pronto para retirar!")
    phone.wait(11)
    phone.wait(2)
    phone.stub.expect_sockets(2)


def test_it_tells_how_long_somebody_waits(phone: Phone) -> None:
    phone.pay(minutes_ago=7.5)
    phone.open()
    expect(phone.page.get_by_text("Esperando há 7 min")).to_be_visible()
    phone.wait(60)
    expect(phone.page.get_by_text("Esperando há 8 min")).to_be_visible()


def test_it_shows_the_promised_time_in_whole_minutes_until_it_is_broken(phone: Phone) -> None:
    phone.pay()
    phone.order |= {"promise": {"p50": "2099-11-24T15:33:01.000Z", "p90": "2099-11-24T15:39:00.000Z"}}
    phone.open()
    expect(phone.page.locator(".promise")).to_have_text("Pronto por volta das 12:34")
    phone.order |= {"promise": {"p50": phone.ago(9), "p90": phone.ago(1)}}
    phone.page.reload()
    expect(phone.page.locator(".promise")).to_have_text("Está demorando mais do que prevíamos. Desculpe a espera.")


def test_money_that_goes_back_is_shown(phone: Phone) -> None:
    phone.pay()
    phone.become("CANCELLED")
    phone.order |= {"refunds": [{"amount": 4990, "status": "DUE", "reason": "out-of-stock"}]}
    phone.open()
    expect(phone.page.get_by_text(re.compile(r"R\$\s49,90 voltam para você"))).to_be_visible()


def test_a_closed_store_says_when_it_opens(phone: Phone) -> None:
    phone.become("EXPIRED")
    phone.menu |= {"open": False, "hours": [{"days": ["tue"], "opens": "11:00", "closes": "11:01"}]}
    phone.open()  # at 9:00 in São Paulo, on a Tuesday
    expect(phone.page.get_by_text("A loja está fechada. Abre hoje às 11:00.")).to_be_visible()
    phone.menu |= {"hours": []}
    phone.page.reload()
    expect(phone.page.get_by_text("A loja não está recebendo pedidos agora.")).to_be_visible()


def test_the_receipt_holds_what_was_ordered_and_is_no_fiscal_one(phone: Phone) -> None:
    phone.pay()
    phone.order |= discounted(4990, 499)
    phone.open()
    phone.page.get_by_text("Ver comprovante").click()
    receipt = phone.page.locator(".receipt")
    for text in (
        "Semana do X",
        "− R$\xa04,99",
        "R$\xa044,91",
        "2 × Combo Byte",
        "Byte Clássico",
        "Sem cebola",
        "bem passado",
        "Não substitui a nota fiscal",
    ):
        expect(receipt).to_contain_text(text)


def test_how_far_it_is_shows_where_a_person_has_set_all_colours(phone: Phone) -> None:
    phone.page.emulate_media(forced_colors="active")
    phone.pay()
    phone.become("IN_PREPARATION")
    phone.open()
    edges = "steps => steps.map((each) => getComputedStyle(each).borderTopStyle)"
    expect(phone.page.locator(".progress li")).to_have_count(4)
    assert phone.page.locator(".progress li").evaluate_all(edges) == ["solid", "solid", "dotted", "dotted"]


def test_it_weighs_little(phone: Phone) -> None:
    weigh = weighed(phone.page, phone.stub.pages_url)
    phone.offer()
    phone.open()
    phone.expect_state("Falta pagar")
    assert 40_000 < sum(weigh().values()) <= MAX_BYTES
