"""What axe-core finds wrong with a page for people who do not see, hear or point as others do: nothing, in any state."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.account import Account
from tests.e2e.board import Board
from tests.e2e.campaigns import NO_LIMITS, SKIPPED, Campaigns
from tests.e2e.counter import Counter
from tests.e2e.discounts import discounted, priced
from tests.e2e.kiosk import Kiosk
from tests.e2e.kitchen import Kitchen
from tests.e2e.manager import COLLEAGUE, Manager
from tests.e2e.menu_board import MenuBoard
from tests.e2e.phone import Phone
from tests.e2e.stub import Stub, menu, settle
from tests.screenshots import kiosk, unsubscribe

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text()
LOOK = """
async () => {
  const ends = ({ playState, effect }) => playState !== "finished" && effect.getComputedTiming().endTime < Infinity;
  for (let ending; (ending = document.getAnimations().filter(ends)).length; ) {
    await Promise.allSettled(ending.map(({ finished }) => finished));
  }
  return (await axe.run(document)).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
"""

type Look = Callable[[str], None]


@pytest.fixture
def look(page: Page) -> Look:
    """Look at the page as it stands once its colours are at rest; `state` says what it is like."""
    page.set_viewport_size({"width": 1366, "height": 768})

    def found(state: str) -> None:
        settle(page)
        page.evaluate(AXE)
        assert page.evaluate(LOOK) == [], state

    return found


def test_the_start_page(page: Page, stub: Stub, look: Look) -> None:
    page.goto(f"{stub.pages_url}/")
    look("start")


def test_the_page_of_an_order(page: Page, stub: Stub, look: Look) -> None:
    phone = Phone(page, stub)
    page.set_viewport_size({"width": 390, "height": 844})
    phone.open("")
    look("no link")
    phone.open()
    expect(page.get_by_text("Ainda não há um código para pagar.")).to_be_visible()
    look("to be paid")
    phone.offer()
    phone.wait(4)
    expect(phone.button("Copiar código Pix")).to_be_visible()
    look("payable")
    phone.pay()
    phone.order |= discounted(4990, 499)
    for status in ("RECEIVED", "IN_PREPARATION", "READY", "COMPLETED", "CANCELLED", "EXPIRED"):
        phone.become(status)
        phone.open()
        expect(page.locator(f".state.{status}")).to_be_visible()
        page.get_by_text("Ver comprovante").click()
        look(status)
    phone.stub.answers["GET /orders/*"] = (503, {})
    phone.wait(60)
    look("stale")


def test_the_page_to_unsubscribe(page: Page, stub: Stub, look: Look) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for state in unsubscribe.states(page, stub):
        look(state)


def test_the_account(page: Page, stub: Stub, look: Look) -> None:
    account = Account(page, stub)
    page.set_viewport_size({"width": 390, "height": 844})
    account.count = 21
    account.open()
    account.title("Seus pedidos, sempre à mão")
    look("welcome")
    account.button("Criar conta").click()
    look("sign up")
    account.button("Enviar código por e-mail").click()
    look("sign up, wrong")
    page.get_by_label("Nome").fill("Ana")
    page.get_by_role("textbox", name="E-mail").fill("ana@example.com")
    account.button("Enviar código por e-mail").click()
    account.title("Confira seu e-mail")
    look("code")
    account.stub.answers["GET /me/orders"], orders = (503, {}), account.stub.answers["GET /me/orders"]
    account.open()
    page.get_by_label("Código").fill("04711815")
    account.button("Confirmar").click()
    account.title("Conta criada. Agora é só entrar.")
    account.button("Entrar").click()
    expect(account.notice).not_to_be_empty()
    look("orders, away")
    account.stub.answers["GET /me/orders"] = orders
    page.clock.fast_forward(3_000)
    expect(account.button("Ver mais")).to_be_visible()
    look("orders")
    account.button("Acompanhar o pedido 17").click()
    expect(account.button("Pagar com Pix")).to_be_visible()
    look("an order to be paid")
    account.button("Pagar com Pix").click()
    expect(account.button("Copiar código Pix")).to_be_visible()
    look("payable")
    account.button("Cancelar pedido").click()
    look("cancel?")
    account.button("Meus pedidos").click()
    account.button("Pedir de novo o pedido 17").click()
    account.title("Pedir de novo")
    look("again")
    account.button("Meus dados").click()
    expect(page.get_by_label("Nome")).to_be_visible()
    look("data")
    account.button("Apagar minha conta").click()
    look("asked")
    account.button("Sim, apagar tudo").click()
    account.title("Seus dados foram apagados")
    look("erased")


def test_the_menu_board(page: Page, stub: Stub, look: Look) -> None:
    board = MenuBoard(page, stub)
    page.emulate_media(reduced_motion="reduce")
    board.product("batata-frita")["available"] = False
    board.offer("x-burger", "Happy hour", 1590)
    board.open()
    look("menu")
    stub.answers["GET /menu"] = (503, {})
    board.wait(120)
    look("stale")


@pytest.mark.parametrize("size", [(1080, 1920), (1366, 768), (320, 640)])
def test_the_kiosk(page: Page, stub: Stub, look: Look, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for state in kiosk.states(page, stub):
        look(state)


def test_the_kiosk_with_every_help(page: Page, stub: Stub, look: Look) -> None:
    page.set_viewport_size({"width": 1080, "height": 1920})
    page.emulate_media(reduced_motion="reduce")
    screen = Kiosk(page, stub)
    screen.menu |= {"discounts": True, "coupons": True}
    stub.answers["POST /cart/discounts"] = priced(4990, 499)
    screen.open()
    screen.press("Acessibilidade")
    for label in ("Botões na metade de baixo", "Letras maiores", "Sem animações", "Ler as telas em voz alta"):
        page.get_by_role("checkbox", name=label).check()
    screen.press("Fechar")
    look("start")
    screen.press("Comer aqui")
    look("identify")
    screen.press("Continuar sem CPF", "Adicionar: Byte Duplo")
    look("menu")
    screen.press("Abrir seu pedido, 1 item")
    expect(page.locator(".discounts")).to_be_visible()
    look("cart")
    screen.press("Digitar cupom", *"SEMANA")
    look("coupon")
    screen.press("Usar cupom", "Pagar")
    expect(page.locator(".qr")).to_be_visible()
    look("pay")


def test_the_board(page: Page, stub: Stub, look: Look) -> None:
    board = Board(page, stub)
    board.open()
    expect(page.locator("#none")).to_be_visible()
    look("empty")
    board.preparing, board.ready, board.sequence = [1, 2, 3], [4, 5], 1
    page.clock.fast_forward(61_000)
    expect(page.locator("#ready li.fresh")).to_have_count(2)
    look("numbers")
    stub.answers["GET /menu"] = (200, {"time_zone": "Pacific/Kiritimati"})  # where it is tomorrow first
    board.open()
    expect(page.locator(".earlier")).to_have_count(2)
    look("of yesterday")
    stub.answers["GET /board"] = (503, {})
    page.clock.fast_forward(61_000)
    expect(board.notice).not_to_be_empty()
    look("stale")


def test_the_kitchen(page: Page, stub: Stub, look: Look) -> None:
    kitchen = Kitchen(page, stub)
    kitchen.open()
    expect(page.locator("#none")).to_be_visible()
    look("empty")
    for number, status in enumerate(("RECEIVED", "RECEIVED", "IN_PREPARATION", "READY", "COMPLETED"), start=1):
        kitchen.order(number, status, refunded=number == 1)
    page.clock.fast_forward(61_000)
    expect(page.locator("#orders > li")).to_have_count(4)
    look("orders")
    for state, key in (("order", "Enter"), ("sold out", "F4"), ("handed over", "F8")):
        kitchen.press("ArrowDown", key)
        expect(page.get_by_role("dialog")).to_be_visible()
        look(state)
        kitchen.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    kitchen.press("F2")
    look("totals")
    for number in range(11, 71):
        kitchen.order(number, ("RECEIVED", "IN_PREPARATION", "READY")[number % 3], paid_at="2026-11-24T11:00:00.000Z")
    page.clock.fast_forward(61_000)
    expect(page.locator("#orders > li")).to_have_count(64)
    look("many orders")
    stub.answers["GET /kitchen/queue"] = (503, {})
    page.clock.fast_forward(61_000)
    expect(kitchen.notice).not_to_be_empty()
    look("stale")


def test_the_counter(page: Page, stub: Stub, look: Look) -> None:
    counter = Counter(page, stub)
    stub.person["cognito:groups"] = ["manager"]
    stub.answers |= {
        "GET /menu": (200, menu() | {"discounts": True, "coupons": True}),
        "POST /staff/cart/discounts": priced(4490, 449, ("minimum-not-reached", 100)),
    }
    counter.open()
    look("empty")
    counter.press("F3")
    expect(page.locator("#products > li").first).to_be_visible()
    look("new order")
    page.keyboard.type("combo byte")
    counter.press("Enter", "ArrowRight", "Escape")
    look("chosen")
    expect(page.locator(".discounts")).to_be_visible()
    look("discounts")
    counter.chosen.first.click()
    expect(counter.form).to_be_visible()
    look("line")
    counter.press("Escape")
    expect(counter.form).to_be_hidden()
    counter.press("Escape", "Escape")
    expect(page.locator("#search")).to_be_focused()
    for at in range(22):
        counter.order(f"K7X2J{'23457JKMRTWXYF89JKMRTW'[at]}")
    counter.paid("W78JYF", "cash", refunds=[counter.late("W78JYF")], **discounted(4990, 499))
    page.clock.fast_forward(11_000)
    counter.rows.first.click()
    expect(counter.title).to_be_focused()
    look("unpaid")
    for key in ("F4", "F6", "F7", "F8", "F10"):
        counter.press(key)
        look(key)
        counter.press("Enter", "Escape") if key == "F4" else counter.press("Escape")
        expect(counter.form).to_be_hidden()
    page.locator("#search").fill("W78JYF")
    counter.press("Enter")
    expect(counter.title).to_have_text("Pedido 7")
    look("late money")
    for name in ("Devolver o Pix", "Devolver o dinheiro"):
        counter.button(name).click()
        look(name)
        counter.press("Escape")
        expect(counter.form).to_be_hidden()
    stub.answers["GET /staff/orders"] = (503, {})
    page.clock.fast_forward(60_000)
    expect(counter.notice).not_to_be_empty()
    look("stale")


def test_the_parts_of_the_design(page: Page, stub: Stub, look: Look) -> None:
    page.goto(f"{stub.pages_url}/design/")
    look("light and dark")


def test_the_manager(page: Page, stub: Stub, look: Look) -> None:
    manager = Manager(page, stub)
    manager.day |= {"late_orders": 1, "late": [manager.counter.paid("W78JYF", waiting_seconds=1_234)]}
    manager.need("K7X2MF", "late-payment-undecided")
    manager.open()
    look("today")
    manager.button("Parar pedidos").click()
    look("stop")
    page.keyboard.press("Escape")
    manager.go("Pedidos")
    expect(page.locator("#orders tbody tr")).to_have_count(1)
    look("orders")
    page.get_by_label("Número, referência ou Pix").fill("Maria")
    page.keyboard.press("Enter")
    expect(manager.wrong).to_be_focused()
    look("a field that is wrong")
    manager.link("7").click()
    look("an order")
    manager.button("Devolver o dinheiro").click()
    manager.confirm("Devolver o dinheiro")
    look("a refund without a reason")


def test_the_managers_other_views(page: Page, stub: Stub, look: Look) -> None:
    manager = Manager(page, stub)
    manager.sold("day", "2026-11-24", 250_000)
    manager.entry("product", "x-burger", price=(2590, 2990))
    manager.findings = [{"order_id": "o1", "status": "COMPLETED", "finding": "amounts-differ", "amount": 100}]
    manager.people.append(manager.person(COLLEAGUE, "bia@example.com", "kitchen"))
    manager.open("menu")
    look("menu")
    manager.button("Estoque de X-Burger: sem contagem").click()
    look("stock")
    page.keyboard.press("Escape")
    manager.link("Combo Byte").click()
    expect(page.get_by_label("Preço (R$)")).to_be_visible()
    page.get_by_label("Preço (R$)").fill("x")
    manager.button("Salvar").click()
    expect(manager.wrong).to_be_focused()
    look("a combo with a price that is none")
    page.get_by_label("Preço (R$)").fill("1")
    manager.products["combo-byte"] |= {"price": 2, "available": False, "version": 9}
    manager.button("Salvar").click()
    expect(manager.dialog).to_be_visible()
    look("conflict")
    page.keyboard.press("Escape")
    for view in ("Vendas", "Conciliação", "Clientes", "Equipe", "Histórico", "Loja"):
        manager.go(view)
        if view == "Conciliação":
            manager.button("Conciliar").click()
        if view in ("Clientes", "Equipe"):
            page.get_by_role("button", name=re.compile("^(Ver contato|Remover )")).click()
            look(f"{view}: a dialog")
            page.keyboard.press("Escape")
        else:
            expect(page.locator("table, form").first).to_be_visible()
        look(view)


def test_the_managers_campaigns(page: Page, stub: Stub, look: Look) -> None:
    manager = Manager(page, stub)
    campaigns = Campaigns(manager)
    campaigns.campaign("happy", "Happy hour", limits=NO_LIMITS | {"uses": 10, "budget": 99_900})
    campaigns.campaign("week", "Semana", with_coupon=True, state="PAUSED")
    campaigns.mailing(
        "week", "Volte", state="SENDING", chosen=3, sent=2, skipped=dict.fromkeys(SKIPPED, 0) | {"refused": 1}
    )
    campaigns.used("2026-11-24", "week", 3, 1_500)
    campaigns.compared("week", 99)
    manager.open("campaigns")
    look("campaigns")
    manager.button("Encerrar: Happy hour").click()
    look("end?")
    page.keyboard.press("Escape")
    manager.link("Semana").click()
    manager.button("Gerar cupons").click()
    expect(page.locator(".codes li")).to_have_count(2)
    manager.button("Calcular").click()
    expect(page.get_by_text("Teria custado", exact=True)).to_be_visible()
    look("campaign")
    page.get_by_label("O que oferece").select_option("combo_price")
    manager.button("Salvar").click()
    expect(manager.wrong).to_be_focused()
    look("campaign, wrong")
    manager.go("Campanhas")
    manager.link("Mandar por e-mail: Happy hour").click()
    manager.button("Mandar teste para mim").click()
    expect(manager.wrong.first).to_be_focused()
    look("mail, wrong")
    manager.button("Parar: Volte").click()
    look("stop the mailing?")
    page.keyboard.press("Escape")
    manager.go("Campanhas")
    page.get_by_role("link", name="Resultados").click()
    expect(page.locator("#uses tbody tr")).to_have_count(1)
    look("results")
