"""The customer's page in the store, in a real browser, against an API that answers as a test says."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.kiosk import CPF, Kiosk
from tests.e2e.stub import Stub, settle


def test_back_to_the_start_is_the_end_of_whoever_was_there(kiosk: Kiosk) -> None:
    kiosk.fill()
    for _ in range(6):
        kiosk.press("Voltar")
    kiosk.expect_nothing_left()


def test_who_comes_back_to_the_start_and_goes_away_leaves_nothing(kiosk: Kiosk) -> None:
    kiosk.fill()
    for _ in range(6):
        kiosk.press("Voltar")
    kiosk.wait(11 * 60)
    kiosk.expect_nothing_left()


@pytest.mark.parametrize("steps_back", range(7))
def test_a_minute_without_anybody_wipes_every_view(kiosk: Kiosk, steps_back: int) -> None:
    kiosk.fill()
    for _ in range(steps_back):
        kiosk.press("Voltar")
    kiosk.wait(40)
    kiosk.wait(20)
    expect(kiosk.page.get_by_role("dialog")).to_be_hidden()
    kiosk.expect_nothing_left()


def test_a_minute_without_anybody_wipes_what_is_half_typed_or_half_chosen(kiosk: Kiosk) -> None:
    kiosk.press("Comer aqui")
    kiosk.page.keyboard.type(CPF[:9])
    kiosk.wait(40)
    kiosk.wait(20)
    kiosk.title("Peça aqui")
    kiosk.press("Comer aqui")
    expect(kiosk.page.locator(".typed")).to_have_text("___.___.___-__")
    kiosk.press("Continuar sem CPF", "Escolher: X-Burger")
    kiosk.page.get_by_role("checkbox", name="Bem passado").check()
    kiosk.wait(40)
    kiosk.wait(20)
    kiosk.title("Peça aqui")
    expect(kiosk.page.get_by_role("dialog")).to_be_hidden()
    kiosk.press("Comer aqui", "Continuar sem CPF", "Escolher: X-Burger")
    expect(kiosk.page.get_by_role("checkbox", name="Bem passado")).not_to_be_checked()
    kiosk.page.get_by_role("dialog").get_by_role("button", name="Voltar").click()
    for _ in range(2):
        kiosk.press("Voltar")
    kiosk.expect_nothing_left()


def test_who_is_away_for_a_minute_while_a_code_is_out_keeps_the_order_and_loses_the_rest(kiosk: Kiosk) -> None:
    kiosk.fill()
    kiosk.press("Pagar")
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.wait(61)
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.press("Cancelar pedido")
    kiosk.title("Pedido cancelado")
    expect(kiosk.page.get_by_role("button", name="Voltar ao pedido")).to_be_hidden()
    kiosk.press("Começar de novo")
    kiosk.expect_nothing_left()


def test_who_may_have_paid_is_not_wiped_while_nobody_knows_and_the_next_customer_is_not_kept_waiting(
    kiosk: Kiosk,
) -> None:
    kiosk.fill()
    kiosk.press("Pagar")
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.stub.answers["GET /orders/A/payment"] = (0, None)
    kiosk.wait(16 * 60)
    kiosk.wait(60)
    expect(kiosk.page.get_by_text("Se você já pagou, não pague de novo: estamos conferindo.")).to_be_visible()
    kiosk.press("Começar de novo")
    kiosk.expect_nothing_left()


def test_an_answer_that_comes_after_its_customer_has_gone_is_not_heard(kiosk: Kiosk) -> None:
    unanswered: list[Route] = []
    kiosk.page.route("**/orders", lambda route: unanswered.append(route), times=1)
    kiosk.fill()
    kiosk.press("Pagar")
    kiosk.stub.until(lambda: len(unanswered) == 1)
    kiosk.press("Cancelar tudo", "Sim, cancelar tudo")
    kiosk.title("Peça aqui")
    with kiosk.page.expect_request_finished(lambda request: request == unanswered[0].request):
        unanswered[0].fulfill(status=201, json=kiosk.order())
    kiosk.stub.let_page_work()
    kiosk.expect_nothing_left()


def test_a_double_tap_at_the_last_step_shows_the_cart_and_orders_nothing(kiosk: Kiosk) -> None:
    kiosk.press(
        "Comer aqui", "Continuar sem CPF", "Não, obrigado", "Adicionar: Batata Frita", "Continuar", "Não, obrigado"
    )
    kiosk.title("Cabe uma sobremesa?")
    settle(kiosk.page)
    kiosk.stub.tap(kiosk.page.get_by_role("button", name="Não, obrigado"))
    kiosk.title("Seu pedido")
    settle(kiosk.page)
    assert kiosk.stub.bodies("POST /orders") == []


def test_a_double_tap_skips_one_step(kiosk: Kiosk) -> None:
    kiosk.press("Comer aqui", "Continuar sem CPF")
    kiosk.title("Qual vai ser o hambúrguer?")
    settle(kiosk.page)
    kiosk.stub.tap(kiosk.page.get_by_role("button", name="Não, obrigado"))
    kiosk.title("E para acompanhar?")


def test_a_double_tap_adds_one(kiosk: Kiosk) -> None:
    kiosk.press("Comer aqui", "Continuar sem CPF", "Não, obrigado")
    settle(kiosk.page)
    add = kiosk.page.get_by_role("button", name="Adicionar: Batata Frita", exact=True)
    add.scroll_into_view_if_needed()
    kiosk.stub.tap(add)
    card = kiosk.page.get_by_role("listitem").filter(has_text="Batata Frita").first
    expect(card).to_contain_text("1 no pedido")
    settle(kiosk.page)
    add.click()
    expect(card).to_contain_text("2 no pedido")


def test_a_double_tap_in_the_sheet_adds_one_and_touches_nothing_below(kiosk: Kiosk) -> None:
    kiosk.press("Comer aqui", "Continuar sem CPF", "Escolher: X-Burger")
    settle(kiosk.page)
    kiosk.stub.tap(kiosk.page.get_by_role("button", name=re.compile("^Adicionar · ")))
    expect(kiosk.page.get_by_role("dialog")).to_be_hidden()
    expect(kiosk.page.locator(".in-cart")).to_have_text(["1 no pedido"])


def test_a_double_tap_removes_one_line(kiosk: Kiosk) -> None:
    kiosk.press(
        "Comer aqui", "Continuar sem CPF", "Não, obrigado", "Adicionar: Batata Frita", "Adicionar: Anéis de Cebola"
    )
    kiosk.press("Continuar", "Não, obrigado", "Não, obrigado")
    settle(kiosk.page)
    kiosk.stub.tap(kiosk.page.get_by_role("button", name="Remover: Batata Frita"))
    expect(kiosk.page.locator(".line")).to_have_count(1)


def test_a_button_that_is_off_looks_off(kiosk: Kiosk) -> None:
    kiosk.choose_fries()
    pay = kiosk.page.get_by_role("button", name="Pagar")
    on = pay.evaluate("node => getComputedStyle(node).backgroundColor")
    kiosk.stub.answers["POST /orders"] = (-1, None)
    kiosk.press("Pagar")
    sending = kiosk.page.get_by_role("button", name="Enviando…")
    expect(sending).to_be_disabled()
    expect(sending).not_to_have_css("background-color", on)


def order(kiosk: Kiosk) -> None:
    kiosk.choose_fries()
    kiosk.press("Pagar")


def test_an_order_outlives_a_reload_while_its_code_is_out(kiosk: Kiosk) -> None:
    order(kiosk)
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.page.reload()
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.payment = "PAID"
    kiosk.wait(31)
    kiosk.title("Pagamento recebido!")
    expect(kiosk.page.locator(".number")).to_have_text("42")
    kiosk.stub.answers["POST /orders/A/checkout"] = (409, already("RECEIVED"))
    kiosk.page.reload()
    expect(kiosk.page.locator(".number")).to_have_text("42")
    kiosk.wait(25)
    kiosk.stub.answers["POST /orders/A/checkout"] = lambda _: (200, kiosk.checkout())
    kiosk.payment = "PENDING"
    kiosk.expect_nothing_left()


def already(status: str) -> dict[str, Any]:
    return {"type": "urn:bytemeburger:problem:order-status", "status": 409, "current_status": status}


def test_who_paid_while_the_page_was_away_reads_their_number(kiosk: Kiosk) -> None:
    order(kiosk)
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.stub.answers["POST /orders/A/checkout"] = (409, already("RECEIVED"))
    kiosk.page.reload()
    expect(kiosk.page.locator(".number")).to_have_text("42")


def test_a_reload_makes_no_code_younger(kiosk: Kiosk) -> None:
    order(kiosk)
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.page.clock.fast_forward(10 * 60_000)
    kiosk.stub.answers["POST /orders/A/checkout"] = (200, kiosk.checkout() | {"expires_in": 5 * 60})
    kiosk.page.reload()
    expect(kiosk.page.get_by_role("timer")).to_have_text(re.compile(r" 0?[45]:\d\d$"))


def test_an_order_that_is_free_goes_straight_to_its_number(kiosk: Kiosk) -> None:
    kiosk.stub.answers["POST /orders"] = lambda _: (201, kiosk.order(0) | {"status": "RECEIVED", "number": 7})
    order(kiosk)
    kiosk.title("Pedido recebido!")
    expect(kiosk.page.locator(".number")).to_have_text("7")
    assert kiosk.stub.bodies("POST /orders/A/checkout") == []


@pytest.mark.parametrize(
    ("units_left", "text"),
    [(1, "Batata Frita: resta só 1 unidade. Diminua a quantidade."), (0, "Batata Frita: esgotado.")],
)
def test_what_is_sold_out_is_named_and_its_line_is_marked(kiosk: Kiosk, units_left: int, text: str) -> None:
    problem = {
        "type": "urn:bytemeburger:problem:product-unavailable",
        "status": 422,
        "detail": "batata-frita não pode ser pedido agora.",
        "product_id": "batata-frita",
        "name": {"pt-BR": "Batata Frita", "en": "Fries"},
        "units_left": units_left,
    }
    kiosk.stub.answers["POST /orders"] = (422, problem)
    kiosk.press(
        "Comer aqui", "Continuar sem CPF", "Não, obrigado", "Adicionar: Batata Frita", "Adicionar: Anéis de Cebola"
    )
    kiosk.press("Continuar", "Não, obrigado", "Não, obrigado", "Mais: Batata Frita", "Pagar")
    expect(kiosk.page.locator("#notice")).to_contain_text(text)
    expect(kiosk.page.locator(".missing")).to_have_count(1)
    expect(kiosk.page.locator(".missing")).to_contain_text(text)
    kiosk.press("Menos: Batata Frita")
    expect(kiosk.page.locator(".missing")).to_have_count(0)


def test_a_combo_says_the_allergens_of_its_parts_and_of_what_is_chosen(kiosk: Kiosk) -> None:
    products = {product["product_id"]: product for product in kiosk.menu["products"]}
    products["combo-byte"]["allergens"] = []
    products["byte-classico"]["allergens"] = ["gluten"]
    products["x-burger"]["allergens"] = ["gluten", "egg"]
    bacon = next(
        option
        for group in products["x-burger"]["option_groups"]
        for option in group["options"]
        if option["option_id"] == "bacon"
    )
    bacon["allergens"] = ["soy"]
    for product_id in ("batata-frita", "guarana"):
        products[product_id]["allergens"] = []
    kiosk.page.reload()
    kiosk.press("Comer aqui", "Continuar sem CPF")
    card = kiosk.page.get_by_role("listitem").filter(has_text="Combo Byte").first
    expect(card.locator(".allergens")).to_have_text("Contém glúten")
    kiosk.press("Escolher: Combo Byte")
    allergens = kiosk.page.get_by_role("dialog").locator(".allergens")
    expect(allergens).to_have_text("Contém glúten")
    kiosk.page.get_by_role("radio", name="X-Burger").check()
    expect(allergens).to_have_text("Contém glúten, ovo")
    kiosk.page.get_by_role("checkbox", name="Bacon").check()
    expect(allergens).to_have_text("Contém glúten, ovo, soja")
    kiosk.page.get_by_role("button", name=re.compile("^Adicionar · ")).click()
    kiosk.press("Continuar", "Não, obrigado")
    expect(kiosk.page.locator(".line .allergens")).to_have_text("Contém glúten, ovo, soja")


def test_a_menu_that_loads_is_not_one_that_cannot_be_had_nor_an_empty_nor_an_old_one(page: Page, stub: Stub) -> None:
    kiosk = Kiosk(page, stub)
    known = stub.answers["GET /menu"]
    stub.answers["GET /menu"] = (-1, None)
    page.goto(f"{stub.pages_url}/kiosk/")
    hint = page.locator("#view .hint")
    expect(hint).to_have_text("Carregando o cardápio…")
    stub.answers["GET /menu"] = (503, {})
    kiosk.wait(21)
    kiosk.wait(4)
    expect(hint).to_have_text("Não conseguimos carregar o cardápio. Tentando de novo…")
    kiosk.menu["products"], products = [], kiosk.menu["products"]
    stub.answers["GET /menu"] = known
    kiosk.wait(4)
    expect(hint).to_have_text("Nenhum item disponível agora.")
    kiosk.menu["products"] = products
    kiosk.wait(61)
    expect(hint).to_have_text("Toque para começar")
    stub.answers["GET /menu"] = (0, None)
    kiosk.wait(31 * 60)
    expect(page.locator("#connection")).to_contain_text("Sem conexão. Tentando de novo…")
    expect(page.locator("#connection")).to_contain_text("O cardápio que aparece é de 31 min atrás.")


def test_a_lost_connection_moves_nothing_under_a_finger(kiosk: Kiosk) -> None:
    page = kiosk.page
    kiosk.press("Comer aqui", "Continuar sem CPF")
    measure = (
        "() => [...document.querySelectorAll('button, h1')].map((each) => JSON.stringify(each.getBoundingClientRect()))"
    )
    expect(page.locator(".cards .card").first).to_be_visible()
    settle(page)
    before = page.evaluate(measure)
    kiosk.stub.answers["GET /menu"] = (0, None)
    kiosk.read_menu()
    expect(page.locator("#connection")).to_contain_text("Sem conexão. Tentando de novo…")
    assert page.evaluate(measure) == before


def test_the_page_sends_no_parameter_but_its_store_and_what_is_in_the_cart(kiosk: Kiosk) -> None:
    order(kiosk)
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.stub.expect_no_open_request()
    queries = {request.url.partition("?")[2] for request in kiosk.stub.requests}
    assert queries == {"store=centro", "store=centro&products=batata-frita", ""}
