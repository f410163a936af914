"""The menu on a screen, in a real browser, against an API that answers as a test says."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.menu_board import MenuBoard
from tests.e2e.stub import Stub, held_clock

SIZES = [(1920, 1080), (1080, 1920), (1366, 768)]
PATIENT_TURNS = 12


@pytest.fixture
def board(page: Page, stub: Stub) -> MenuBoard:
    page.emulate_media(reduced_motion="reduce")
    return MenuBoard(page, stub)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("count", [8, 40, 150])
def test_everything_is_seen_without_anybody_touching_anything(
    board: MenuBoard, size: tuple[int, int], count: int
) -> None:
    board.page.set_viewport_size({"width": size[0], "height": size[1]})
    board.many(count)
    board.open()
    shown: set[str] = set()
    for _ in range(PATIENT_TURNS):
        shown |= board.visible()
        if len(shown) == count:
            break
        board.wait(12)
    assert shown == {f"Item {at}" for at in range(count)}
    assert board.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    height = board.page.locator("#menu h3").first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert height >= 24


def test_no_item_moves_to_another_page_when_a_notice_comes(board: MenuBoard) -> None:
    board.page.set_viewport_size({"width": 1366, "height": 768})
    board.many(150)
    board.open()
    places = board.places()
    board.stub.answers["GET /menu"] = (503, {})
    board.wait(11)
    expect(board.notice).to_be_visible()
    assert board.places() == places


def test_the_last_pages_have_their_turn_however_often_something_changes(board: MenuBoard) -> None:
    board.page.set_viewport_size({"width": 1366, "height": 768})
    board.many(150)
    board.open()
    with held_clock(board.page):
        board.wait(12)
        board.stub.expect_no_open_request()
        board.menu["products"][0]["available"] = False
        board.wait(11)
        expect(board.page.get_by_text("Esgotado")).to_have_count(1)
        expect(board.page.locator("#page")).to_have_text(re.compile("^2 de"))


def test_a_screen_that_is_turned_is_laid_out_anew(board: MenuBoard) -> None:
    board.page.set_viewport_size({"width": 1366, "height": 768})
    board.many(40)
    board.open()
    expect(board.page.locator("#page")).to_have_text("1 de 3")
    board.page.set_viewport_size({"width": 1080, "height": 1920})
    expect(board.page.locator("#page")).to_have_text(re.compile("de 2$"))


def test_a_price_and_what_is_sold_out_change_by_themselves(board: MenuBoard) -> None:
    board.open()
    expect(board.row("x-burger")).to_contain_text("19,90")
    board.product("x-burger")["price"] = 2690
    board.product("batata-frita")["available"] = False
    board.wait(11)
    expect(board.row("x-burger")).to_contain_text("26,90")
    expect(board.row("batata-frita")).to_contain_text("Esgotado")
    expect(board.row("batata-frita")).not_to_contain_text("R$")


def test_a_happy_hours_price_stands_beside_the_usual_one_while_it_lasts(board: MenuBoard) -> None:
    board.offer("x-burger", "Happy hour", 1590)
    board.offer("batata-frita", "Happy hour", 590)
    board.product("batata-frita")["available"] = False
    board.open()
    expect(board.row("x-burger").locator(".price")).to_have_text("em vez de R$\xa019,90 R$\xa015,90")
    expect(board.row("x-burger")).to_contain_text("Happy hour")
    expect(board.row("batata-frita")).not_to_contain_text("Happy hour")
    board.product("x-burger")["offer"] = None
    board.wait(11)
    expect(board.row("x-burger").locator(".price")).to_have_text("R$\xa019,90")
    expect(board.row("x-burger")).not_to_contain_text("Happy hour")


def test_what_is_sold_at_other_hours_comes_and_goes_with_the_stores_clock(board: MenuBoard) -> None:
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    board.product("x-burger")["hours"] = [{"days": days, "opens": "06:00", "closes": "11:00"}]
    board.page.clock.set_fixed_time("2026-11-24T13:59:00Z")  # 10:59 in the store
    board.open()
    expect(board.row("x-burger")).to_contain_text("até 11:00")
    board.page.clock.set_fixed_time("2026-11-24T14:00:00Z")
    expect(board.row("x-burger")).to_have_count(0)


def test_a_closed_store_and_an_empty_menu_are_announced(board: MenuBoard) -> None:
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    board.page.clock.set_fixed_time("2026-11-24T13:00:00Z")
    board.menu |= {"open": False, "hours": [{"days": days, "opens": "11:00", "closes": "23:00"}]}
    board.open()
    expect(board.notice).to_have_text("A loja está fechada. Abre hoje às 11:00.")
    board.menu |= {"hours": [], "products": []}
    board.page.reload()
    expect(board.notice).to_have_text("A loja não está recebendo pedidos agora.")
    expect(board.page.get_by_text("Nenhum item disponível agora.")).to_be_visible()


def test_it_waits_for_a_system_that_is_away_and_says_how_old_it_is_when_it_goes(board: MenuBoard) -> None:
    board.stub.answers["GET /menu"] = (0, None)
    board.page.goto(f"{board.stub.pages_url}/menu-board/?store=centro")
    expect(board.notice).to_have_text("Sem conexão com o sistema. Tentando de novo…")
    board.stub.answers["GET /menu"] = board.answer
    board.wait(4)
    expect(board.row("x-burger")).to_be_visible()
    expect(board.notice).to_be_empty()
    board.stub.answers["GET /menu"] = (503, {})
    board.wait(5 * 60)
    expect(board.notice).to_contain_text("o que aparece aqui é de 5 min atrás")
    expect(board.row("x-burger")).to_be_visible()
    board.stub.answers["GET /menu"] = board.answer
    board.wait(4)
    expect(board.notice).to_be_empty()


def test_it_says_how_long_an_order_takes_and_leaves_out_what_takes_long(board: MenuBoard) -> None:
    board.menu["wait"] = {"p50_minutes": 6, "p90_minutes": 9}
    board.product("x-burger")["slow"] = True
    board.open()
    expect(board.page.get_by_text("Pedindo agora, pronto em 6 a 9 min")).to_be_visible()
    expect(board.row("x-burger")).to_have_count(0)
    board.menu["full_until"] = "2026-11-24T15:40:30.000Z"
    board.wait(10)
    expect(board.page.get_by_text("Cozinha cheia: novos pedidos por volta das 12:41")).to_be_visible()
