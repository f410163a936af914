"""The kiosk's own settings: behind a PIN, kept by the screen, and out of a customer's way."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.kiosk import Kiosk
from tests.e2e.stub import Stub, held_clock, settle

PIN = "4711"


def hold(kiosk: Kiosk, seconds: int = 2) -> None:
    settle(kiosk.page)
    with held_clock(kiosk.page):
        box = kiosk.page.locator("#store").bounding_box()
        assert box
        kiosk.page.mouse.move(box["x"] + 20, box["y"] + 20)
        kiosk.page.mouse.down()
        kiosk.wait(seconds)
        kiosk.page.mouse.up()


def ask_for_pin(kiosk: Kiosk) -> None:
    """What has just closed may swallow a touch, so whoever is not answered holds once more."""
    for _ in range(3):
        if not kiosk.page.get_by_role("dialog").is_visible():
            hold(kiosk)


def enter(kiosk: Kiosk, pin: str) -> None:
    for digit in pin:
        kiosk.press(digit)
    kiosk.press("Continuar com PIN")


def set_up(kiosk: Kiosk) -> None:
    hold(kiosk)
    enter(kiosk, PIN)
    expect(kiosk.page.get_by_role("button", name="Salvar e recarregar")).to_be_visible()


def test_a_touch_does_not_open_them_and_no_other_screen_has_them(kiosk: Kiosk) -> None:
    kiosk.page.locator("#store").click()
    hold(kiosk, 1)
    expect(kiosk.page.get_by_role("dialog")).to_be_hidden()
    kiosk.press("Comer aqui")
    hold(kiosk)
    expect(kiosk.page.get_by_role("dialog")).to_be_hidden()


def test_who_sets_the_screen_up_chooses_a_pin_and_what_they_set_outlives_a_reload(kiosk: Kiosk) -> None:
    page = kiosk.page
    set_up(kiosk)
    expect(page.get_by_label("Loja (identificador)")).to_have_value("centro")
    page.get_by_label("Loja (identificador)").fill("paulista")
    page.get_by_label("English").check()
    page.get_by_role("checkbox", name="Imprimir a senha").check()
    kiosk.press("Salvar e recarregar")
    kiosk.title("Order here")
    expect(page.get_by_role("button", name="Eat in")).to_be_enabled()
    assert kiosk.stub.requests[-1].url.endswith("/menu?store=paulista")
    assert PIN not in page.evaluate("JSON.stringify({ ...localStorage })")

    hold(kiosk)
    for digit in PIN:
        kiosk.press(digit)
    kiosk.press("Continue with PIN")
    expect(page.get_by_role("checkbox", name="Print the number")).to_be_checked()


def test_they_open_while_the_system_is_not_there_yet(page: Page, stub: Stub) -> None:
    kiosk = Kiosk(page, stub)
    page.route("**/config.json", lambda route: route.abort())
    page.goto(f"{stub.pages_url}/kiosk/")
    kiosk.title("Peça aqui")
    set_up(kiosk)
    store = page.get_by_label("Loja (identificador)")
    expect(store).to_have_value("")
    kiosk.press("Salvar e recarregar")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.unroute("**/config.json")
    kiosk.wait(4)
    expect(page.get_by_role("button", name="Comer aqui")).to_be_enabled()
    assert stub.requests[-1].url.endswith("/menu?store=centro")


def test_a_wrong_pin_opens_nothing_and_five_of_them_close_it_for_a_minute(kiosk: Kiosk) -> None:
    set_up(kiosk)
    kiosk.page.keyboard.press("Escape")
    expect(kiosk.page.get_by_role("dialog")).to_be_hidden()
    ask_for_pin(kiosk)
    wrong = kiosk.page.get_by_role("alert")
    for _ in range(4):
        enter(kiosk, "1234")
        expect(wrong).to_have_text("PIN incorreto.")
    enter(kiosk, "1234")
    expect(wrong).to_have_text("Muitas tentativas. Espere um minuto.")
    enter(kiosk, PIN)
    expect(wrong).to_have_text("Muitas tentativas. Espere um minuto.")
    kiosk.wait(40)
    kiosk.wait(20)
    expect(kiosk.page.get_by_role("dialog")).to_be_hidden()  # nobody was there
    ask_for_pin(kiosk)
    enter(kiosk, PIN)
    expect(kiosk.page.get_by_role("button", name="Salvar e recarregar")).to_be_visible()


def test_the_number_is_printed_where_there_is_a_printer(kiosk: Kiosk) -> None:
    page = kiosk.page
    page.add_init_script("window.printed = 0; window.print = () => { printed += 1 }")
    page.evaluate("localStorage.setItem('kiosk', JSON.stringify({ printer: true }))")
    page.reload()
    kiosk.press("Comer aqui", "Continuar sem CPF", "Adicionar: X-Burger", "Abrir seu pedido, 1 item", "Pagar")
    expect(page.locator(".qr")).to_be_visible()
    kiosk.payment = "PAID"
    kiosk.wait(31)
    expect(page.locator(".number")).to_have_text("42")
    assert page.evaluate("printed") == 1
    page.emulate_media(media="print")
    expect(page.locator("#ticket")).to_be_visible()
    expect(page.locator("#ticket")).to_have_text(re.compile(r"42\s*K7X2J4"))
    expect(page.locator(".number")).to_be_hidden()
