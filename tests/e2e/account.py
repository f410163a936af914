"""A customer's account as a test holds it, and the API behind it."""

from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

from tests.e2e.phone import ORDER_ID, Phone
from tests.e2e.stub import Answer, Stub

CONSENT = {"granted": True, "text_version": "2026-11", "channel": "web", "at": "2026-11-24T12:00:00.000Z"}


class Account:
    """The page, with one customer who is Ana."""

    def __init__(self, page: Page, stub: Stub):
        self.page, self.stub = page, stub
        self.phone = Phone(page, stub)
        self.count = 1
        self.profile: dict[str, Any] = {
            "name": "Ana Souza",
            "email": "ana@example.com",
            "language": "pt-BR",
            "consents": {"marketing": CONSENT, "loyalty": None},
            "registered_at": "2026-11-24T12:00:00.000Z",
            "last_order_at": None,
            "version": 4,
        }
        stub.answers |= {
            "POST /customers": (202, {"registration": "mailbox.0123", "expires_in": 1800}),
            "POST /customers/confirm": self.confirm,
            "GET /me": lambda _: (200, self.profile),
            "PUT /me": self.save,
            "DELETE /me": (200, self.erasure()),
            "GET /me/orders": self.list,
            f"GET /me/orders/{ORDER_ID}/repeat": lambda _: (200, self.repeated()),
            "GET /me/export": lambda request: (200, self.export(request)),
            "POST /orders": lambda _: (201, self.phone.order | {"order_key": "key", "reading_key": "reading"}),
        }

    def confirm(self, request: Request) -> Answer:
        if (request.post_data_json or {})["code"] == "04711815":
            return 201, self.profile
        return 422, {"type": "urn:bytemeburger:problem:code-not-accepted", "detail": "O código não confere."}

    def save(self, request: Request) -> Answer:
        body = request.post_data_json or {}
        self.profile = self.profile | {"name": body["name"], "language": body["language"]}
        return 200, self.profile

    def list(self, request: Request) -> Answer:
        start = int(request.url.partition("cursor=")[2] or 0)
        rows = [self.row(at) for at in range(start, min(start + 20, self.count))]
        return 200, {"orders": rows, "cursor": str(start + 20) if start + 20 < self.count else None}

    def row(self, at: int) -> dict[str, Any]:
        return {
            "order_id": ORDER_ID if at == 0 else f"order-{at}",
            "reference": "K7X2J9",
            "store": "centro",
            "number": 17 + at,
            "status": "COMPLETED",
            "dining": "eat_in",
            "units": 2,
            "total": 4990,
            "products": [{"pt-BR": "Combo Byte", "en": "Byte combo"}],
            "created_at": "2026-11-24T15:00:00.000Z",
            "paid_at": "2026-11-24T15:01:00.000Z",
        }

    def repeated(self) -> dict[str, Any]:
        line = {"product_id": "combo-byte", "options": [], "choices": {}, "quantity": 2, "note": None}
        name = {"pt-BR": "Combo Byte", "en": "Byte combo"}
        offered = {"line": line, "name": name, "quantity": 2, "unit_price": 2495, "unit_price_then": 2295}
        unavailable = {
            "product_id": "pudim",
            "name": {"pt-BR": "Pudim", "en": "Pudding"},
            "code": "product-unavailable",
        }
        return {"store": "centro", "lines": [offered], "total": 4990, "currency": "BRL", "unavailable": [unavailable]}

    def export(self, request: Request) -> dict[str, Any]:
        is_first = "cursor=" not in request.url
        return {
            "profile": self.profile,
            "orders": [self.row(0 if is_first else 1)],
            "cursor": "1" if is_first else None,
        }

    @staticmethod
    def erasure() -> dict[str, Any]:
        retained = [{"what": "audit", "law": "Lei 13.709/2018, art. 37", "until": "2031-11-25T15:56:15.027Z"}]
        return {
            "receipt": "80719116934d4a6d",
            "done": True,
            "orders_until": "2026-11-26T15:56:14.974Z",
            "kept": retained,
        }

    def open(self) -> None:
        self.page.goto(f"{self.stub.pages_url}/account/")

    def sign_in(self) -> None:
        self.open()
        self.button("Entrar").click()
        self.title("Meus pedidos")

    def follow(self) -> None:
        """Sign in, and open the order, which is to be paid."""
        self.sign_in()
        self.button("Acompanhar o pedido 17").click()
        self.phone.expect_state("Falta pagar")

    def title(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def notice(self) -> Locator:
        return self.page.locator(".banner[role=alert]").first
