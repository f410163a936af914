"""The kitchen's screen, in a real browser, against an API that answers as a test says."""

import pytest
from playwright.sync_api import Request, Route, expect

from tests.e2e.kitchen import Kitchen
from tests.e2e.stub import Answer, held_clock

NEXT = {"RECEIVED": "IN_PREPARATION", "IN_PREPARATION": "READY", "READY": "COMPLETED"}


def test_a_card_says_all_that_is_to_be_prepared_part_by_part(kitchen: Kitchen) -> None:
    kitchen.order(7)
    kitchen.open()
    line = kitchen.card(7).locator(".lines > li")
    expect(line.get_by_role("heading")).to_have_text("2 × Combo Byte")
    expect(line.locator("p")).to_have_text(["Byte Clássico", "Bacon", "Sem cebola", "Batata Frita", "bem passado"])
    removal = line.get_by_text("Sem cebola")
    heavy, light = (
        int(each.evaluate("node => getComputedStyle(node).fontWeight")) for each in (removal, line.get_by_text("Bacon"))
    )
    assert heavy >= 800
    assert heavy - light >= 400


def test_two_taps_at_one_point_hand_over_one_order(kitchen: Kitchen) -> None:
    kitchen.order(1, "READY")
    kitchen.order(2, "READY")
    kitchen.open()
    kitchen.settle()
    kitchen.stub.tap(kitchen.button(1, "Entregue"))
    expect(kitchen.card(1)).to_have_count(0)
    assert kitchen.orders_sent_to("advance") == ["o1"]
    kitchen.button(2, "Entregue").click()  # a moment later it is what was meant
    expect(kitchen.card(2)).to_have_count(0)


@pytest.mark.parametrize(
    ("status", "name"), [("RECEIVED", "Preparar"), ("IN_PREPARATION", "Pronto"), ("READY", "Entregue")]
)
def test_two_taps_on_a_card_are_one_step(kitchen: Kitchen, status: str, name: str) -> None:
    kitchen.order(1, status)
    kitchen.order(2, status)
    kitchen.open()
    kitchen.settle()
    kitchen.stub.tap(kitchen.button(1, name), times=3, apart_ms=200)
    assert kitchen.orders_sent_to("advance") == ["o1"]
    assert kitchen.orders["o1"]["status"] == NEXT[status]


def test_two_presses_of_a_key_are_one_step(kitchen: Kitchen) -> None:
    kitchen.order(1)
    kitchen.open()
    kitchen.settle()
    kitchen.button(1, "Preparar").focus()
    with held_clock(kitchen.page):
        kitchen.page.keyboard.press("Enter")
        expect(kitchen.card(1)).to_contain_text("Em preparo")
        kitchen.page.keyboard.press("Enter")
    kitchen.settle()
    assert kitchen.orders_sent_to("advance") == ["o1"]


def test_a_card_that_a_frame_moves_under_the_finger_takes_no_tap(kitchen: Kitchen) -> None:
    kitchen.order(1)
    kitchen.order(2)
    kitchen.open()
    kitchen.settle()
    place = kitchen.button(1, "Preparar").bounding_box()
    assert place
    with held_clock(kitchen.page):
        kitchen.frame("o1", status="IN_PREPARATION")  # nobody is at work here, so 2 takes its place at once
        kitchen.draw()
        expect(kitchen.page.locator("#orders > li").first).to_contain_text("2 ·")
        kitchen.page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    kitchen.settle()
    assert kitchen.orders_sent_to("advance") == []


def test_who_works_with_a_keyboard_stays_at_their_order(kitchen: Kitchen) -> None:
    for number in (1, 2, 3):
        kitchen.order(number)
    kitchen.open()
    kitchen.settle()
    kitchen.button(3, "Preparar").focus()
    kitchen.page.keyboard.press("Enter")
    expect(kitchen.card(3)).to_contain_text("Em preparo")
    expect(kitchen.button(3, "Pronto")).to_be_focused()
    kitchen.frame("o1", status="READY")
    expect(kitchen.card(1)).to_contain_text("Pronto")
    kitchen.page.clock.fast_forward(4_000)  # the holes close
    expect(kitchen.page.locator("#orders > li").first).to_contain_text("2 ·")
    expect(kitchen.button(3, "Pronto")).to_be_focused()


def test_what_was_handed_over_by_mistake_is_called_back(kitchen: Kitchen) -> None:
    kitchen.order(1, "READY")
    kitchen.open()
    kitchen.button(1, "Entregue").click()
    expect(kitchen.card(1)).to_have_count(0)
    kitchen.page.get_by_role("button", name="Chamar 1 de volta").click()
    expect(kitchen.card(1)).to_contain_text("Pronto")
    expect(kitchen.page.get_by_role("button", name="Chamar 1 de volta")).to_be_hidden()
    assert kitchen.stub.bodies("POST /kitchen/orders/o1/advance") == [{"to": "COMPLETED"}, {"to": "READY"}]


def test_a_refunded_order_is_struck_out_at_once_until_somebody_has_seen_it(kitchen: Kitchen) -> None:
    kitchen.order(1, "IN_PREPARATION")
    kitchen.open()
    expect(kitchen.button(1, "Pronto")).to_be_visible()
    kitchen.frame("o1", refunded=True)
    expect(kitchen.card(1)).to_contain_text("Dinheiro devolvido: não preparar")
    expect(kitchen.card(1).get_by_role("heading", level=2)).to_have_css("text-decoration-line", "line-through")
    expect(kitchen.step(1)).to_have_text(["Ciente"])
    kitchen.button(1, "Ciente").click()
    expect(kitchen.card(1)).to_have_count(0)
    assert (kitchen.orders_sent_to("acknowledge"), kitchen.orders_sent_to("advance")) == (["o1"], [])


def test_loading_empty_unreachable_and_stale_are_four_different_things(kitchen: Kitchen) -> None:
    unanswered: list[Route] = []
    kitchen.page.route("**/kitchen/queue", lambda route: unanswered.append(route))
    kitchen.open()
    none = kitchen.page.get_by_text("Nenhum pedido na fila.")
    expect(kitchen.notice).to_have_text("Carregando…")
    expect(none).to_be_hidden()
    kitchen.stub.answers["GET /kitchen/queue"] = (0, None)
    kitchen.page.unroute("**/kitchen/queue")
    for route in unanswered:
        route.abort()
    expect(kitchen.notice).to_have_text("Sem conexão com o sistema. Tentando de novo…")
    expect(none).to_be_hidden()

    kitchen.stub.answers["GET /kitchen/queue"] = lambda _: (200, {"sequence": 0, "orders": kitchen.queue()})
    expect(none).to_be_visible()
    expect(kitchen.notice).to_be_empty()

    kitchen.stub.expect_sockets(1)
    kitchen.stub.expect_no_open_request()  # when it is live it asks once more
    kitchen.order(1)
    kitchen.page.clock.fast_forward(61_000)
    expect(kitchen.card(1)).to_be_visible()
    expect(none).to_be_hidden()
    kitchen.stub.answers["GET /kitchen/queue"] = (503, {})  # the socket says nothing, and nobody closes it
    kitchen.page.clock.fast_forward(31 * 60_000)
    expect(kitchen.notice).to_contain_text("Sem resposta do sistema: o que aparece aqui é de 31 min atrás")
    expect(kitchen.card(1)).to_be_visible()


def test_a_socket_that_says_nothing_any_more_is_replaced(kitchen: Kitchen) -> None:
    kitchen.order(1)
    kitchen.open()
    expect(kitchen.card(1)).to_be_visible()
    kitchen.stub.expect_sockets(1)
    kitchen.stub.expect_no_open_request()
    kitchen.change("o1", status="READY")
    kitchen.sequence += 1  # and no frame
    kitchen.page.clock.fast_forward(61_000)
    expect(kitchen.card(1)).to_contain_text("Pronto")
    kitchen.page.clock.fast_forward(11_000)
    kitchen.page.clock.fast_forward(2_000)
    kitchen.stub.expect_sockets(2)
    expect(kitchen.notice).to_be_empty()
    kitchen.frame("o1", status="COMPLETED")
    expect(kitchen.card(1)).to_have_count(0)


def test_a_failure_is_told_while_the_next_answer_is_awaited(kitchen: Kitchen) -> None:
    kitchen.order(1, "READY")
    kitchen.open()
    expect(kitchen.card(1)).to_be_visible()
    late: list[Route] = []
    kitchen.page.route("**/kitchen/queue", lambda route: late.append(route))
    kitchen.page.evaluate("dispatchEvent(new Event('online'))")
    kitchen.stub.until(lambda: len(late) > 0)
    kitchen.page.evaluate("dispatchEvent(new Event('online'))")
    kitchen.stub.until(lambda: len(late) > 1)
    with held_clock(kitchen.page):  # so that the next one's patience does not end too
        late[0].abort()
        kitchen.stub.let_page_work()
        kitchen.page.clock.fast_forward(11_000)
        expect(kitchen.notice).to_contain_text("Sem resposta do sistema")


def test_an_answer_that_a_later_one_has_overtaken_changes_nothing(kitchen: Kitchen) -> None:
    kitchen.order(1, "READY")
    kitchen.open()
    kitchen.settle()
    late: dict[str, Route] = {}

    def hold(name: str) -> None:
        kitchen.page.route(f"**/kitchen/{name}", lambda route: late.update({name: route}), times=1)

    hold("recent")
    kitchen.press("F8", "Escape")
    kitchen.stub.until(lambda: "recent" in late)
    hold("queue")
    kitchen.page.evaluate("dispatchEvent(new Event('online'))")
    kitchen.stub.until(lambda: "queue" in late)
    before = kitchen.queue()
    kitchen.orders |= {
        "o1": kitchen.orders["o1"] | {"status": "COMPLETED"},
        "o2": kitchen.orders["o1"] | {"order_id": "o2", "number": 2},
    }
    kitchen.page.evaluate("dispatchEvent(new Event('online'))")
    recall = kitchen.page.get_by_role("button", name="Chamar 1 de volta")
    expect(recall).to_be_visible()
    expect(kitchen.card(2)).to_be_visible()
    for name, body in (("recent", {"orders": []}), ("queue", {"sequence": 0, "orders": before})):
        with kitchen.page.expect_request_finished(lambda request: request.url.rpartition("/")[2] in late):
            late[name].fulfill(json=body)
    kitchen.stub.let_page_work()
    kitchen.page.clock.fast_forward(1_000)
    expect(recall).to_be_visible()
    expect(kitchen.card(2)).to_be_visible()


def test_without_a_socket_the_screen_says_how_it_keeps_up(kitchen: Kitchen) -> None:
    kitchen.stub.is_live = False
    kitchen.open()
    expect(kitchen.notice).to_have_text("Sem conexão ao vivo; atualizando a cada 5 segundos.")


@pytest.mark.parametrize("is_done", [True, False])
def test_a_step_of_which_nobody_knows_is_called_so_and_looked_for(kitchen: Kitchen, is_done: bool) -> None:
    kitchen.order(1)
    kitchen.open()
    expect(kitchen.card(1)).to_be_visible()
    queue = kitchen.stub.answers["GET /kitchen/queue"]

    def lost(_: Request) -> Answer:
        if is_done:
            kitchen.change("o1", status="IN_PREPARATION")
        return 0, None

    kitchen.stub.answers |= {"POST /kitchen/orders/*/advance": lost, "GET /kitchen/queue": (503, {})}
    kitchen.button(1, "Preparar").click()
    expect(kitchen.notice).to_have_text("Não sabemos se deu certo. Conferindo…")
    kitchen.stub.answers["GET /kitchen/queue"] = queue
    expect(kitchen.notice).to_be_empty()
    expect(kitchen.card(1)).to_contain_text("Em preparo" if is_done else "Recebido")


def test_an_order_that_somebody_else_has_changed_is_called_so(kitchen: Kitchen) -> None:
    kitchen.order(1)
    kitchen.open()
    kitchen.settle()
    kitchen.change("o1", status="READY")
    kitchen.stub.answers["POST /kitchen/orders/*/advance"] = (412, {"type": "urn:bytemeburger:problem:order-changed"})
    kitchen.button(1, "Preparar").click()
    expect(kitchen.notice).to_have_text("O pedido mudou nesse meio-tempo.")
    expect(kitchen.card(1)).to_contain_text("Pronto")


def test_the_page_waits_for_a_system_that_is_not_there_yet(kitchen: Kitchen) -> None:
    kitchen.order(1)
    kitchen.page.route("**/config.json", lambda route: route.abort())
    kitchen.page.goto(f"{kitchen.stub.pages_url}/kitchen/")
    expect(kitchen.notice).to_have_text("Sem conexão com o sistema. Tentando de novo…")
    kitchen.page.unroute("**/config.json")
    expect(kitchen.card(1)).to_be_visible()


def test_nothing_can_be_asked_for_before_somebody_is_signed_in(kitchen: Kitchen) -> None:
    page, main = kitchen.page, kitchen.page.locator("main")
    page.route("**/config.json", lambda route: route.abort())
    page.goto(f"{kitchen.stub.pages_url}/kitchen/")
    expect(main).to_have_attribute("inert", "")
    keys = page.get_by_role("button", name="Teclas")
    keys.click()  # what is set for this screen is nobody's
    expect(keys).to_have_attribute("aria-pressed", "false")
    page.unroute("**/config.json")
    page.clock.fast_forward(4_000)
    expect(main).not_to_have_attribute("inert", "")


def test_the_token_of_a_session_that_was_ended_is_renewed(kitchen: Kitchen) -> None:
    kitchen.order(1)
    refused: list[Request] = []

    def once(request: Request) -> Answer:
        if refused:
            return 200, {"sequence": 0, "orders": kitchen.queue()}
        refused.append(request)
        return 401, {}

    kitchen.stub.answers["GET /kitchen/queue"] = once
    kitchen.open()
    expect(kitchen.card(1)).to_be_visible()


def test_who_is_signed_in_is_shown_and_signs_out(kitchen: Kitchen) -> None:
    kitchen.order(1)
    kitchen.open()
    expect(kitchen.page.get_by_text("Quem entrou: Ana")).to_be_visible()
    kitchen.stub.is_anybody = False
    kitchen.page.get_by_role("button", name="Sair").click()
    expect(kitchen.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert [each for each in kitchen.stub.requests if "/logout?client_id=staff" in each.url]
    kitchen.page.go_back()
    expect(kitchen.page.get_by_role("heading", name="Sign in")).to_be_visible()
