"""The manager's page: its frame, the day, the emergency stop, and the orders."""

import re

import pytest
from playwright.sync_api import Dialog, Route, expect

from tests.e2e.manager import Manager
from tests.e2e.stub import COGNITO, held_clock, settle


def test_the_day_as_it_stands(manager: Manager) -> None:
    manager.day["late_orders"] = 1
    manager.day["late"] = [manager.counter.paid("W78JYF", waiting_seconds=1_234)]
    manager.counter.order("K7X2MF", "EXPIRED")
    manager.need("K7X2MF", "late-payment-undecided")
    manager.open()
    expect(manager.title).to_have_text("Hoje")
    expect(manager.page.locator("#orders-by-status dd")).to_have_text(["2", "3", "4", "1", "56", "5", "1"])
    expect(manager.page.locator("#day-figures dd")).to_have_text(
        ["1", "7 min", "15 min", "R$\xa04.123,50", "R$\xa049,90", "R$\xa04.073,60"]
    )
    expect(manager.page.locator("#attention")).to_contain_text("Pix fora do prazo espera decisão")
    expect(manager.page.locator("#late")).to_contain_text("20 min")
    manager.link("K7X2MF").click()
    expect(manager.title).to_have_text("Pedidos")


def test_the_day_shows_how_often_a_promised_time_held(manager: Manager) -> None:
    kept = {"orders": 40, "kept": 36, "bias_seconds": -90, "p90_seconds": 600}
    manager.day |= {"promises": kept, "promises_by_hour": [{"hour": "12", **kept}]}
    manager.open()
    expect(manager.page.locator("#promises tbody tr").first).to_have_text(
        re.compile(r"12 h\s+40\s+90 %\s+-1 min\s+10 min")
    )
    expect(manager.page.locator("#promises tbody tr")).to_have_count(2)


def test_a_new_day_has_nothing_to_tell(manager: Manager) -> None:
    manager.day |= {"waits": {"orders": 0, "average_seconds": None, "p90_seconds": None}}
    manager.open()
    expect(manager.page.locator("#day-figures")).to_contain_text("–")
    expect(manager.page.locator("#attention")).to_contain_text("Nada pendente.")
    expect(manager.page.locator("#late")).to_contain_text("Ninguém espera demais.")


def test_the_emergency_stop_takes_two_taps_and_a_double_tap_is_one(manager: Manager) -> None:
    manager.open()
    expect(manager.page.locator("#day-figures")).to_be_visible()
    stop = manager.button("Parar pedidos")
    manager.stub.tap(stop, times=2, apart_ms=300)
    expect(manager.dialog).to_contain_text("Parar de receber pedidos?")
    manager.page.keyboard.press("Escape")
    manager.stub.let_page_work()
    settle(manager.page)
    with held_clock(manager.page):
        stop.click()
        manager.dialog.get_by_role("button", name="Parar agora").dblclick(force=True)  # whatever is in the way
        assert manager.stub.bodies("PUT /store/orders") == []
    manager.confirm("Parar agora")
    expect(manager.dialog).to_be_hidden()
    expect(manager.page.get_by_text("A loja parou de receber pedidos.")).to_be_visible()
    assert manager.stub.bodies("PUT /store/orders") == [{"accepts_orders": False}]
    manager.button("Voltar a receber pedidos").click()
    manager.confirm("Voltar agora")
    expect(manager.page.get_by_text("A loja está recebendo pedidos.")).to_be_visible()


def test_the_stop_that_is_refused_or_lost_says_so(manager: Manager) -> None:
    manager.open()
    manager.stub.answers["PUT /store/orders"] = (0, {})
    manager.button("Parar pedidos").click()
    manager.confirm("Parar agora")
    expect(manager.dialog.get_by_role("alert")).to_contain_text("Não sabemos se deu certo")
    manager.page.keyboard.press("Escape")
    expect(manager.dialog).to_be_hidden()
    expect(manager.button("Parar pedidos")).to_be_enabled()


def test_the_place_survives_a_reload(manager: Manager) -> None:
    manager.open()
    manager.go("Pedidos")
    manager.page.reload()
    expect(manager.title).to_have_text("Pedidos")


def test_the_keyboard_alone_goes_from_view_to_view(manager: Manager) -> None:
    manager.open()
    manager.page.get_by_role("navigation").get_by_role("link", name="Pedidos").focus()
    manager.page.keyboard.press("Enter")
    expect(manager.title).to_have_text("Pedidos")
    expect(manager.title).to_be_focused()


def test_the_api_that_is_down_is_waited_for(manager: Manager) -> None:
    store = manager.stub.answers["GET /store"]
    manager.stub.answers["GET /store"] = (503, {})
    manager.page.goto(f"{manager.stub.pages_url}/manager/")
    expect(manager.notice).to_have_text("Sem conexão com o sistema. Tentando de novo…")
    manager.stub.answers["GET /store"] = store
    manager.page.clock.fast_forward(4_000)
    expect(manager.title).to_have_text("Hoje")
    expect(manager.page.locator("#day-figures")).to_be_visible()
    manager.stub.answers["GET /reports/day"] = (503, {})
    manager.page.clock.fast_forward(60_000)
    expect(manager.notice).to_contain_text("Sem resposta do sistema")
    manager.stub.answers["GET /reports/day"] = lambda _: (200, manager.day)
    manager.page.clock.fast_forward(4_000)
    expect(manager.notice).to_be_empty()


def test_who_is_no_manager_sees_nothing_and_asks_for_nothing(manager: Manager) -> None:
    manager.stub.person["cognito:groups"] = ["counter"]
    manager.page.goto(f"{manager.stub.pages_url}/manager/")
    expect(manager.page.get_by_text("Esta página é só de quem gerencia a loja.")).to_be_visible()
    manager.stub.let_page_work()
    assert [each for each in manager.stub.requests if "/api/" in each.url] == []


def test_a_session_that_ended_asks_who_it_is(manager: Manager) -> None:
    manager.open()
    expect(manager.page.locator("#day-figures")).to_be_visible()
    manager.stub.is_anybody = False
    manager.stub.answers["GET /reports/day"] = (401, {})
    manager.page.route("**/token", lambda route: route.fulfill(status=400, json={}))
    manager.page.clock.fast_forward(61_000)
    expect(manager.page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_who_signs_in_first_comes_to_the_view_that_was_asked_for(manager: Manager) -> None:
    manager.page.goto(f"{manager.stub.pages_url}/manager/#orders")
    expect(manager.title).to_have_text("Pedidos")


def test_who_signs_out_leaves_nothing(manager: Manager) -> None:
    manager.open("orders")
    manager.stub.is_anybody = False
    manager.button("Sair").click()
    expect(manager.page.get_by_role("heading", name="Sign in")).to_be_visible()
    manager.page.goto(f"{manager.stub.pages_url}/config.json")  # what is kept is kept for the pages' own address
    assert manager.page.evaluate("JSON.stringify([{ ...localStorage }, document.cookie])") == '[{},""]'


def test_orders_are_found_and_one_is_shown_with_all_its_details(manager: Manager) -> None:
    manager.counter.paid("W78JYF")
    manager.counter.order("K7X2MF")
    manager.open("orders")
    expect(manager.page.locator("#orders tbody tr")).to_have_count(2)
    manager.page.get_by_label("Número, referência ou Pix").fill("w78 jyf")
    manager.page.keyboard.press("Enter")
    expect(manager.page.locator("#orders tbody tr")).to_have_count(1)
    manager.page.get_by_label("Número, referência ou Pix").fill("Maria")
    manager.page.keyboard.press("Enter")
    expect(manager.wrong).to_be_focused()
    manager.link("7").click()
    expect(manager.page.locator("#order-title")).to_have_text("Pedido 7")
    expect(manager.page.locator("#order")).to_contain_text("Byte Clássico")
    expect(manager.page.locator(".timeline")).to_contain_text("Cliente")
    expect(manager.page.locator(".timeline time")).to_contain_text("24/11/2026, 12:00")


def test_the_days_orders_go_by_page_and_by_status(manager: Manager) -> None:
    for at in range(35):
        manager.counter.order(f"K7X{at:03}")
    manager.counter.paid("W78JYF")
    manager.open("orders")
    expect(manager.page.locator("#orders tbody tr")).to_have_count(30)
    manager.button("Próxima").click()
    expect(manager.page.locator("#orders tbody tr")).to_have_count(6)
    manager.page.get_by_label("Situação").select_option("RECEIVED")
    expect(manager.page.locator("#orders tbody tr")).to_have_count(1)
    manager.page.get_by_label("Situação").select_option("READY")
    expect(manager.page.get_by_text("Nenhum pedido aqui.")).to_be_visible()


def test_an_order_of_another_day_is_opened_with_its_day(manager: Manager) -> None:
    manager.counter.paid("W78JYF")
    manager.open("orders")
    manager.page.get_by_label("Dia").fill("2025-09-30")
    manager.page.locator("#orders tbody a").click()
    expect(manager.page.get_by_text("W78JYF").first).to_be_visible()
    manager.page.wait_for_function("location.hash === '#orders/oW78JYF/2025-09-30'")
    manager.stub.until(lambda: any("oW78JYF?day=2025-09-30" in each.url for each in manager.stub.requests))


def test_a_refund_needs_a_reason_and_happens_once(manager: Manager) -> None:
    manager.counter.paid("W78JYF")
    manager.open("orders/oW78JYF")
    manager.button("Devolver o dinheiro").click()
    manager.confirm("Devolver o dinheiro")
    expect(manager.wrong).to_be_focused()
    expect(manager.dialog).to_contain_text("Escolha um motivo.")
    manager.page.get_by_label("Motivo").select_option("poor-quality")
    manager.page.get_by_label("Observação").fill(" batata fria ")
    manager.stub.tap(manager.dialog.get_by_role("button", name="Devolver o dinheiro"), times=3, apart_ms=100)
    expect(manager.dialog).to_be_hidden()
    expect(manager.page.locator("#order")).to_contain_text("devolvido")
    assert manager.stub.bodies("POST /staff/orders/oW78JYF/refund") == [
        {"reason": "poor-quality", "note": "batata fria"}
    ]
    expect(manager.button("Devolver o dinheiro")).to_have_count(0)


def test_what_was_asked_for_before_a_refund_does_not_undo_it(manager: Manager) -> None:
    before = dict(manager.counter.paid("W78JYF"))
    manager.open("orders/oW78JYF")
    expect(manager.button("Devolver o dinheiro")).to_be_visible()
    late: list[Route] = []
    manager.page.route("**/staff/orders/oW78JYF", lambda route: late.append(route), times=1)
    manager.page.clock.fast_forward(20_000)
    manager.stub.until(lambda: len(late) == 1)
    manager.button("Devolver o dinheiro").click()
    manager.page.get_by_label("Motivo").select_option("other")
    manager.confirm("Devolver o dinheiro")
    expect(manager.page.locator("#order")).to_contain_text("devolvido")
    with manager.page.expect_request_finished(lambda request: request == late[0].request):
        late[0].fulfill(json=before)
    manager.stub.let_page_work()
    expect(manager.page.locator("#order")).to_contain_text("devolvido")


def test_a_refund_of_what_changed_meanwhile_is_not_sent(manager: Manager) -> None:
    order = manager.counter.paid("W78JYF")
    manager.open("orders/oW78JYF")
    expect(manager.button("Devolver o dinheiro")).to_be_visible()
    order["version"] += 1
    manager.button("Devolver o dinheiro").click()
    manager.page.get_by_label("Motivo").select_option("other")
    manager.confirm("Devolver o dinheiro")
    expect(manager.dialog.get_by_role("alert")).not_to_be_empty()


def test_a_late_pix_is_decided_here(manager: Manager) -> None:
    manager.counter.order("K7X2MF", "EXPIRED", refunds=[manager.counter.late("K7X2MF")])
    manager.open("orders/oK7X2MF")
    manager.button("Devolver o Pix").click()
    manager.page.get_by_label("Devolvido como").select_option("pix")
    manager.confirm("Devolver o Pix")
    expect(manager.page.locator("#order")).to_contain_text("devolvido")
    assert manager.stub.bodies("POST /staff/orders/oK7X2MF/late-payment/return") == [{"method": "pix"}]


@pytest.mark.parametrize(("view", "label"), [("menu/x-burger", "Preço (R$)"), ("settings", "Nome da loja")])
def test_a_page_that_has_to_leave_in_the_middle_of_an_edit_asks_before(manager: Manager, view: str, label: str) -> None:
    dialogs: list[str] = []

    def stay(dialog: Dialog) -> None:
        dialogs.append(dialog.type)
        dialog.dismiss()

    manager.page.on("dialog", stay)
    manager.open(view)
    manager.page.get_by_label(label).fill("27")
    manager.page.evaluate("location.reload()")
    manager.stub.until(lambda: dialogs == ["beforeunload"])
    expect(manager.page.get_by_label(label)).to_have_value("27")


@pytest.mark.parametrize(("view", "label"), [("menu/x-burger", "Preço (R$)"), ("settings", "Nome da loja")])
def test_what_was_not_saved_is_offered_again_and_goes_with_its_person(manager: Manager, view: str, label: str) -> None:
    field, page = manager.page.get_by_label(label), manager.page
    page.on("dialog", lambda dialog: dialog.accept())

    def sessions() -> int:
        return sum(each.url == f"{COGNITO}/token" for each in manager.stub.requests)

    manager.open(view)
    field.fill("27")
    page.reload()
    manager.button("Continuar a edição").click()
    expect(field).to_have_value("27")
    manager.button("Salvar").click()
    expect(page.get_by_text("Salvo")).to_be_visible()
    field.fill("28")
    page.reload()
    manager.button("Descartar").click()
    expect(field).to_have_value(re.compile("^27"))
    field.fill("29")
    signed_in = sessions()
    manager.button("Sair").click()
    manager.stub.until(lambda: sessions() > signed_in)  # and here it is the page of whoever comes next
    expect(manager.title).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('draft'))") == []


def test_a_draft_that_is_continued_is_compared_with_what_somebody_else_saved_meanwhile(manager: Manager) -> None:
    manager.page.on("dialog", lambda dialog: dialog.accept())
    manager.open("menu/x-burger")
    manager.page.get_by_label("Preço (R$)").fill("27")
    manager.products["x-burger"] |= {"price": 2222, "version": 9}
    manager.page.reload()
    manager.button("Continuar a edição").click()
    manager.button("Salvar").click()
    expect(manager.dialog).to_contain_text("22,22")
    assert manager.products["x-burger"]["price"] == 2222
