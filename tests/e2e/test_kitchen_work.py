"""Working at the kitchen's screen: lanes, stations, keys, sounds, and what is off the menu."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.kitchen import KITCHEN_COMBO, READ_MS, Kitchen
from tests.e2e.order_lines import COLA
from tests.e2e.stub import held_clock, settle


def test_lanes_do_not_move_under_a_finger_and_close_up_when_nobody_works(kitchen: Kitchen) -> None:
    for number in (1, 2, 3):
        kitchen.order(number)
    kitchen.open()
    kitchen.settle()
    boxes = [kitchen.card(number).bounding_box() for number in (2, 3)]
    with held_clock(kitchen.page):
        kitchen.button(1, "Preparar").click()
        expect(kitchen.card(1)).to_contain_text("Em preparo")
        kitchen.order(4)
        kitchen.frame("o4")
        kitchen.frame("o3", status="CANCELLED")
        kitchen.frame("o2")
        kitchen.draw(READ_MS)
        kitchen.draw()
        expect(kitchen.card(4)).to_be_attached()
        assert [kitchen.card(number).bounding_box() for number in (2, 3)] == boxes
    kitchen.page.clock.fast_forward(4_000)
    expect(kitchen.page.locator("#orders > li").first).to_contain_text("2 ·")
    assert kitchen.card(2).bounding_box() != boxes[0]


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_eighty_orders_are_seen_on_one_page_and_can_be_touched_and_read(
    kitchen: Kitchen, width: int, height: int
) -> None:
    kitchen.page.set_viewport_size({"width": width, "height": height})
    for number in range(1, 81):
        status = ("RECEIVED", "IN_PREPARATION", "RECEIVED", "READY")[number % 4]
        paid_at = f"2026-11-24T{10 + number // 60}:{number % 60:02}:00.000Z"
        kitchen.order(number, status, paid_at=paid_at)
    kitchen.open()
    expect(kitchen.page.locator("#orders > li")).to_have_count(80)
    kitchen.settle()
    found = kitchen.page.evaluate("""() => {
      const seen = ({ left, top, right, bottom }) => left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
      const heads = [...document.querySelectorAll("#orders .head")];
      const said = document.querySelectorAll("body *:not(.for-ears, script)");
      const words = [...said].filter((node) => [...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim()));
      return {
        scrolls: document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth,
        seen: heads.filter((each) => seen(each.getBoundingClientRect()) && each.checkVisibility()).length,
        cut: heads.filter((each) => each.scrollWidth > each.clientWidth || each.scrollHeight > each.clientHeight).length,
        small: [...document.querySelectorAll("button")].filter((each) => each.checkVisibility())
          .map((each) => each.getBoundingClientRect()).filter(({ width, height }) => Math.min(width, height) < 63.5).length,
        fine: words.filter((each) => each.checkVisibility() && Number.parseFloat(getComputedStyle(each).fontSize) < 22)
          .map((each) => each.textContent),
      };
    }""")
    assert found == {"scrolls": False, "seen": 80, "cut": 0, "small": 0, "fine": []}
    kitchen.card(1).get_by_role("button").click()  # the whole of it, in a tap
    expect(kitchen.page.locator("#sheet")).to_contain_text("Sem cebola")
    kitchen.settle()
    kitchen.page.locator("#sheet").get_by_role("button", name="Pronto").click()
    expect(kitchen.page.locator("#sheet")).to_contain_text("1 · Pronto")
    assert kitchen.orders_sent_to("advance") == ["o1"]


@pytest.mark.parametrize("width", [1000, 1366])
def test_a_notice_takes_no_room_and_neither_title_nor_waits_of_days_are_cut(kitchen: Kitchen, width: int) -> None:
    kitchen.page.set_viewport_size({"width": width, "height": 700})
    for number in range(1, 50):
        kitchen.order(number, ("RECEIVED", "IN_PREPARATION", "READY")[number % 3], paid_at="2026-10-03T11:00:00.000Z")
    kitchen.open()
    kitchen.settle()
    kitchen.stub.expect_sockets(1)
    measure = """() => {
      const lines = (node) => { const range = document.createRange(); range.selectNodeContents(node); return range.getClientRects().length };
      const isCut = (each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
      return {
        title: lines(document.getElementById("title")),
        cut: [...document.querySelectorAll("#notice, #orders .head")].filter(isCut).map((each) => each.innerText),
        places: [...document.querySelectorAll("#orders > li, .bar button")].map((each) => JSON.stringify(each.getBoundingClientRect())),
      };
    }"""
    before = kitchen.page.evaluate(measure)
    assert (before["title"], before["cut"]) == (1, [])
    kitchen.stub.answers["GET /kitchen/queue"] = (503, {})
    kitchen.page.clock.fast_forward(31 * 60_000)
    expect(kitchen.notice).to_contain_text("e pode ter mudado. Tentando de novo…")
    assert kitchen.page.evaluate(measure) == before


def test_a_card_whose_lines_go_on_below_shows_that_they_do(kitchen: Kitchen) -> None:
    kitchen.page.set_viewport_size({"width": 1366, "height": 768})
    for number in range(1, 10):
        status = ("RECEIVED", "IN_PREPARATION", "RECEIVED", "READY")[number % 4]
        kitchen.order(number, status, lines=[KITCHEN_COMBO, COLA] if number % 3 == 0 else [COLA])
    kitchen.open()
    kitchen.settle()
    expect(kitchen.page.locator("#orders .lines")).to_have_count(9)
    found = kitchen.page.evaluate("""() => [...document.querySelectorAll("#orders .lines")].map((each) =>
      [each.scrollHeight > each.clientHeight + 1, getComputedStyle(each, "::after").content !== "none"])""")
    assert sorted(found) == [*[[False, False]] * 6, *[[True, True]] * 3]


def test_a_window_that_grows_shows_orders_as_one_that_opens_with_its_size(kitchen: Kitchen) -> None:
    kitchen.page.set_viewport_size({"width": 700, "height": 400})
    for number in range(1, 10):
        kitchen.order(number, ("RECEIVED", "IN_PREPARATION", "RECEIVED", "READY")[number % 4])
    kitchen.open()
    expect(kitchen.page.locator("#orders > li")).to_have_count(9)
    expect(kitchen.page.locator("#orders .lines")).to_have_count(0)
    kitchen.page.set_viewport_size({"width": 1366, "height": 768})
    expect(kitchen.page.locator("#orders .lines")).to_have_count(9)


def test_a_press_survives_fifty_frames_a_second(kitchen: Kitchen) -> None:
    for number in range(1, 41):
        kitchen.order(number)
    kitchen.page.set_viewport_size({"width": 1920, "height": 1080})
    kitchen.open()
    kitchen.settle()
    box = kitchen.card(1).get_by_role("button").bounding_box()
    assert box
    kitchen.page.mouse.move(box["x"] + 30, box["y"] + 30)
    kitchen.page.mouse.down()
    for turn in range(50):
        kitchen.frame(f"o{2 + turn % 39}", status=("RECEIVED", "IN_PREPARATION", "READY")[turn % 3])
    kitchen.page.mouse.up()
    expect(kitchen.page.locator("#sheet")).to_contain_text("1 · Recebido")


def test_a_card_says_when_the_short_item_is_begun(kitchen: Kitchen) -> None:
    starts = [{"station": "side", "after_seconds": 1400}, {"station": "drink", "after_seconds": 2150}]
    paid: dict[str, Any] = {"paid_at": "2026-11-24T11:40:00.000Z", "waiting_seconds": 1800, "starts": starts}
    begun = paid | {"status": "IN_PREPARATION"}
    kitchen.order(1, lines=[KITCHEN_COMBO, COLA], since="2026-11-24T11:40:00.000Z", **paid)
    kitchen.order(2, lines=[KITCHEN_COMBO, COLA], since="2026-11-24T11:46:30.000Z", **begun)
    kitchen.order(3, lines=[KITCHEN_COMBO, COLA], since="2026-11-24T11:45:00.000Z", **begun)
    kitchen.order(4, lines=[KITCHEN_COMBO, COLA], since="2026-11-24T11:47:10.000Z", **begun)
    kitchen.open()
    kitchen.settle()
    hints = [kitchen.card(number).locator(".starts") for number in (1, 2, 3, 4)]
    expect(hints[0]).to_have_text(["Acompanhamentos: começar 23:20 depois", "começar 35:50 depois"])
    expect(hints[1]).to_have_text(["Acompanhamentos: começar agora", re.compile(r"começar em 1[12]:\d\d")])
    expect(hints[2]).to_have_text([re.compile(r"começar em (10|9):\d\d")])
    expect(hints[3].first).to_have_text(re.compile(r"Acompanhamentos: começar em 0:[0-3]\d"))
    kitchen.page.clock.fast_forward(35_000)  # before the next poll, whose answers stand still
    expect(hints[3].first).to_have_text("Acompanhamentos: começar agora")
    kitchen.frame("o1", status="IN_PREPARATION", at="2026-11-24T12:09:00.000Z")
    expect(hints[0]).to_have_text(
        [re.compile(r"Acompanhamentos: começar em 2[12]:\d\d"), re.compile(r"começar em 3[34]:\d\d")]
    )


def test_a_card_shows_what_is_left_of_the_promised_time(kitchen: Kitchen) -> None:
    for number, left in ((1, (2, 5)), (2, (-1, 3)), (3, (-6, -2))):
        p50, p90 = (f"2026-11-24T12:{10 + minutes:02}:00.000Z" for minutes in left)
        kitchen.order(number, paid_at="2026-11-24T12:09:00.000Z", waiting_seconds=60, promise={"p50": p50, "p90": p90})
    kitchen.open()
    for number, words, level in (
        (1, "faltam 5 min", "calm"),
        (2, "faltam 3 min", "warning"),
        (3, "passou 2 min", "late"),
    ):
        age = kitchen.card(number).locator(f".age.{level}")
        expect(age).to_have_text(f"1 min {words}")
        assert age.locator("small").evaluate("node => node.offsetWidth") > 1, "it is not for ears alone"


def test_age_is_shown_by_colour_drawing_and_words_as_the_store_wishes(kitchen: Kitchen) -> None:
    kitchen.stub.answers["GET /store"] = (200, {"wait_limits": {"warning_minutes": 2, "late_minutes": 4}})
    for number, waited in ((1, 60), (2, 130), (3, 260)):
        kitchen.order(number, waiting_seconds=waited, paid_at=f"2026-11-24T12:0{4 - number * 2 // 2}:00.000Z")
    paid = [kitchen.orders[f"o{number}"] for number in (1, 2, 3)]
    now = 12 * 60 + 10
    for order, minutes in zip(paid, (1, 2, 4), strict=True):
        order |= {"paid_at": f"2026-11-24T12:{now - minutes - 12 * 60:02}:00.000Z", "waiting_seconds": minutes * 60}
    kitchen.open()
    ages = [kitchen.card(number).locator(".age") for number in (1, 2, 3)]
    for age, text in zip(ages, ("1 min no prazo", "2 min atenção", "4 min atrasado"), strict=True):
        expect(age).to_have_text(text)
    colours, drawings = (
        {age.evaluate(look) for age in ages}
        for look in (
            "node => getComputedStyle(node).backgroundColor",
            "node => node.querySelector('path').getAttribute('d')",
        )
    )
    assert (len(colours), len(drawings)) == (3, 3)


def test_a_line_is_ticked_off_once_by_a_finger_that_trembles_and_can_be_unticked(kitchen: Kitchen) -> None:
    kitchen.order(1, "IN_PREPARATION", lines=[KITCHEN_COMBO, COLA])
    kitchen.open()
    kitchen.settle()
    line = kitchen.card(1).get_by_role("button", name="2 × Combo Byte")
    kitchen.stub.tap(line, apart_ms=200)
    expect(line).to_have_attribute("aria-pressed", "true")
    expect(kitchen.card(1).get_by_role("button", name="3 × Cola")).to_have_attribute("aria-pressed", "false")
    assert kitchen.stub.bodies("PUT /kitchen/orders/o1/lines/0") == [{"done": True}]
    kitchen.page.clock.fast_forward(1_000)
    line.click()
    expect(line).to_have_attribute("aria-pressed", "false")


def test_an_order_that_was_called_off_stays_struck_out_until_somebody_has_seen_it(kitchen: Kitchen) -> None:
    kitchen.order(1)
    kitchen.order(2)
    kitchen.open()
    kitchen.settle()
    kitchen.frame("o1", status="CANCELLED", refunded=True)
    expect(kitchen.card(1)).to_contain_text("Pedido cancelado: não preparar")
    expect(kitchen.card(1).get_by_role("heading", level=2)).to_have_css("text-decoration-line", "line-through")
    kitchen.page.clock.fast_forward(61_000)  # the snapshot does not know it any more
    expect(kitchen.card(1)).to_be_visible()
    kitchen.settle()
    kitchen.button(1, "Ciente").click()
    expect(kitchen.card(1)).to_have_count(0)
    assert kitchen.orders_sent_to("acknowledge") == []


def test_one_that_was_called_off_while_nobody_listened_is_found_out(kitchen: Kitchen) -> None:
    kitchen.order(1)
    kitchen.order(2)
    kitchen.open()
    expect(kitchen.card(1)).to_be_visible()
    kitchen.change("o1", status="CANCELLED", refunded=True)
    kitchen.change("o2", status="COMPLETED")
    kitchen.page.clock.fast_forward(61_000)
    expect(kitchen.card(1)).to_contain_text("Pedido cancelado: não preparar")
    expect(kitchen.card(2)).to_have_count(0)


def test_an_item_is_off_the_menu_in_two_taps_and_on_it_again(kitchen: Kitchen) -> None:
    kitchen.open()
    kitchen.page.get_by_role("button", name="Em falta").click()
    item = kitchen.page.get_by_role("dialog").get_by_role("button", name="Batata Frita")
    item.click()
    expect(item).to_contain_text("Fora do cardápio")
    kitchen.page.clock.fast_forward(1_100)
    item.click()
    expect(item).not_to_contain_text("Fora do cardápio")
    bodies = kitchen.stub.bodies("PUT /products/batata-frita/availability")
    assert bodies == [{"available": False}, {"available": True}]


def test_two_taps_at_one_point_take_nothing_off_the_menu_by_mistake(kitchen: Kitchen) -> None:
    kitchen.open()
    kitchen.page.get_by_role("button", name="Em falta").click()
    item = kitchen.page.get_by_role("dialog").get_by_role("button", name="Batata Frita")
    expect(item).to_be_visible()
    kitchen.settle_page()
    kitchen.stub.tap(item, times=3, apart_ms=200)
    assert kitchen.stub.bodies("PUT /products/batata-frita/availability") == [{"available": False}]


def test_a_station_shows_its_own_and_remembers_it_on_this_screen(kitchen: Kitchen) -> None:
    kitchen.order(1, lines=[KITCHEN_COMBO, COLA])
    kitchen.order(2, lines=[COLA])
    kitchen.open()
    kitchen.page.get_by_role("button", name="Acompanhamentos").click()
    expect(kitchen.card(2)).to_have_count(0)
    expect(kitchen.card(1).locator(".lines > li p.part")).to_have_text(["Batata Frita"])
    expect(kitchen.card(1)).to_contain_text("+ 1 item em outra estação")
    kitchen.page.reload()
    expect(kitchen.page.get_by_role("button", name="Acompanhamentos")).to_have_attribute("aria-pressed", "true")
    expect(kitchen.card(1)).to_be_visible()
    expect(kitchen.card(2)).to_have_count(0)
    kitchen.page.get_by_role("button", name="Tudo").click()
    expect(kitchen.card(2)).to_be_visible()


def test_all_that_is_still_to_be_prepared_is_added_up(kitchen: Kitchen) -> None:
    kitchen.order(1, lines=[KITCHEN_COMBO, COLA])
    kitchen.order(2, lines=[COLA])
    kitchen.open()
    expect(kitchen.card(1)).to_be_visible()  # keys are heard from here on
    kitchen.press("F2")
    rows = kitchen.page.locator("#totals tr")
    expect(rows).to_have_text(["6Cola", "2Batata Frita", "2Byte Clássico"])
    kitchen.press("F2")
    expect(rows).to_have_count(0)


def test_a_bump_bar_takes_each_order_on_by_its_key_and_a_step_back(kitchen: Kitchen) -> None:
    kitchen.order(1)
    kitchen.order(2, "READY")
    kitchen.open()
    kitchen.settle()
    expect(kitchen.card(2).locator("kbd")).to_have_text("2")
    with held_clock(kitchen.page):
        kitchen.press("1")
        expect(kitchen.card(1)).to_contain_text("Em preparo")
        kitchen.press("1")  # it has only just become something else
    kitchen.settle()
    kitchen.stub.answers["GET /kitchen/recent"] = (0, None)  # so what is taken back is known from here
    kitchen.press("2")
    expect(kitchen.card(2)).to_have_count(0)
    kitchen.press("Backspace")
    expect(kitchen.card(2)).to_contain_text("Pronto")
    assert [body["to"] for body in kitchen.stub.bodies("POST /kitchen/orders/o1/advance")] == ["IN_PREPARATION"]
    assert [body["to"] for body in kitchen.stub.bodies("POST /kitchen/orders/o2/advance")] == ["COMPLETED", "READY"]


def test_letters_do_nothing_where_they_are_switched_off(kitchen: Kitchen) -> None:
    kitchen.order(1)
    kitchen.open()
    kitchen.settle()
    kitchen.page.get_by_role("button", name="Teclas").click()
    expect(kitchen.card(1).locator("kbd")).to_have_count(0)
    kitchen.press("1")
    kitchen.page.reload()
    kitchen.settle()
    kitchen.press("1")
    expect(kitchen.page.get_by_role("button", name="Teclas")).to_have_attribute("aria-pressed", "false")
    assert kitchen.orders_sent_to("advance") == []


def test_arrows_walk_from_card_to_card(kitchen: Kitchen) -> None:
    for number, status in ((1, "RECEIVED"), (2, "IN_PREPARATION"), (3, "READY")):
        kitchen.order(number, status)
    kitchen.open()
    kitchen.settle()
    kitchen.press("ArrowDown")
    expect(kitchen.card(1).locator(".head")).to_be_focused()
    kitchen.press("ArrowRight", "ArrowRight")
    expect(kitchen.card(3).locator(".head")).to_be_focused()
    kitchen.press("ArrowLeft", "Enter")
    expect(kitchen.page.get_by_role("dialog")).to_contain_text("2 · Em preparo")
    kitchen.press("Escape")
    expect(kitchen.page.get_by_role("dialog")).to_be_hidden()


def test_what_is_opened_again_at_once_stays_open(kitchen: Kitchen) -> None:
    kitchen.order(1, "COMPLETED")
    kitchen.open()
    expect(kitchen.page.get_by_role("button", name="Chamar 1 de volta")).to_be_visible()  # keys are heard from here on
    kitchen.press("F8")
    expect(kitchen.page.get_by_role("dialog")).to_be_visible()
    kitchen.page.evaluate("""() => new Promise((resolve) => {
      const panel = document.getElementById("panel");
      panel.addEventListener("close", () => setTimeout(resolve));
      panel.close();
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "F8" }));
    })""")
    expect(kitchen.page.get_by_role("dialog")).to_contain_text("1")


LISTEN = """
  window.tones = 0;
  let isAllowed = false;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...given) { window.tones += 1; return start.apply(this, given); };
  Object.defineProperty(AudioContext.prototype, "state", { get: () => (isAllowed ? "running" : "suspended") });
  AudioContext.prototype.resume = async function () { isAllowed = true; this.dispatchEvent(new Event("statechange")); };
"""
"""As a browser that lets a page sound once it was touched; this one lets every page."""


def test_a_new_order_sounds_until_somebody_minds_it(kitchen: Kitchen) -> None:
    kitchen.page.add_init_script(LISTEN)
    kitchen.order(1)
    kitchen.open()
    expect(kitchen.card(1)).to_be_visible()
    expect(kitchen.page.get_by_role("button", name="Toque para ouvir")).to_be_visible()
    kitchen.page.mouse.click(5, 700)
    expect(kitchen.page.get_by_role("button", name="Som")).to_be_visible()
    assert kitchen.page.evaluate("tones") == 0
    kitchen.settle()
    with held_clock(kitchen.page):
        kitchen.order(2)
        kitchen.frame("o2")
        kitchen.draw(READ_MS)
        kitchen.draw(4_000)  # nobody works here any more, so there is room for it
        expect(kitchen.card(2)).to_have_class("RECEIVED  full unseen")
        assert kitchen.page.evaluate("tones") == 2
    kitchen.page.clock.fast_forward(7_000)
    kitchen.stub.until(lambda: kitchen.page.evaluate("tones >= 4"))
    kitchen.page.mouse.click(5, 700)
    expect(kitchen.page.locator(".unseen")).to_have_count(0)
    tones = kitchen.page.evaluate("tones")
    kitchen.page.clock.fast_forward(14_000)
    assert kitchen.page.evaluate("tones") == tones


def test_the_screen_stays_on(kitchen: Kitchen) -> None:
    kitchen.page.add_init_script(
        "window.held = []; Object.defineProperty(navigator, 'wakeLock', { value: { request: async (kind) => held.push(kind) } })"
    )
    kitchen.open()
    kitchen.stub.until(lambda: kitchen.page.evaluate("held.length === 1"))
    kitchen.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    kitchen.stub.until(lambda: kitchen.page.evaluate("held.length === 2"))


def test_nothing_of_anybody_stays_in_the_browser(kitchen: Kitchen) -> None:
    kitchen.order(1)
    kitchen.open()
    kitchen.page.get_by_role("button", name="Bebidas").click()
    storage = kitchen.page.evaluate("JSON.stringify({ ...localStorage })")
    assert storage == '{"kitchen":"{\\"station\\":[\\"drink\\"],\\"hasSound\\":true,\\"hasKeys\\":true}"}'


def test_an_order_goes_all_the_way_with_the_keyboard_alone(kitchen: Kitchen) -> None:
    kitchen.order(1)
    kitchen.open()
    kitchen.settle()
    for status in ("Em preparo", "Pronto"):
        kitchen.press("1")
        expect(kitchen.card(1)).to_contain_text(f"· {status}")
        kitchen.settle()
    kitchen.press("1")
    expect(kitchen.card(1)).to_have_count(0)
    kitchen.press("F8")
    expect(kitchen.page.get_by_role("dialog")).to_be_visible()
    settle(kitchen.page)
    kitchen.page.get_by_role("dialog").get_by_role("button", name="Chamar 1 de volta").focus()
    kitchen.press("Enter", "Escape")
    expect(kitchen.card(1)).to_contain_text("· Pronto")


def test_after_a_reload_in_mid_shift_all_is_as_it_was(kitchen: Kitchen) -> None:
    kitchen.order(1, "IN_PREPARATION", lines=[KITCHEN_COMBO | {"done": True}, COLA])
    kitchen.order(2, refunded=True)
    kitchen.open()
    expect(kitchen.card(1)).to_be_visible()
    kitchen.page.reload()
    expect(kitchen.card(1).get_by_role("button", name="2 × Combo Byte")).to_have_attribute("aria-pressed", "true")
    expect(kitchen.step(2)).to_have_text(["Ciente"])
    expect(kitchen.page.locator(".unseen")).to_have_count(0)


def test_a_line_of_which_nobody_knows_is_called_so_and_looked_for(kitchen: Kitchen) -> None:
    kitchen.order(1, "IN_PREPARATION", lines=[KITCHEN_COMBO, COLA])
    kitchen.open()
    kitchen.settle()
    kitchen.stub.answers["PUT /kitchen/orders/*/lines/*"] = (0, None)
    kitchen.stub.answers["GET /kitchen/queue"] = (503, {})
    kitchen.card(1).get_by_role("button", name="3 × Cola").click()
    expect(kitchen.notice).to_have_text("Não sabemos se deu certo. Conferindo…")
    expect(kitchen.card(1).get_by_role("button", name="3 × Cola")).to_have_attribute("aria-pressed", "false")
