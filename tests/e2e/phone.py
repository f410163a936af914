"""A customer's phone as a test holds it, and the order behind it."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

from tests.e2e.order_lines import COMBO
from tests.e2e.stub import Answer, Stub, menu

ORDER_ID, READING_KEY = "X21AlzX_bHASiPrUJvrU_Q", "reading-key-0123456789"
PAID_STATUSES = ("RECEIVED", "IN_PREPARATION", "READY", "COMPLETED")
SIZES = [(390, 844), (320, 568)]
MAX_BYTES = 100 * 1024


class Phone:
    """The page of one order, which is as `order` and `code` say."""

    def __init__(self, page: Page, stub: Stub):
        self.page, self.stub = page, stub
        self.menu = menu()
        self.code: dict[str, Any] | None = None
        self.payment: dict[str, Any] | None = None
        self.is_checked = True
        self.order: dict[str, Any] = {
            "order_id": ORDER_ID,
            "reference": "K7X2J9",
            "store": "centro",
            "status": "AWAITING_PAYMENT",
            "number": None,
            "dining": "eat_in",
            "lines": [COMBO],
            "subtotal": 4990,
            "discounts": [],
            "total": 4990,
            "currency": "BRL",
            "created_at": self.ago(2),
            "due_at": self.ago(-13),
            "paid_at": None,
            "timeline": [{"status": "AWAITING_PAYMENT", "at": self.ago(2)}],
            "payment": None,
            "refunds": [],
            "version": 1,
        }
        of_order = f"/orders/{ORDER_ID}"
        stub.answers |= {
            "POST /identify": (200, {"id_token": "guest", "expires_in": 3600, "customer_ref": None}),
            "GET /menu": lambda _: (200, self.menu),
            f"GET {of_order}": self.read,
            f"GET {of_order}/payment": lambda _: (200, self.look()),
            f"GET {of_order}/pix": (409, {"type": "urn:bytemeburger:problem:pix-unavailable"}),
            f"POST {of_order}/live-ticket": (200, {"ticket": "ticket", "expires_in": 60}),
            f"POST {of_order}/checkout": lambda _: self.check_out(),
            f"POST {of_order}/cancel": lambda _: self.cancel(),
        }

    def ago(self, minutes: float) -> str:
        return (self.stub.now() - timedelta(minutes=minutes)).isoformat(timespec="milliseconds")

    def read(self, request: Request) -> Answer:
        known = request.headers.get("order-key") in (READING_KEY, None)
        return (200, self.order) if known else (404, {"type": "urn:bytemeburger:problem:order-not-found"})

    def look(self) -> dict[str, Any]:
        return {"payment": self.payment, "refunds": [], "checked": self.is_checked, "code": self.code}

    def check_out(self) -> Answer:
        self.offer()
        return 200, {"qr_data": self.code and self.code["qr_data"]}

    def cancel(self) -> Answer:
        self.become("CANCELLED")
        return 200, self.order

    def offer(self, seconds: int = 900) -> None:
        """A code is out."""
        self.payment = {"status": "PENDING", "amount": 4990}
        self.code = {"qr_data": "00020126580014br.gov.bcb.pix", "expires_at": self.ago(-15), "expires_in": seconds}

    def become(self, status: str, minutes_ago: float = 0) -> dict[str, Any]:
        """The order goes on; the frame that tells of it."""
        version, at = self.order["version"] + 1, self.ago(minutes_ago)
        self.order = self.order | {
            "status": status,
            "version": version,
            "timeline": [*self.order["timeline"], {"status": status, "at": at}],
        }
        if status in PAID_STATUSES:
            self.code = None
            self.order |= {"number": 17, "paid_at": self.order["paid_at"] or at}
        return {"sequence": version, "version": version, "status": status, "number": 17, "at": at}

    def pay(self, minutes_ago: float = 0) -> dict[str, Any]:
        self.payment = {"status": "PAID", "amount": 4990}
        return self.become("RECEIVED", minutes_ago)

    def open(self, link: str = f"#{ORDER_ID}.{READING_KEY}") -> None:
        self.page.goto(f"{self.stub.pages_url}/order/{link}")

    def wait(self, seconds: int) -> None:
        self.page.clock.fast_forward(seconds * 1_000)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def expect_state(self, text: str) -> None:
        expect(self.page.locator("#state")).to_have_text(text)

    @property
    def notice(self) -> Locator:
        return self.page.locator(".banner[role=status]")
