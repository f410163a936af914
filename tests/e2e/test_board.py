"""The pick-up board, in a real browser, against an API that answers as a test says."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.board import Board
from tests.e2e.stub import Answer, Stub

SIZES = [(1920, 1080), (1280, 720), (1080, 1920), (390, 844)]


@pytest.fixture
def board(page: Page, stub: Stub) -> Board:
    return Board(page, stub)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("count", [1, 18, 19, 40, 150, 400])
def test_every_number_is_seen_however_many_there_are(board: Board, size: tuple[int, int], count: int) -> None:
    board.page.set_viewport_size({"width": size[0], "height": size[1]})
    board.preparing, board.ready = list(range(100, 100 + count)), list(range(1000, 1000 + count))
    board.open()
    expect(board.page.locator("#ready li").first).to_be_visible()
    preparing: set[int] = set()
    ready: set[int] = set()
    for _ in range(400):
        preparing |= board.visible("preparing")
        ready |= board.visible("ready")
        if len(preparing) == len(ready) == count:
            break
        board.page.clock.fast_forward(8_000)
        board.page.wait_for_timeout(20)
    assert preparing == set(board.preparing)
    assert ready == set(board.ready)
    height = board.page.locator("#ready li").first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert height >= 40


def test_a_few_numbers_are_large_and_on_one_page(board: Board) -> None:
    board.page.set_viewport_size({"width": 1280, "height": 720})
    board.ready = [7, 12, 104]
    board.open()
    item = board.page.locator("#ready li").first
    expect(item).to_have_text("7")
    expect(item).to_have_css("font-size", "96px")
    expect(board.page.locator("small").nth(1)).to_be_empty()


def test_loading_empty_unreachable_and_stale_are_four_different_things(board: Board) -> None:
    none = board.page.get_by_text("Nenhum pedido no momento.")
    board.stub.answers["GET /board"] = (-1, None)
    board.open()
    expect(board.notice).to_have_text("Carregando…")
    expect(none).to_be_hidden()
    board.stub.answers["GET /board"] = (0, None)
    board.page.clock.fast_forward(21_000)
    expect(board.notice).to_have_text("Sem conexão com o sistema. Tentando de novo…")
    expect(none).to_be_hidden()
    board.stub.answers["GET /board"] = lambda _: board.snapshot()
    expect(none).to_be_visible()
    expect(board.notice).to_be_empty()

    board.ready = [12]
    board.page.clock.fast_forward(61_000)
    expect(board.page.locator("#ready li")).to_have_text(["12"])
    expect(none).to_be_hidden()
    board.stub.answers["GET /board"] = (503, {})  # and the socket is half open: nothing comes, nobody closes it
    board.page.clock.fast_forward(31 * 60_000)
    expect(board.notice).to_contain_text("Sem resposta do sistema: o que aparece aqui é de 31 min atrás")
    expect(board.page.locator("#ready li")).to_have_text(["12"])
    board.stub.answers["GET /board"] = lambda _: board.snapshot()
    expect(board.notice).to_be_empty()


def test_a_notice_takes_no_room_from_the_numbers(board: Board) -> None:
    """Else some would move to another page, and be missed there."""
    board.ready = list(range(100, 300))
    board.open()
    expect(board.page.locator("#ready li").first).to_be_visible()
    measure = """() => [...document.querySelectorAll("ul, main")].map((each) => {
      const { width, height } = each.getBoundingClientRect();
      return [each.id, Math.round(width), Math.round(height)];
    })"""
    before = []
    for width, height in SIZES:
        board.page.set_viewport_size({"width": width, "height": height})
        before.append(board.page.evaluate(measure))
    board.stub.answers["GET /board"] = (503, {})
    board.page.clock.fast_forward(31 * 60_000)
    expect(board.notice).to_contain_text("e pode ter mudado. Tentando de novo…")
    for (width, height), measured in zip(SIZES, before, strict=True):
        board.page.set_viewport_size({"width": width, "height": height})
        assert board.page.evaluate(measure) == measured


def test_an_answer_that_never_comes_is_noticed_too(board: Board) -> None:
    board.ready = [12]
    board.open()
    expect(board.page.locator("#ready li")).to_have_text(["12"])
    board.stub.answers["GET /board"] = (-1, None)
    board.page.clock.fast_forward(61_000)
    board.page.clock.fast_forward(25_000)
    expect(board.notice).to_contain_text("Sem resposta do sistema")


def test_a_socket_that_says_nothing_any_more_is_replaced(board: Board) -> None:
    board.ready = [12]
    board.open()
    expect(board.page.locator("#ready li")).to_have_text(["12"])
    board.stub.expect_sockets(1)
    board.stub.expect_no_open_request()
    board.sequence, board.ready = 1, [12, 13]  # and no frame
    board.page.clock.fast_forward(61_000)
    expect(board.page.locator("#ready li")).to_have_text(["12", "13"])
    board.page.clock.fast_forward(11_000)
    board.page.clock.fast_forward(2_000)
    board.stub.expect_sockets(2)
    expect(board.notice).to_be_empty()


def test_only_news_is_read_out(board: Board) -> None:
    board.ready, board.preparing = [12], [13]
    board.open()
    expect(board.page.locator("#ready li")).to_have_text(["12"])
    news = board.page.locator("[aria-live=polite]")
    board.stub.expect_sockets(1)
    board.stub.expect_no_open_request()
    expect(news).to_be_empty()
    frame = {"business_day": "2026-11-24", "number": 13, "status": "READY", "version": 5, "sequence": 1}
    board.stub.push(frame)
    expect(news).to_have_text("Pronto: 13")


def test_the_page_sends_no_parameter_but_its_store(board: Board) -> None:
    board.open()
    board.stub.expect_sockets(1)
    board.stub.expect_no_open_request()
    assert {request.url.partition("?")[2] for request in board.stub.requests} == {"store=centro"}


def test_beside_a_number_in_preparation_stands_when_it_was_promised(board: Board) -> None:
    board.preparing = [7, 8, 9]
    times = {7: ("15:40:30", "15:44:00"), 8: ("10:00:00", "10:01:00")}

    def snapshot(_: Any) -> Answer:
        orders = board.orders()
        for order in orders:
            if order["number"] in times:
                p50, p90 = (f"2026-11-24T{time}.000Z" for time in times[order["number"]])
                order["promise"] = {"p50": p50, "p90": p90}
        return 200, {"sequence": 0, "orders": orders}

    board.stub.answers |= {"GET /board": snapshot, "GET /menu": (200, {"time_zone": "America/Sao_Paulo"})}
    board.page.clock.set_fixed_time("2026-11-24T15:30:00.000Z")
    board.open()
    numbers = board.page.locator("#preparing li")
    expect(numbers).to_have_text(["7 12:41", "8", "9"], use_inner_text=False)
