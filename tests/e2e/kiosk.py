"""The kiosk's page with the API that it asks."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.stub import Stub, menu, settle

CPF = "52998224725"


class Kiosk:
    """The page and the store behind it: one order, `A`, that is as `status` and `paid` say."""

    def __init__(self, page: Page, stub: Stub):
        self.page, self.stub, self.menu = page, stub, menu()
        self.payment = "PENDING"
        self.number = 42
        self.promise: dict[str, str] | None = None
        stub.answers |= {
            "GET /menu": lambda _: (200, self.menu),
            "POST /identify": lambda _: (200, {"id_token": "t", "expires_in": 3600, "customer_ref": "ref"}),
            "POST /orders": lambda _: (201, self.order()),
            "POST /orders/A/checkout": lambda _: (200, self.checkout()),
            "GET /orders/A/payment": lambda _: (200, self.paid()),
            "GET /orders/A": lambda _: (
                200,
                self.order() | {"number": self.number, "status": "RECEIVED", "promise": self.promise},
            ),
            "POST /orders/A/cancel": lambda _: (200, {}),
            "POST /orders/A/live-ticket": (200, {"ticket": "ticket"}),
            "GET /suggestions": (200, {"store": "centro", "products": []}),
        }

    def offer(self, product_id: str, name: str, price: int) -> None:
        """What a product costs under a campaign for everybody."""
        product = next(each for each in self.menu["products"] if each["product_id"] == product_id)
        product["offer"] = {"name": {"pt-BR": name, "en": name}, "price": price}

    def order(self, total: int = 2590) -> dict[str, Any]:
        now = self.stub.now().isoformat()
        order = {"order_id": "A", "order_key": "key", "reading_key": "reading", "reference": "K7X2J4"}
        return order | {"status": "AWAITING_PAYMENT", "total": total, "created_at": now}

    def checkout(self) -> dict[str, Any]:
        return {"amount": 2590, "qr_svg": "<svg xmlns='http://www.w3.org/2000/svg'/>", "expires_in": 15 * 60}

    def paid(self) -> dict[str, Any]:
        return {"payment": {"status": self.payment, "amount": 2590}, "refunds": [], "checked": True}

    def open(self, query: str = "") -> None:
        self.page.goto(f"{self.stub.pages_url}/kiosk/{query}")
        expect(self.page.get_by_role("button", name="Comer aqui")).to_be_enabled()

    def press(self, *names: str) -> None:
        for name in names:
            settle(self.page)
            self.page.get_by_role("button", name=name, exact=True).click()

    def title(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def wait(self, seconds: int) -> None:
        self.page.clock.fast_forward(seconds * 1_000)

    def read_menu(self) -> None:
        """Let the time pass until the menu is read again, with somebody there."""
        for _ in range(2):
            self.wait(31)
            self.page.keyboard.press("Shift")

    def choose_fries(self) -> None:
        """To the cart, with them alone in it."""
        self.press("Comer aqui", "Continuar sem CPF", "Não, obrigado", "Adicionar: Batata Frita", "Continuar")
        self.press("Não, obrigado", "Não, obrigado")

    def fill(self) -> None:
        """To the cart with a side in it, and a CPF for the receipt."""
        self.choose_fries()
        self.title("Seu pedido")
        self.press("Informar CPF")
        self.page.keyboard.type(CPF)
        self.press("Colocar na nota")
        expect(self.page.get_by_text("A nota sairá com o CPF informado.")).to_be_visible()

    def expect_nothing_left(self) -> None:
        """On the first screen; whoever begins there has no trace of anybody before."""
        self.title("Peça aqui")
        assert self.page.evaluate("JSON.stringify([{ ...sessionStorage }, { ...localStorage }])") == "[{},{}]"
        self.press(
            "Comer aqui", "Continuar sem CPF", "Não, obrigado", "Não, obrigado", "Não, obrigado", "Não, obrigado"
        )
        expect(self.page.get_by_text("Seu pedido está vazio.")).to_be_visible()
        self.press(
            "Voltar", "Voltar", "Voltar", "Adicionar: Batata Frita", "Continuar", "Não, obrigado", "Não, obrigado"
        )
        before = len(self.stub.bodies("POST /orders"))
        self.press("Pagar")
        expect(self.page.locator(".qr")).to_be_visible()
        body = self.stub.bodies("POST /orders")[before]
        assert "receipt_cpf" not in body
        assert "customer_ref" not in body
        assert [line["product_id"] for line in body["lines"]] == ["batata-frita"]
