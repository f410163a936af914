"""Campaigns and coupons in the kiosk's cart, until it is paid."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.discounts import REFUSED, changed_total, priced
from tests.e2e.kiosk import Kiosk
from tests.e2e.stub import Stub, settle

PREVIEW = "POST /cart/discounts"
FRIES = 1290


@pytest.fixture
def kiosk(page: Page, stub: Stub) -> Kiosk:
    kiosk = Kiosk(page, stub)
    kiosk.menu |= {"discounts": True, "coupons": True}
    stub.answers[PREVIEW] = priced(FRIES)
    kiosk.open()
    return kiosk


def to_cart(kiosk: Kiosk) -> None:
    kiosk.press("Comer aqui", "Continuar sem CPF", "Não, obrigado", "Adicionar: Batata Frita")
    kiosk.press("Abrir seu pedido, 1 item")


def use(kiosk: Kiosk, code: str) -> None:
    kiosk.press("Digitar cupom", *code, "Usar cupom")


def bodies(kiosk: Kiosk) -> list[tuple[str | None, int]]:
    return [(each.get("coupon"), each["expected_total"]) for each in kiosk.stub.bodies("POST /orders")]


def test_a_coupon_is_typed_on_the_screen_and_the_order_sent_with_what_was_shown(kiosk: Kiosk) -> None:
    to_cart(kiosk)
    expect(kiosk.page.get_by_role("button", name="Pagar", exact=True)).to_be_enabled()
    kiosk.stub.answers[PREVIEW] = priced(FRIES, 290, ("minimum-not-reached", 710), ("of-the-future", None))
    kiosk.press("Digitar cupom", *"X15")
    expect(kiosk.page.get_by_role("button", name="Usar cupom")).to_be_disabled()
    kiosk.press("A", "Apagar", "Z", "Usar cupom")
    shown = kiosk.page.locator(".discounts")
    for text in ("Semana do X", "− R$\xa02,90", "Faltam R$\xa07,10 para valer", "Não se aplica", "R$\xa010,00"):
        expect(shown).to_contain_text(text)
    expect(kiosk.page.locator("#total")).to_contain_text("R$\xa010,00")
    expect(kiosk.page.locator(".coupon")).to_contain_text("Cupom X15Z")
    assert [each.get("coupon") for each in kiosk.stub.bodies(PREVIEW)] == [None, "X15Z"]
    kiosk.press("Pagar")
    expect(kiosk.page.locator(".qr")).to_be_visible()
    assert bodies(kiosk) == [("X15Z", 1000)]


def test_nothing_is_paid_before_it_is_known_what_the_cart_costs(kiosk: Kiosk) -> None:
    kiosk.press("Comer aqui", "Continuar sem CPF", "Não, obrigado", "Adicionar: Batata Frita")
    settle(kiosk.page)
    look = """
      () => {
        document.querySelector('[aria-label^="Abrir seu pedido"]').click();
        return [document.querySelector("h1").textContent, document.getElementById("next").disabled];
      }
    """
    assert kiosk.page.evaluate(look) == ["Seu pedido", True]
    expect(kiosk.page.get_by_role("button", name="Pagar", exact=True)).to_be_enabled()


def test_a_code_that_is_refused_says_so_and_can_be_corrected_with_a_keyboard(kiosk: Kiosk) -> None:
    to_cart(kiosk)
    expect(kiosk.page.get_by_role("button", name="Pagar", exact=True)).to_be_enabled()
    kiosk.stub.answers[PREVIEW] = REFUSED
    use(kiosk, "WRONG")
    sheet = kiosk.page.get_by_role("dialog", name="Cupom")
    expect(sheet.get_by_role("alert")).to_have_text("Este cupom não pode ser usado neste pedido.")
    kiosk.stub.answers[PREVIEW] = (0, None)
    kiosk.page.keyboard.press("Backspace")
    kiosk.page.keyboard.type("q")
    kiosk.page.keyboard.press("Enter")
    expect(sheet.get_by_role("alert")).to_contain_text("Sem conexão")
    assert [each["coupon"] for each in kiosk.stub.bodies(PREVIEW)[1:]] == ["WRONG", "WRONQ"]
    kiosk.stub.answers[PREVIEW] = priced(FRIES)
    kiosk.page.keyboard.press("Escape")
    expect(kiosk.page.locator("#total")).to_contain_text("R$\xa012,90")
    kiosk.press("Pagar")
    expect(kiosk.page.locator(".qr")).to_be_visible()
    assert bodies(kiosk) == [(None, FRIES)]


def test_a_cart_is_asked_about_once_for_each_change_and_never_where_nothing_is_on(page: Page, stub: Stub) -> None:
    kiosk = Kiosk(page, stub)
    stub.answers[PREVIEW] = priced(FRIES)
    kiosk.open()
    to_cart(kiosk)
    kiosk.wait(5)
    expect(page.locator(".coupon")).to_have_count(0)
    assert stub.bodies(PREVIEW) == []
    kiosk.menu |= {"discounts": True}
    kiosk.read_menu()
    stub.expect_answers(PREVIEW, 1)
    page.get_by_role("button", name="Mais: Batata Frita").evaluate(
        "more => { for (let at = 0; at < 3; at++) more.click() }"
    )
    stub.expect_answers(PREVIEW, 2)
    kiosk.press("Voltar", "Abrir seu pedido, 4 itens")
    kiosk.press("Pagar")
    expect(page.locator(".qr")).to_be_visible()
    assert [each["lines"][0]["quantity"] for each in stub.bodies(PREVIEW)] == [1, 4]


def test_another_total_is_asked_about_once_before_the_order_is_sent_again(kiosk: Kiosk) -> None:
    kiosk.stub.answers[PREVIEW] = priced(FRIES, 290)
    to_cart(kiosk)
    expect(kiosk.page.locator("#total")).to_contain_text("R$\xa010,00")
    kiosk.stub.answers |= {"POST /orders": changed_total(1190), PREVIEW: priced(FRIES, 100)}
    kiosk.press("Pagar")
    question = kiosk.page.get_by_role("dialog", name="O total mudou")
    expect(question).to_contain_text("O total mudou de R$\xa010,00 para R$\xa011,90.")
    kiosk.press("Voltar ao pedido")
    expect(kiosk.page.locator(".line")).to_have_count(1)
    expect(kiosk.page.locator("#total")).to_contain_text("R$\xa011,90")
    kiosk.stub.answers["POST /orders"] = changed_total(1290)
    kiosk.press("Pagar")
    expect(question).to_contain_text("de R$\xa011,90 para R$\xa012,90.")
    kiosk.stub.answers["POST /orders"] = lambda _: (201, kiosk.order(1290))
    kiosk.press("Pagar R$\xa012,90")
    expect(kiosk.page.locator(".qr")).to_be_visible()
    assert bodies(kiosk) == [(None, 1000), (None, 1190), (None, 1290)]
    keys = [each.headers["idempotency-key"] for each in kiosk.stub.requests if each.url.endswith("/orders")]
    assert len(set(keys)) == 3


def test_without_an_answer_the_same_order_is_asked_for_again_whatever_it_would_now_cost(kiosk: Kiosk) -> None:
    kiosk.menu |= {"discounts": False, "coupons": False}
    kiosk.page.reload()
    to_cart(kiosk)
    shown = kiosk.page.locator("#total .money")
    before = shown.inner_text()
    kiosk.stub.answers["POST /orders"] = (0, None)
    kiosk.press("Pagar")
    expect(kiosk.page.locator("#notice")).to_contain_text("Toque de novo em Pagar")
    next(each for each in kiosk.menu["products"] if each["product_id"] == "batata-frita")["price"] += 100
    kiosk.stub.answers["POST /orders"] = lambda _: (201, kiosk.order(1190))
    kiosk.stub.expect_no_open_request()
    kiosk.read_menu()
    expect(shown).not_to_have_text(before)
    kiosk.press("Pagar")
    expect(kiosk.page.locator(".qr")).to_be_visible()
    first, second = bodies(kiosk)
    assert first == second
    keys = [each.headers["idempotency-key"] for each in kiosk.stub.requests if each.url.endswith("/orders")]
    assert len(set(keys)) == 1


def test_a_coupon_that_has_run_out_meanwhile_leaves_the_cart_as_it_was(kiosk: Kiosk) -> None:
    to_cart(kiosk)
    expect(kiosk.page.get_by_role("button", name="Pagar", exact=True)).to_be_enabled()
    kiosk.stub.answers[PREVIEW] = priced(FRIES, 290)
    use(kiosk, "LAST")
    kiosk.stub.answers |= {PREVIEW: priced(FRIES), "POST /orders": REFUSED}
    kiosk.press("Pagar")
    expect(kiosk.page.locator(".coupon").get_by_role("alert")).to_have_text(
        "Este cupom não pode ser usado neste pedido."
    )
    expect(kiosk.page.locator("#total")).to_contain_text("R$\xa012,90")
    expect(kiosk.page.locator(".line")).to_have_count(1)


def test_without_a_connection_the_field_says_so_and_asks_again_by_itself(kiosk: Kiosk) -> None:
    kiosk.stub.answers[PREVIEW] = (0, None)
    to_cart(kiosk)
    expect(kiosk.page.locator(".coupon").get_by_role("alert")).to_contain_text("Sem conexão")
    kiosk.stub.answers[PREVIEW] = priced(FRIES, 290)
    kiosk.wait(4)
    expect(kiosk.page.locator("#total")).to_contain_text("R$\xa010,00")
    expect(kiosk.page.locator(".coupon .wrong")).to_be_empty()


def test_whoever_comes_next_finds_no_coupon(kiosk: Kiosk) -> None:
    kiosk.stub.answers[PREVIEW] = priced(FRIES, 290)
    to_cart(kiosk)
    use(kiosk, "MINE")
    expect(kiosk.page.locator(".coupon")).to_contain_text("Cupom MINE")
    kiosk.press("Cancelar tudo", "Sim, cancelar tudo")
    to_cart(kiosk)
    expect(kiosk.page.locator(".coupon")).to_contain_text("Tem um cupom?")
