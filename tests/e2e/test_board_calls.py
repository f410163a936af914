"""How the pick-up board calls a number: it flashes, chimes and is spoken; and whose day it is."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.board import Board
from tests.e2e.stub import Stub, held_clock

FAKES = """
  window.heard = { tones: 0, words: [] };
  const Tone = OscillatorNode;
  window.OscillatorNode = class extends Tone { start(at) { heard.tones++; super.start(at); } };
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const voices = (VOICES).map(([lang, localService]) => ({ lang, localService }));
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices,
    speak: (utterance) => { heard.words.push([utterance.text, utterance.lang]); setTimeout(() => utterance.onend?.(), 500); },
  } });
"""
ZONE = "America/Sao_Paulo"


@pytest.fixture
def board(page: Page, stub: Stub) -> Board:
    page.set_viewport_size({"width": 1920, "height": 1080})
    return Board(page, stub)


def with_voices(board: Board, voices: list[list[Any]]) -> None:
    board.page.add_init_script(FAKES.replace("VOICES", str(voices).replace("True", "true").replace("False", "false")))


def ready(board: Board, *numbers: int) -> None:
    for number in numbers:
        board.sequence += 1
        board.ready.append(number)
        frame = {"business_day": "2026-11-24", "number": number, "status": "READY", "version": 5}
        board.stub.push(frame | {"sequence": board.sequence})
    expect(board.page.locator("#ready li")).to_have_count(len(board.ready))


def announcements(board: Board) -> dict[str, Any]:
    announced: dict[str, Any] = board.page.evaluate("heard")
    return announced


def test_a_hundred_numbers_stand_on_one_page(board: Board) -> None:
    board.preparing, board.ready = list(range(150, 190)), list(range(1000, 1100))
    board.open()
    expect(board.page.locator("#ready li")).to_have_count(100)
    board.stub.until(lambda: board.visible("ready") == set(board.ready))
    board.stub.until(lambda: board.visible("preparing") == set(board.preparing))
    assert board.page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_a_new_number_flashes_chimes_and_is_spoken_twice_by_the_best_voice(board: Board) -> None:
    with_voices(board, [["en-US", True], ["pt-PT", True], ["pt-BR", False], ["pt_BR", True]])
    board.ready = [7]
    board.open()
    expect(board.page.locator("#ready li")).to_have_text(["7"])
    board.stub.expect_sockets(1)
    board.stub.expect_no_open_request()
    assert announcements(board) == {"tones": 0, "words": []}  # what was there is no news
    ready(board, 12)
    expect(board.page.locator(".fresh")).to_have_text(["12"])
    for _ in range(3):
        board.page.clock.fast_forward(600)
    assert announcements(board) == {"tones": 3, "words": [["Senha 12, pode retirar.", "pt_BR"]] * 2}
    board.page.clock.fast_forward(11_000)
    expect(board.page.locator(".fresh")).to_have_count(0)


def test_what_is_collected_is_called_no_more(board: Board) -> None:
    with_voices(board, [["pt-BR", True]])
    board.open()
    board.stub.expect_sockets(1)
    board.stub.expect_no_open_request()
    with held_clock(board.page):  # who speaks is done after half a second
        ready(board, 12)
        board.sequence += 1
        frame = {"business_day": "2026-11-24", "number": 12, "status": "COMPLETED", "version": 6}
        board.stub.push(frame | {"sequence": board.sequence})
        expect(board.page.locator("#ready li")).to_have_count(0)
        board.page.clock.run_for(600)
    assert len(announcements(board)["words"]) == 1


def test_without_a_voice_the_chime_is_all(board: Board) -> None:
    with_voices(board, [["en-US", True]])
    board.open()
    board.stub.expect_sockets(1)
    board.stub.expect_no_open_request()
    ready(board, 12)
    assert announcements(board) == {"tones": 3, "words": []}


def test_the_sound_is_asked_for_until_somebody_touches_the_screen(board: Board) -> None:
    board.open()
    button = board.page.get_by_role("button", name="Toque para ativar o som")
    expect(button).to_be_visible()
    button.click()
    expect(button).to_be_hidden()


def test_numbers_of_yesterday_stand_apart_from_todays(board: Board) -> None:
    board.page.clock.set_fixed_time("2026-11-25T12:00:00Z")
    board.stub.answers["GET /menu"] = (200, {"time_zone": ZONE})
    board.ready, board.preparing = [12], list(range(13, 28))  # of the 24th
    board.open()
    expect(board.page.locator("#ready li")).to_have_count(0)
    expect(board.page.locator(".earlier")).to_have_text(
        [f"De dias anteriores: {' · '.join(map(str, range(13, 25)))} · +3", "De dias anteriores: 12"]
    )
    board.stub.expect_sockets(1)
    board.stub.expect_no_open_request()
    today = {"business_day": "2026-11-25", "number": 12, "status": "READY", "version": 5, "sequence": 1}
    board.stub.push(today)
    expect(board.page.locator("#ready li")).to_have_text(["12"])
    expect(board.page.locator(".clock")).to_have_text("09:00")


def test_at_midnight_the_day_ends_by_itself(board: Board) -> None:
    board.page.clock.set_fixed_time("2026-11-25T02:59:50Z")
    board.stub.answers["GET /menu"] = (200, {"time_zone": ZONE})
    board.ready = [12]
    board.open()
    expect(board.page.locator("#ready li")).to_have_text(["12"])
    board.page.clock.set_fixed_time("2026-11-25T03:00:01Z")
    expect(board.page.locator("#ready li")).to_have_count(0)
    expect(board.page.locator(".earlier")).to_have_text("De dias anteriores: 12")
