"""The counter's page, in a real browser, against an API that answers as a test says."""

import re

import pytest
from playwright.sync_api import Request, Route, expect

from tests.e2e.counter import LATE, STEP, Counter
from tests.e2e.discounts import discounted
from tests.e2e.stub import OWN_ID, Answer, settle

COLLEAGUE = "99999999-1a44-4c0e-8a8e-31d6a3f6b702"


def test_cash_is_received_with_the_keyboard_alone_and_the_change_is_shown(counter: Counter) -> None:
    counter.order("K7X2MF")
    counter.order("W78JYF")
    counter.open()
    expect(counter.page.locator("#search")).to_be_focused()
    counter.page.keyboard.type("k7x 2mf")
    counter.press("Enter")
    expect(counter.title).to_be_focused()
    expect(counter.title).to_have_text("Pedido K7X2MF")
    counter.press("F4")
    expect(counter.form).to_contain_text("Receber R$ 49,90 em dinheiro")
    counter.page.keyboard.type("50")
    expect(counter.form.locator("output")).to_have_text("R$ 0,10")
    counter.press("Enter")
    expect(counter.page.locator("#received")).to_have_text("Recebido R$ 50,00. Troco: R$ 0,10")
    expect(counter.title).to_have_text("Pedido 7")
    expect(counter.title).to_be_focused()
    assert counter.stub.bodies("POST /staff/orders/oK7X2MF/payment") == [{"method": "cash"}]
    counter.press("Escape")
    expect(counter.page.locator("#search")).to_be_focused()
    expect(counter.title).to_have_count(0)
    counter.press("ArrowDown", "ArrowDown", "Enter")
    expect(counter.page.locator("#orders [aria-current]")).to_have_count(1)


def test_whoever_asks_is_told_what_was_promised(counter: Counter) -> None:
    promise = {"p50": "2026-11-24T15:20:30.000Z", "p90": "2026-11-24T15:26:00.000Z"}
    counter.paid("K7X2MF", promise=promise)
    counter.look_at("K7X2MF")
    expect(counter.page.locator("#order")).to_contain_text("Prometido para 12:21, no máximo 12:26")


def test_too_little_cash_is_refused(counter: Counter) -> None:
    counter.order("K7X2MF")
    counter.look_at("K7X2MF")
    counter.press("F4", "Enter")
    expect(counter.form.get_by_role("alert")).to_have_text("Digite um valor, por exemplo 50 ou 50,00.")
    counter.page.keyboard.type("20,5")
    expect(counter.form.locator("output")).to_have_text("Faltam R$ 29,40")
    counter.press("Enter")
    expect(counter.form.get_by_role("alert")).to_have_text("Faltam R$ 29,40")
    assert counter.stub.bodies("POST /staff/orders/oK7X2MF/payment") == []
    counter.form.get_by_role("button", name="R$ 100,00").click()
    expect(counter.form.locator("output")).to_have_text("R$ 50,10")
    counter.press("Escape")
    expect(counter.form).to_be_hidden()
    assert counter.stub.bodies("POST /staff/orders/oK7X2MF/payment") == []


@pytest.mark.parametrize(("key", "method"), [("F7", "card"), ("F8", "pix")])
def test_a_card_or_a_pix_that_somebody_saw_arrive_is_marked(counter: Counter, key: str, method: str) -> None:
    counter.order("K7X2MF")
    counter.look_at("K7X2MF")
    counter.press(key)
    expect(counter.form).to_contain_text("Confirme só depois")
    counter.button("Confirmar").click()
    expect(counter.shown).to_contain_text("Recebido")
    assert counter.stub.bodies("POST /staff/orders/oK7X2MF/payment") == [{"method": method}]


def test_taps_on_one_place_take_the_money_once_and_begin_nothing_else(counter: Counter) -> None:
    counter.order("K7X2MF")
    counter.look_at("K7X2MF")
    counter.button("Cartão").click()
    expect(counter.button("Confirmar")).to_be_visible()
    settle(counter.page)
    counter.stub.tap(counter.button("Confirmar"), times=3, apart_ms=200)
    assert len(counter.stub.bodies("POST /staff/orders/oK7X2MF/payment")) == 1
    expect(counter.form).to_be_hidden()


def test_what_is_asked_twice_before_the_answer_is_asked_once(counter: Counter) -> None:
    counter.order("K7X2MF")
    counter.look_at("K7X2MF")
    unanswered: list[Route] = []
    counter.page.route("**/payment", lambda route: unanswered.append(route))
    counter.press("F7", "Enter", "Enter")
    expect(counter.button("Um momento…")).to_be_visible()
    counter.press("Enter", "Escape", "F8")
    counter.stub.let_page_work()
    assert len(unanswered) == 1
    unanswered[0].fallback()
    expect(counter.shown).to_contain_text("Recebido")
    expect(counter.form).to_be_hidden()


def test_an_order_is_shown_with_all_its_details(counter: Counter) -> None:
    counter.paid(
        "K7X2MF",
        timeline=[
            STEP | {"status": "AWAITING_PAYMENT"},
            STEP | {"status": "RECEIVED", "by": "payment"},
            STEP | {"status": "IN_PREPARATION", "by": COLLEAGUE},
            STEP | {"status": "CANCELLED", "by": OWN_ID, "reason": "out-of-stock"},
        ],
        staff_notes=[{"at": STEP["at"], "by": OWN_ID, "note": "sem pão até o meio-dia"}],
        refunds=[LATE | {"provider_order_id": "ORD1", "status": "REQUESTED", "reason": "out-of-stock"}],
        payment_exceptions=[{"says": "in_mediation", "amount": 0, "status": "UNKNOWN", "at": STEP["at"]}],
    )
    counter.look_at("K7X2MF")
    line = counter.shown.locator(".lines > li")
    expect(line.get_by_role("heading")).to_have_text("2 × Combo Byte")
    expect(line.locator("p")).to_have_text(
        ["Byte Clássico", "Bacon", "Sem cebola", "Batata Frita", "bem passado", "R$ 24,95 cada"]
    )
    expect(counter.shown.locator(".timeline span")).to_have_text(
        ["Cliente", "Pagamento", "Equipe (9999)", "Você · Produto em falta"]
    )
    expect(counter.shown.locator(".timeline time").first).to_have_text("12:00")  # the store's clock
    for text in (
        "QR Code (Mercado Pago): R$ 49,90 · pago",
        "sem pão até o meio-dia",
        "pedida ao provedor",
        "in_mediation",
    ):
        expect(counter.shown).to_contain_text(text)


def test_orders_are_found_by_number_and_by_pix_or_it_is_said_that_there_is_none(counter: Counter) -> None:
    counter.paid("K7X2MF")
    counter.order("W78JYF")
    counter.open()
    search = counter.page.locator("#search")
    for typed, title in (("7", "Pedido 7"), ("W78JYF29A41315E014EB9F63E", "Pedido W78JYF")):
        search.fill(typed)
        counter.press("Enter")
        expect(counter.title).to_have_text(title)
    search.fill("8")
    counter.press("Enter")
    expect(counter.page.locator("#none")).to_have_text("Nenhum pedido deste dia tem esse número ou essa referência.")
    search.fill("Maria")
    counter.press("Enter")
    expect(counter.notice).to_contain_text("Digite o número da senha")
    search.fill("")
    counter.press("Enter")
    expect(counter.rows).to_have_count(2)


def test_the_list_goes_by_status_by_day_and_by_page(counter: Counter) -> None:
    for at in range(25):
        counter.order(f"K7X2{'JKMRT'[at // 5]}{'JKMRT'[at % 5]}")
    counter.paid("W78JYF")
    counter.open()
    expect(counter.rows).to_have_count(20)
    counter.page.get_by_role("button", name="Próxima").click()
    expect(counter.rows).to_have_count(6)
    expect(counter.page.get_by_text("Página 2")).to_be_visible()
    counter.page.get_by_role("button", name="Anterior").click()
    expect(counter.rows).to_have_count(20)
    counter.page.get_by_role("radio", name="Recebido").check()
    expect(counter.rows).to_have_count(1)
    with counter.page.expect_request(re.compile(r"day=2026-11-20")) as asked:
        counter.page.get_by_label("Dia").fill("2026-11-20")
    assert "status=RECEIVED" in asked.value.url


def test_a_late_pix_is_recorded_and_the_order_prepared_after_all(counter: Counter) -> None:
    counter.order("K7X2MF", "EXPIRED")
    counter.look_at("K7X2MF")
    counter.button("Chegou um Pix deste pedido").click()
    expect(counter.form).to_contain_text("K7X2MF29A41315E014EB9F63E")
    counter.button("Confirmar").click()
    expect(counter.shown).to_contain_text("Um Pix de R$ 49,90 chegou fora do prazo")
    expect(counter.button("Chegou um Pix deste pedido")).to_have_count(0)
    counter.button("Fazer o pedido").click()
    counter.form.get_by_role("button", name="Fazer o pedido").click()
    expect(counter.title).to_have_text("Pedido 8")
    assert len(counter.stub.bodies("POST /staff/orders/oK7X2MF/late-payment/accept")) == 1


def test_a_late_pix_is_given_back(counter: Counter) -> None:
    counter.order("K7X2MF", "CANCELLED", refunds=[counter.late("K7X2MF")])
    counter.look_at("K7X2MF")
    expect(counter.button("Fazer o pedido")).to_have_count(0)  # only what expired is prepared after all
    counter.button("Devolver o Pix").click()
    counter.form.get_by_label("Pix").check()
    counter.form.get_by_role("button", name="Devolver o Pix").click()
    expect(counter.shown).to_contain_text("devolvido")
    assert counter.stub.bodies("POST /staff/orders/oK7X2MF/late-payment/return") == [{"method": "pix"}]


def test_an_order_is_called_off_with_a_reason_and_a_note(counter: Counter) -> None:
    counter.order("K7X2MF")
    counter.look_at("K7X2MF")
    counter.press("F10")
    counter.form.get_by_role("button", name="Cancelar pedido").click()
    expect(counter.form.get_by_role("alert")).to_have_text("Escolha um motivo.")
    counter.form.get_by_label("O cliente desistiu").check()
    counter.form.get_by_label("Observação").fill(" mudou de ideia ")
    counter.press("Enter")
    expect(counter.shown).to_contain_text("Cancelado")
    asked = counter.stub.bodies("POST /staff/orders/oK7X2MF/cancel")
    assert asked == [{"reason": "customer-wish", "note": "mudou de ideia"}]
    expect(counter.button("Dinheiro")).to_have_count(0)


def test_a_manager_alone_refunds(counter: Counter) -> None:
    counter.paid("K7X2MF", "cash", status="READY")
    counter.look_at("K7X2MF")
    expect(counter.button("Imprimir recibo")).to_be_visible()
    expect(counter.button("Devolver o dinheiro")).to_have_count(0)
    counter.stub.person["cognito:groups"] = ["manager"]
    counter.look_at("K7X2MF")
    counter.button("Devolver o dinheiro").click()
    expect(counter.form).to_contain_text("Foi pago no balcão (Dinheiro): devolva ao cliente da mesma forma.")
    counter.form.get_by_label("Problema de qualidade").check()
    counter.form.get_by_role("button", name="Devolver o dinheiro").click()
    expect(counter.shown).to_contain_text("devolvido")
    assert counter.stub.bodies("POST /staff/orders/oK7X2MF/refund") == [{"reason": "poor-quality"}]
    expect(counter.button("Devolver o dinheiro")).to_have_count(0)


def test_a_key_counts_at_once_when_a_dialog_has_closed(counter: Counter) -> None:
    counter.order("K7X2MF")
    counter.look_at("K7X2MF")
    counter.press("F4")
    expect(counter.form).to_be_visible()
    # The dialog says that it has closed a moment later.
    key = 'document.dispatchEvent(new KeyboardEvent("keydown", { key: "F7" }))'
    counter.page.evaluate(f'() => {{ document.getElementById("act").close(); {key}; }}')
    expect(counter.form).to_contain_text("no cartão")


def test_the_kitchen_looks_and_takes_no_money(counter: Counter) -> None:
    counter.stub.person["cognito:groups"] = ["kitchen"]
    counter.order("K7X2MF")
    counter.look_at("K7X2MF")
    expect(counter.shown).to_contain_text("Só quem é do balcão ou gerente recebe e cancela aqui.")
    counter.press("F4")
    expect(counter.form).to_be_hidden()


PRINTED = "window.print = () => { window.printed = document.body.innerHTML; }"


def test_what_campaigns_took_off_stands_with_the_order_and_on_its_receipt(counter: Counter) -> None:
    counter.page.add_init_script(PRINTED)
    counter.paid("K7X2MF", "cash", **discounted(4990, 499, 1))
    counter.look_at("K7X2MF")
    said = re.compile(r"Subtotal\s*R\$\s49,90\s*Semana do X\s*− R\$\s4,99\s*Semana do X\s*− R\$\s0,01")
    expect(counter.shown.locator(".taken-off")).to_have_text(said)
    counter.press("F9")
    expect(counter.page.locator("#receipt .taken-off")).to_have_text(said)
    expect(counter.page.locator("#receipt")).to_contain_text(re.compile(r"Total\s*R\$\s44,90"))


def test_a_receipt_is_as_wide_as_its_paper_and_the_cpf_is_on_paper_alone(counter: Counter) -> None:
    counter.page.add_init_script(PRINTED)
    counter.paid("K7X2MF", "cash")
    counter.look_at("K7X2MF")
    counter.press("F9")
    receipt = counter.page.locator("#receipt")
    expect(receipt).to_contain_text("CPF 529.982.247-25")
    expect(receipt).to_be_hidden()
    assert "529.982.247-25" in counter.page.evaluate("window.printed")
    counter.page.emulate_media(media="print")
    expect(receipt).to_be_visible()
    expect(receipt).to_contain_text("NÃO É DOCUMENTO FISCAL")
    expect(counter.title).to_be_hidden()
    paper = counter.page.pdf(prefer_css_page_size=True)
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+)", paper)
    assert box
    assert float(box[1]) / 72 * 25.4 == pytest.approx(80, abs=0.2)
    assert len(re.findall(rb"/Type /Page\b", paper)) == 1
    counter.page.emulate_media(media="screen")
    counter.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(receipt).to_have_count(0)


@pytest.mark.parametrize("is_done", [True, False])
def test_what_became_of_money_that_nobody_answered_for_is_looked_for(counter: Counter, is_done: bool) -> None:
    counter.order("K7X2MF")
    counter.look_at("K7X2MF")
    found = counter.stub.answers["GET /staff/orders/*"]

    def lost(request: Request) -> Answer:
        if is_done:
            counter.pay(request)
        return 0, None

    counter.stub.answers |= {"POST /staff/orders/*/payment": lost, "GET /staff/orders/*": (503, {})}
    counter.press("F4")
    counter.page.keyboard.type("60")
    counter.press("Enter")
    expect(counter.notice).to_have_text("Não sabemos se deu certo. Conferindo…")
    counter.stub.answers["GET /staff/orders/*"] = found
    counter.page.clock.fast_forward(2_100)
    expect(counter.notice).to_be_empty()
    if is_done:
        expect(counter.page.locator("#received")).to_have_text("Recebido R$ 60,00. Troco: R$ 10,10")
    else:
        expect(counter.button("Dinheiro")).to_be_visible()
        expect(counter.page.locator("#received")).to_have_count(0)


def test_change_is_shown_for_ones_own_cash_alone(counter: Counter) -> None:
    counter.order("K7X2MF")
    counter.look_at("K7X2MF")
    counter.cashier_id = COLLEAGUE

    def lost(request: Request) -> Answer:
        counter.pay(request)  # another till was first, and nobody knows what it was given
        return 412, {"type": "urn:bytemeburger:problem:order-changed"}

    counter.stub.answers["POST /staff/orders/*/payment"] = lost
    counter.press("F4")
    counter.page.keyboard.type("60")
    counter.press("Enter")
    expect(counter.title).to_have_text("Pedido 7")
    expect(counter.page.locator("#received")).to_have_count(0)


def test_an_order_that_changed_in_the_meantime_is_called_so(counter: Counter) -> None:
    order = counter.order("K7X2MF")
    counter.look_at("K7X2MF")
    counter.press("F7")
    order |= {"version": 4, "total": 5990}
    counter.press("Enter")
    expect(counter.notice).to_have_text("O pedido mudou nesse meio-tempo. Veja como está agora.")
    expect(counter.shown).to_contain_text("R$ 59,90")


def test_what_is_possible_no_more_is_not_asked_any_longer(counter: Counter) -> None:
    counter.order("K7X2MF")
    counter.look_at("K7X2MF")
    counter.press("F4")
    expect(counter.form).to_be_visible()
    counter.paid("K7X2MF", version=4)  # by its QR code, while the customer looked for coins
    counter.page.clock.fast_forward(11_000)
    expect(counter.form).to_be_hidden()
    expect(counter.notice).to_have_text("O pedido mudou nesse meio-tempo. Veja como está agora.")
    expect(counter.title).to_have_text("Pedido 7")


def test_loading_empty_unreachable_and_stale_are_four_different_things(counter: Counter) -> None:
    unanswered: list[Route] = []
    counter.page.route("**/staff/orders?*", lambda route: unanswered.append(route))
    counter.page.goto(f"{counter.stub.pages_url}/counter/")
    none = counter.page.get_by_text("Nenhum pedido aqui.")
    expect(counter.notice).to_have_text("Carregando…")
    expect(none).to_have_count(0)
    listed = counter.stub.answers["GET /staff/orders"]
    counter.stub.answers["GET /staff/orders"] = (0, None)
    counter.page.unroute("**/staff/orders?*")
    for route in unanswered:
        route.abort()
    expect(counter.notice).to_have_text("Sem conexão com o sistema. Tentando de novo…")
    expect(none).to_have_count(0)

    counter.stub.answers["GET /staff/orders"] = listed
    counter.page.clock.fast_forward(2_100)
    expect(none).to_be_visible()
    expect(counter.notice).to_be_empty()

    counter.order("K7X2MF")
    counter.page.clock.fast_forward(11_000)
    expect(counter.rows).to_have_count(1)
    counter.stub.answers["GET /staff/orders"] = (503, {})
    counter.page.clock.fast_forward(31 * 60_000)
    expect(counter.notice).to_contain_text("Sem resposta do sistema: o que aparece aqui é de 31 min atrás")
    expect(counter.rows).to_have_count(1)


def test_nothing_can_be_asked_for_before_somebody_is_signed_in(counter: Counter) -> None:
    page, main = counter.page, counter.page.locator("main")
    page.route("**/config.json", lambda route: route.abort())
    page.goto(f"{counter.stub.pages_url}/counter/")
    expect(main).to_have_attribute("inert", "")
    page.unroute("**/config.json")
    page.clock.fast_forward(10_000)
    expect(main).not_to_have_attribute("inert", "")
    expect(page.locator("#search")).to_be_focused()


def test_nothing_of_anybody_stays_after_signing_out(counter: Counter) -> None:
    counter.paid("K7X2MF")
    counter.look_at("K7X2MF")
    expect(counter.page.get_by_text("Quem entrou: Ana")).to_be_visible()
    counter.stub.is_anybody = False
    counter.page.get_by_role("button", name="Sair").click()
    expect(counter.page.get_by_role("heading", name="Sign in")).to_be_visible()
    out = next(each for each in counter.stub.requests if "/logout?" in each.url)
    assert "client_id=staff&logout_uri=http%3A%2F%2F127.0.0.1" in out.url
    counter.page.go_back()
    expect(counter.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "K7X2MF" not in counter.page.content()
    counter.page.goto(f"{counter.stub.pages_url}/config.json")
    storage = counter.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")
    assert [word for word in ("K7X2MF", "Ana", OWN_ID, "refresh") if word in storage] == []
