"""How the kiosk leads a customer: few taps, combos, suggestions, helps, and the ways out."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import page_in
from tests.e2e.kiosk import Kiosk
from tests.e2e.stub import Stub, held_clock, menu, settle, weighed

MAX_TAPS = 7
FIRST_LOAD_BYTES = 225_000
"""Compressed, as the distribution does it."""
PORTRAIT = {"width": 1080, "height": 1920}


@pytest.fixture
def kiosk(page: Page, stub: Stub) -> Kiosk:
    page.set_viewport_size({"width": PORTRAIT["width"], "height": PORTRAIT["height"]})
    kiosk = Kiosk(page, stub)
    kiosk.open()
    return kiosk


def begin(kiosk: Kiosk) -> None:
    kiosk.press("Comer aqui", "Continuar sem CPF")


def ordered(kiosk: Kiosk) -> dict[str, Any]:
    """Press Pagar; what is ordered."""
    kiosk.press("Pagar")
    expect(kiosk.page.locator(".qr")).to_be_visible()
    body: dict[str, Any] = kiosk.stub.bodies("POST /orders")[-1]
    return body


def test_burger_fries_and_drink_take_seven_taps_from_the_first_screen(kiosk: Kiosk) -> None:
    taps = [
        "Comer aqui",
        "Continuar sem CPF",
        "Adicionar: X-Burger",
        "Continuar",
        "Adicionar: Batata Frita",
        "Continuar",
    ]
    taps += ["Adicionar: Guaraná"]
    assert len(taps) <= MAX_TAPS
    kiosk.press(*taps)
    expect(kiosk.page.locator("#total")).to_contain_text("3 itens")
    kiosk.press("Abrir seu pedido, 3 itens")
    body = ordered(kiosk)
    assert [line["product_id"] for line in body["lines"]] == ["x-burger", "batata-frita", "guarana"]


def test_a_burger_becomes_a_combo_in_one_tap_and_is_not_asked_for_what_that_brings(kiosk: Kiosk) -> None:
    begin(kiosk)
    kiosk.press("Escolher: Byte Clássico")
    kiosk.page.get_by_role("checkbox", name="Bacon").check()
    offer = kiosk.page.get_by_role("button", name=re.compile("^Transforme em combo por mais R\\$\\s14,00"))
    expect(offer).to_contain_text(re.compile(r"Economize R\$\s5,80"))
    offer.click()
    kiosk.page.get_by_role("radio", name="Suco de Laranja").check()
    kiosk.page.get_by_role("button", name=re.compile("^Adicionar · R\\$\\s51,40")).click()
    kiosk.press("Continuar")
    kiosk.title("Cabe uma sobremesa?")
    kiosk.press("Voltar")
    kiosk.title("Qual vai ser o hambúrguer?")
    kiosk.press("Continuar", "Não, obrigado")
    [line] = ordered(kiosk)["lines"]
    assert line["product_id"] == "combo-byte"
    assert line["choices"]["burger"] == {"product_id": "byte-classico", "options": ["bacon"]}
    assert line["choices"]["drink"]["product_id"] == "suco-de-laranja"


def test_a_burger_beside_a_combo_still_wants_its_fries(kiosk: Kiosk) -> None:
    begin(kiosk)
    kiosk.press("Escolher: Combo Byte")
    kiosk.page.get_by_role("button", name=re.compile("^Adicionar · ")).click()
    kiosk.press("Adicionar: X-Burger", "Continuar")
    kiosk.title("E para acompanhar?")


def test_what_costs_less_as_a_combo_is_put_together_in_one_tap(kiosk: Kiosk) -> None:
    begin(kiosk)
    kiosk.press("Adicionar: Byte Clássico", "Continuar", "Adicionar: Batata Frita", "Continuar", "Adicionar: Guaraná")
    kiosk.press("Abrir seu pedido, 3 itens")
    expect(kiosk.page.locator(".combo-offer")).to_contain_text(re.compile(r"Junte no Combo Byte e economize R\$\s5,80"))
    kiosk.press("Mais: Guaraná", "Juntar")
    expect(kiosk.page.locator(".line h2")).to_have_text(["Guaraná", "Combo Byte"])
    expect(kiosk.page.locator("#total")).to_contain_text(re.compile(r"R\$\s50,80"))


@pytest.mark.parametrize(("now", "saved"), [(2390, "0,80"), (2190, None)])
def test_what_a_product_costs_at_this_hour_is_on_its_card_and_sheet_and_in_what_a_combo_saves(
    kiosk: Kiosk, now: int, saved: str | None
) -> None:
    kiosk.offer("byte-classico", "Happy hour", now)
    kiosk.read_menu()
    kiosk.stub.expect_answers("GET /menu", 2)
    begin(kiosk)
    page, price = kiosk.page, f"R$\xa0{now / 100:.2f}".replace(".", ",")
    sheet = page.get_by_role("dialog")
    card = page.locator(".card").filter(has_text="Byte Clássico")
    expect(card).to_contain_text("Happy hour")
    expect(card.locator("s")).to_have_text("em vez de R$\xa028,90")
    expect(card.locator(".price")).to_contain_text(price)
    expect(page.locator(".card").filter(has_text="X-Burger").locator("s")).to_have_count(0)
    kiosk.press("Escolher: Byte Clássico")
    expect(sheet.locator("s")).to_have_text("em vez de R$\xa028,90")
    expect(sheet.locator(".combo-offer")).to_have_count(1 if saved else 0)
    if saved:
        expect(sheet.locator(".combo-offer")).to_contain_text(f"Economize R$\xa0{saved}")
    page.get_by_role("button", name=f"Adicionar · {price}").click()
    expect(page.locator("#total")).to_contain_text(price)


def test_the_kitchen_is_asked_by_touch_and_reads_it_in_its_own_language(kiosk: Kiosk) -> None:
    kiosk.press("English", "Eat in", "Continue without CPF", "Choose: Cheeseburger")
    expect(kiosk.page.get_by_role("textbox")).to_have_count(0)
    kiosk.page.get_by_role("checkbox", name="Well done").check()
    kiosk.page.get_by_role("checkbox", name="Cut in half").check()
    kiosk.page.get_by_role("button", name=re.compile("^Add · ")).click()
    kiosk.press("Open your order, 1 item")
    expect(kiosk.page.locator(".line")).to_contain_text("“Well done, Cut in half”")
    kiosk.press("Pay")
    expect(kiosk.page.locator(".qr")).to_be_visible()
    assert kiosk.stub.bodies("POST /orders")[0]["lines"][0]["note"] == "Bem passado, Cortar ao meio"


def test_the_cart_says_how_long_an_order_takes_now(kiosk: Kiosk) -> None:
    kiosk.stub.answers["GET /menu"] = (200, menu() | {"wait": {"p50_minutes": 6, "p90_minutes": 9}})
    kiosk.open()
    kiosk.fill()
    expect(kiosk.page.get_by_text("Pagando agora, pronto em 6 a 9 min")).to_be_visible()


def test_a_full_kitchen_keeps_the_cart_and_is_asked_again_when_that_is_worth_it(kiosk: Kiosk) -> None:
    problem = {"type": "urn:bytemeburger:problem:kitchen-full", "detail": "x", "free_in": 60}
    problem["free_at"] = "2026-11-24T15:40:30.000Z"
    placed = kiosk.stub.answers["POST /orders"]
    kiosk.stub.answers["POST /orders"] = (503, problem)
    kiosk.fill()
    kiosk.press("Pagar")
    waiting = kiosk.page.get_by_text("A cozinha está cheia até por volta das 12:41.")
    expect(waiting).to_be_visible()
    expect(kiosk.page.locator(".line")).to_have_count(1)
    kiosk.wait(30)
    assert len(kiosk.stub.bodies("POST /orders")) == 1
    kiosk.stub.answers["POST /orders"] = placed
    late: list[Route] = []
    kiosk.page.route("**/orders", lambda route: late.append(route), times=1)
    kiosk.wait(31)
    kiosk.stub.until(lambda: len(late) == 1)
    kiosk.wait(1)  # nobody has touched anything for a minute, nor is to
    late[0].fallback()
    expect(kiosk.page.locator(".qr")).to_be_visible()
    first, second = kiosk.stub.bodies("POST /orders")
    assert first == second


def test_a_cart_that_is_changed_while_the_kitchen_is_full_waits_to_be_ordered(kiosk: Kiosk) -> None:
    problem = {"type": "urn:bytemeburger:problem:kitchen-full", "free_in": 60, "free_at": "2026-11-24T15:40:30.000Z"}
    kiosk.stub.answers["POST /orders"] = (503, problem)
    kiosk.fill()
    kiosk.press("Pagar")
    expect(kiosk.page.locator(".kitchen-full")).to_be_visible()
    kiosk.press("Mais: Batata Frita")
    expect(kiosk.page.locator(".kitchen-full")).to_have_count(0)
    kiosk.wait(61)
    assert len(kiosk.stub.bodies("POST /orders")) == 1


def test_a_busy_kitchen_offers_nothing_that_takes_long(kiosk: Kiosk) -> None:
    slow = menu()
    for each in slow["products"]:
        each["slow"] = each["product_id"] in ("byte-classico", "suco-de-laranja")
    slow["full_until"] = "2026-11-24T15:40:30.000Z"
    kiosk.stub.answers["GET /menu"] = (200, slow)
    kiosk.open()
    expect(kiosk.page.get_by_text("A cozinha está cheia. Novos pedidos por volta das 12:41.")).to_be_visible()
    begin(kiosk)
    expect(kiosk.page.get_by_role("heading", name="X-Burger")).to_be_visible()
    expect(kiosk.page.get_by_role("heading", name="Byte Clássico")).to_have_count(0)
    kiosk.press("Escolher: Combo Byte")
    expect(kiosk.page.get_by_role("radio", name="Cola", exact=True)).to_be_visible()
    expect(kiosk.page.get_by_role("radio", name="Suco de Laranja")).to_have_count(0)


def test_what_goes_well_with_the_cart_is_added_in_one_tap(kiosk: Kiosk) -> None:
    suggested = ["pudim", "x-burger", "cola"]
    kiosk.stub.answers["GET /suggestions"] = (200, {"products": [{"product_id": each} for each in suggested]})
    next(each for each in kiosk.menu["products"] if each["product_id"] == "cola")["available"] = False
    kiosk.page.reload()
    begin(kiosk)
    kiosk.press("Adicionar: X-Burger", "Abrir seu pedido, 1 item")
    expect(kiosk.page.locator(".suggested button")).to_have_count(1)
    kiosk.page.get_by_role("button", name="Adicionar: Pudim de Leite").click()
    expect(kiosk.page.locator(".line h2")).to_have_text(["X-Burger", "Pudim de Leite"])
    expect(kiosk.page.locator(".suggested")).to_have_count(0)


def test_what_moves_away_from_under_a_finger_takes_no_tap(kiosk: Kiosk) -> None:
    late: list[Route] = []
    kiosk.page.route("**/suggestions?*", lambda route: late.append(route))
    begin(kiosk)
    kiosk.press("Adicionar: X-Burger", "Abrir seu pedido, 1 item")
    kiosk.stub.until(lambda: len(late) == 1)
    settle(kiosk.page)
    with held_clock(kiosk.page):
        late[0].fulfill(json={"products": [{"product_id": "pudim"}]})
        expect(kiosk.page.locator(".suggested")).to_be_visible()
        expect(kiosk.page.locator("body[data-settling]")).to_have_count(1)


def test_cancel_all_asks_once_and_then_forgets(kiosk: Kiosk) -> None:
    kiosk.fill()
    kiosk.press("Cancelar tudo")
    question = kiosk.page.get_by_role("dialog", name="Cancelar tudo e começar de novo?")
    expect(question).to_be_visible()
    kiosk.press("Não, voltar ao pedido")
    expect(kiosk.page.locator(".line")).to_have_count(1)
    kiosk.press("Cancelar tudo", "Sim, cancelar tudo")
    kiosk.expect_nothing_left()


def test_a_payment_is_seen_without_asking(kiosk: Kiosk) -> None:
    kiosk.fill()
    ordered(kiosk)
    kiosk.stub.expect_sockets(1)
    kiosk.stub.expect_no_open_request()
    assert "ticket=ticket" in kiosk.stub.sockets[0].url
    count = len(kiosk.stub.bodies("GET /orders/A/payment"))
    kiosk.stub.push({"sequence": 1, "order_id": "A", "status": "RECEIVED", "number": 42, "version": 4})
    expect(kiosk.page.locator(".number")).to_have_text("42")
    assert len(kiosk.stub.bodies("GET /orders/A/payment")) == count


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_screen_whose_clock_is_set_counts_on(kiosk: Kiosk, hours: int) -> None:
    kiosk.fill()
    ordered(kiosk)
    kiosk.page.evaluate(
        f"Date.now = ((now) => () => now() + {timedelta(hours=hours) // timedelta(milliseconds=1)})(Date.now)"
    )
    kiosk.stub.answers["GET /orders/A/payment"] = (-1, None)
    kiosk.wait(60)
    expect(kiosk.page.get_by_role("timer")).to_have_text(re.compile(r"Código válido por 1[34]:\d\d"))


def test_without_the_provider_the_stores_own_pix_is_shown_with_a_reference_to_say(kiosk: Kiosk) -> None:
    kiosk.stub.answers["POST /orders/A/checkout"] = (503, {})
    kiosk.stub.answers["GET /orders/A/pix"] = (200, kiosk.checkout() | {"reference": "K7X2J4"})
    kiosk.fill()
    kiosk.press("Pagar")
    kiosk.title("Pague com Pix")
    expect(kiosk.page.get_by_role("img", name="QR Code do Pix")).to_be_visible()
    expect(kiosk.page.locator(".reference")).to_have_text("K7X2J4")
    kiosk.stub.expect_sockets(1)
    kiosk.stub.push({"sequence": 1, "order_id": "A", "status": "RECEIVED", "number": 42, "version": 4})
    expect(kiosk.page.locator(".number")).to_have_text("42")


def test_who_pays_may_go_to_the_counter_and_the_code_stays_good(kiosk: Kiosk) -> None:
    kiosk.fill()
    ordered(kiosk)
    kiosk.press("Pagar no balcão")
    kiosk.title("Pague no balcão")
    expect(kiosk.page.locator(".reference")).to_have_text("K7X2J4")
    kiosk.press("Voltar ao QR Code")
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.press("Pagar no balcão")
    kiosk.payment = "PAID"
    kiosk.wait(31)
    expect(kiosk.page.locator(".number")).to_have_text("42")


def test_who_pays_is_asked_after_ninety_seconds_and_a_code_that_may_be_paid_stays(kiosk: Kiosk) -> None:
    kiosk.fill()
    ordered(kiosk)
    question = kiosk.page.get_by_role("dialog", name="Ainda está pagando?")
    with held_clock(kiosk.page):
        kiosk.page.keyboard.press("Shift")
        kiosk.wait(89)
        expect(question).to_be_hidden()
        kiosk.wait(1)
        expect(question).to_be_visible()
        kiosk.wait(20)
    expect(question).to_be_hidden()
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.wait(90)
    question.get_by_role("button", name="Cancelar pedido").click()
    kiosk.title("Pedido cancelado")


def test_the_number_comes_with_a_code_that_takes_the_order_to_a_phone(kiosk: Kiosk) -> None:
    kiosk.fill()
    kiosk.promise = {"p50": "2099-11-24T15:33:01.000Z", "p90": "2099-11-24T15:39:00.000Z"}
    ordered(kiosk)
    kiosk.payment = "PAID"
    kiosk.wait(31)
    expect(kiosk.page.locator(".promise")).to_have_text("Pronto por volta das 12:34")
    code = kiosk.page.get_by_role("img", name="QR Code para acompanhar o pedido no celular")
    expect(code).to_be_visible()
    same = """async (text) => {
      const { generate } = await import("../vendor/lean-qr/nano.mjs");
      const code = generate(text);
      let on = 0;
      for (let y = 0; y < code.size; y++) for (let x = 0; x < code.size; x++) on += code.get(x, y) ? 1 : 0;
      const path = document.querySelector(".on-phone path").getAttribute("d");
      const all = [...path.matchAll(/M(\\d+) (\\d+)/g)];
      return all.length === on && all.every(([, x, y]) => code.get(x - 4, y - 4));
    }"""
    assert kiosk.page.evaluate(same, f"{kiosk.stub.pages_url}/order/#A.reading")
    assert not kiosk.page.evaluate(same, f"{kiosk.stub.pages_url}/order/#A.key")


HELPS = {"Botões na metade de baixo": "data-reach", "Letras maiores": "data-large", "Sem animações": "data-calm"}


def test_helps_are_off_until_they_are_wanted_and_go_with_whoever_wanted_them(kiosk: Kiosk) -> None:
    html = kiosk.page.locator("html")
    kiosk.press("Acessibilidade")
    for text, name in HELPS.items():
        expect(kiosk.page.get_by_role("checkbox", name=text)).not_to_be_checked()
        kiosk.page.get_by_role("checkbox", name=text).check()
        expect(html).to_have_attribute(name, "")
    kiosk.press("Fechar")
    kiosk.wait(40)
    kiosk.wait(20)
    for name in HELPS.values():
        expect(html).not_to_have_attribute(name, "")


def test_spoken_guidance_reads_each_screen_once_it_is_wanted(kiosk: Kiosk) -> None:
    kiosk.page.evaluate(
        "window.said = []; speechSynthesis.speak = ({ text, lang }) => said.push(`${lang} ${text}`); null"
    )
    begin(kiosk)
    assert kiosk.page.evaluate("said") == []
    kiosk.press("Acessibilidade")
    kiosk.page.get_by_role("checkbox", name="Ler as telas em voz alta").check()
    kiosk.press("Fechar", "Não, obrigado")
    assert kiosk.page.evaluate("said.at(-1)") == "pt-BR E para acompanhar?"
    kiosk.press("Adicionar: Batata Frita")
    assert kiosk.page.evaluate("said.at(-1)") == "pt-BR Batata Frita: adicionado."


def test_in_reach_mode_whatever_is_touched_lies_in_the_lower_half(kiosk: Kiosk) -> None:
    kiosk.press("Acessibilidade")
    kiosk.page.get_by_role("checkbox", name="Botões na metade de baixo").check()
    kiosk.press("Fechar")
    highest_top = """() => Math.min(...[...document.querySelectorAll("button, .choice, .chip")]
      .filter((each) => each.checkVisibility()).map((each) => each.getBoundingClientRect().top))"""
    limit = PORTRAIT["height"] * 0.44

    def look() -> None:
        settle(kiosk.page)
        assert kiosk.page.evaluate(highest_top) >= limit

    look()
    for name in ("Comer aqui", "Continuar sem CPF", "Não, obrigado"):
        kiosk.press(name)
        look()
    kiosk.press("Adicionar: Batata Frita", "Abrir seu pedido, 1 item")
    look()
    kiosk.press("Pagar")
    expect(kiosk.page.locator(".qr")).to_be_visible()
    look()


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        ([{"days": ["tue"], "opens": "18:30", "closes": "23:00"}], "Abre hoje às 18:30."),
        ([{"days": ["tue", "wed"], "opens": "08:00", "closes": "08:30"}], "Abre amanhã às 08:00."),
        ([{"days": ["fri"], "opens": "11:00", "closes": "23:00"}], "Abre sexta-feira às 11:00."),
        ([], "Não estamos recebendo pedidos no totem agora. Peça no balcão, por favor."),
    ],
)
def test_a_closed_store_says_when_it_opens(page: Page, stub: Stub, hours: list[Any], text: str) -> None:
    kiosk = Kiosk(page, stub)
    kiosk.menu |= {"open": False, "hours": hours}
    page.goto(f"{stub.pages_url}/kiosk/")  # at 9:00 in São Paulo, on a Tuesday
    expect(page.locator(".closed")).to_have_text(text)
    expect(page.get_by_role("button", name="Comer aqui")).to_be_disabled()


def test_the_stores_language_counts_and_not_the_browsers(browser: Browser, pages_url: str) -> None:
    with page_in(browser, "en-US") as page:
        kiosk = Kiosk(page, Stub(pages_url, page))
        kiosk.open()
        kiosk.title("Peça aqui")
        page.goto(f"{pages_url}/kiosk/?language=en")
        kiosk.title("Order here")


def test_the_first_load_is_light(page: Page, stub: Stub) -> None:
    weigh = weighed(page, "http")
    page.set_viewport_size({"width": PORTRAIT["width"], "height": PORTRAIT["height"]})
    kiosk = Kiosk(page, stub)
    kiosk.open()
    begin(kiosk)
    settle(page)
    loaded = weigh()
    assert any(url.endswith("byte-classico.webp") for url in loaded)
    assert sum(loaded.values()) <= FIRST_LOAD_BYTES, sorted(loaded.items(), key=lambda each: -each[1])[:10]
