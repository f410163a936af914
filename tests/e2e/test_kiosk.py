"""The customer's page in the store, in a real browser, against an API that answers as a test says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.stub import Stub, menu

CPF = "52998224725"


class Kiosk:
    """The page and the store behind it: one order, `A`, that is as `status` and `paid` say."""

    def __init__(self, page: Page, stub: Stub):
        self.page, self.stub, self.menu = page, stub, menu()
        self.payment = "PENDING"
        self.number = 42
        stub.answers |= {
            "GET /menu": lambda _: (200, self.menu),
            "POST /identify": lambda _: (200, {"id_token": "t", "expires_in": 3600, "customer_ref": "ref"}),
            "POST /orders": lambda _: (201, self.order()),
            "POST /orders/A/checkout": lambda _: (200, self.checkout()),
            "GET /orders/A/payment": lambda _: (200, self.paid()),
            "GET /orders/A": lambda _: (200, self.order() | {"number": self.number, "status": "RECEIVED"}),
            "POST /orders/A/cancel": lambda _: (200, {}),
        }

    def order(self, total: int = 2590) -> dict[str, Any]:
        now = datetime.now(UTC).isoformat()
        return {"order_id": "A", "order_key": "key", "status": "AWAITING_PAYMENT", "total": total, "created_at": now}

    def checkout(self) -> dict[str, Any]:
        ends = (datetime.now(UTC) + timedelta(minutes=15)).isoformat()
        return {"amount": 2590, "qr_svg": "<svg xmlns='http://www.w3.org/2000/svg'/>", "expires_at": ends}

    def paid(self) -> dict[str, Any]:
        return {"payment": {"status": self.payment, "amount": 2590}, "refunds": [], "checked": True}

    def open(self, query: str = "") -> None:
        self.page.goto(f"{self.stub.pages_url}/kiosk/{query}")
        expect(self.page.get_by_role("button", name="Comer aqui")).to_be_enabled()

    def press(self, *names: str) -> None:
        for name in names:
            self.page.get_by_role("button", name=name, exact=True).click()

    def title(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def wait(self, seconds: int) -> None:
        self.page.clock.fast_forward(seconds * 1_000)

    def fill(self) -> None:
        """To the cart with a side in it, and a CPF for the receipt."""
        self.press("Comer aqui", "Continuar sem CPF", "Pular", "Adicionar: Batata Frita", "Continuar", "Pular", "Pular")
        self.title("Seu pedido")
        self.press("Informar CPF")
        self.page.keyboard.type(CPF)
        self.press("Colocar na nota")
        expect(self.page.get_by_text("A nota sairá com o CPF informado.")).to_be_visible()

    def expect_nothing_left(self) -> None:
        """On the first screen; whoever begins there has no trace of anybody before."""
        self.title("Peça aqui")
        assert self.page.evaluate("JSON.stringify([{ ...sessionStorage }, { ...localStorage }])") == "[{},{}]"
        self.press("Comer aqui", "Continuar sem CPF", "Pular", "Pular", "Pular", "Pular")
        expect(self.page.get_by_text("Seu pedido está vazio.")).to_be_visible()
        self.press("Voltar", "Voltar", "Voltar", "Adicionar: Batata Frita", "Continuar", "Pular", "Pular")
        before = len(self.stub.bodies("POST /orders"))
        self.press("Pagar")
        expect(self.page.locator(".qr")).to_be_visible()
        body = self.stub.bodies("POST /orders")[before]
        assert "receipt_cpf" not in body
        assert "customer_ref" not in body
        assert [line["product_id"] for line in body["lines"]] == ["batata-frita"]


@pytest.fixture
def kiosk(page: Page, stub: Stub) -> Kiosk:
    kiosk = Kiosk(page, stub)
    kiosk.open()
    return kiosk


def test_back_to_the_start_is_the_end_of_whoever_was_there(kiosk: Kiosk) -> None:
    kiosk.fill()
    for _ in range(6):
        kiosk.press("Voltar")
    kiosk.expect_nothing_left()


def test_who_comes_back_to_the_start_and_goes_away_leaves_nothing(kiosk: Kiosk) -> None:
    kiosk.fill()
    for _ in range(6):
        kiosk.press("Voltar")
    kiosk.wait(11 * 60)
    kiosk.expect_nothing_left()


@pytest.mark.parametrize("steps_back", range(7))
def test_a_minute_without_anybody_wipes_every_view(kiosk: Kiosk, steps_back: int) -> None:
    kiosk.fill()
    for _ in range(steps_back):
        kiosk.press("Voltar")
    kiosk.wait(40)
    kiosk.wait(20)
    expect(kiosk.page.get_by_role("dialog")).to_be_hidden()
    kiosk.expect_nothing_left()


def test_a_minute_without_anybody_wipes_what_is_half_typed_or_half_chosen(kiosk: Kiosk) -> None:
    kiosk.press("Comer aqui")
    kiosk.page.keyboard.type(CPF[:9])
    kiosk.wait(40)
    kiosk.wait(20)
    kiosk.title("Peça aqui")
    kiosk.press("Comer aqui")
    expect(kiosk.page.locator(".cpf")).to_have_text("___.___.___-__")
    kiosk.press("Continuar sem CPF", "Escolher: X-Burger")
    kiosk.page.get_by_role("textbox").fill("para a Ana")
    kiosk.wait(40)
    kiosk.wait(20)
    kiosk.title("Peça aqui")
    expect(kiosk.page.get_by_role("dialog")).to_be_hidden()
    assert "Ana" not in kiosk.page.content()
    kiosk.expect_nothing_left()


def test_who_is_away_for_a_minute_while_a_code_is_out_keeps_the_order_and_loses_the_rest(kiosk: Kiosk) -> None:
    kiosk.fill()
    kiosk.press("Pagar")
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.wait(61)
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.press("Cancelar pedido")
    kiosk.title("Pedido cancelado")
    expect(kiosk.page.get_by_role("button", name="Voltar ao pedido")).to_be_hidden()
    kiosk.press("Começar de novo")
    kiosk.expect_nothing_left()


def test_who_may_have_paid_is_not_wiped_while_nobody_knows_and_the_next_customer_is_not_kept_waiting(
    kiosk: Kiosk,
) -> None:
    kiosk.fill()
    kiosk.press("Pagar")
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.stub.answers["GET /orders/A/payment"] = (0, None)
    kiosk.wait(16 * 60)
    kiosk.wait(60)
    expect(kiosk.page.get_by_text("Se você já pagou, não pague de novo: estamos conferindo.")).to_be_visible()
    kiosk.press("Começar de novo")
    kiosk.expect_nothing_left()


def test_an_answer_that_comes_after_its_customer_has_gone_is_not_heard(kiosk: Kiosk) -> None:
    kept: list[Any] = []
    kiosk.page.route("**/orders", lambda route: kept.append(route))
    kiosk.fill()
    kiosk.press("Pagar")
    kiosk.wait(40)
    kiosk.wait(20)
    kiosk.title("Peça aqui")
    kiosk.page.unroute("**/orders")
    for route in kept:
        route.fulfill(status=201, json=kiosk.order(), headers={"Access-Control-Allow-Origin": "*"})
    kiosk.title("Peça aqui")
    kiosk.expect_nothing_left()
