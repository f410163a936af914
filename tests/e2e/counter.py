"""The counter's page as a test drives it, and the store's orders behind it."""

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Request, expect

from tests.e2e.order_lines import COMBO
from tests.e2e.stub import OWN_ID, Answer, Stub, menu

STEP = {"at": "2026-11-24T15:00:00.000Z", "by": "customer", "reason": None}
LATE = {"amount": 4990, "reason": "paid-too-late", "by": OWN_ID, "at": STEP["at"], "attempt": 1}

QR = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>'


class Counter:
    """The screen, and the store's orders behind it, which change with its requests."""

    def __init__(self, page: Page, stub: Stub):
        self.page, self.stub = page, stub
        self.orders: dict[str, dict[str, Any]] = {}
        self.cashier_id = OWN_ID
        self.qr_svg = QR
        self.placed: dict[str, str] = {}
        stub.answers |= {
            "GET /store": (200, {"store": "centro", "name": "ByteMeBurger Centro", "time_zone": "America/Sao_Paulo"}),
            "GET /menu": (200, menu()),
            "GET /staff/orders": self._list,
            "POST /staff/orders": self.place,
            "POST /staff/orders/*/checkout": self.checkout,
            "GET /staff/orders/*": lambda request: (200, self.orders[urlsplit(request.url).path.split("/")[-1]]),
            "POST /staff/orders/*/payment": self.pay,
            "POST /staff/orders/*/cancel": self._cancel,
            "POST /staff/orders/*/refund": self._refund,
            "POST /staff/orders/*/late-payment/accept": self._accept,
            "POST /staff/orders/*/late-payment/return": self._return,
            "GET /staff/orders/*/receipt": self._receipt,
        }

    def order(self, reference: str, status: str = "AWAITING_PAYMENT", **more: Any) -> dict[str, Any]:
        order: dict[str, Any] = {
            "order_id": f"o{reference}",
            "reference": reference,
            "number": None,
            "status": status,
            "dining": "take_away",
            "units": 2,
            "total": 4990,
            "created_at": STEP["at"],
            "paid_at": None,
            "waiting_seconds": 300,
            "business_day": "2026-11-24",
            "lines": [COMBO],
            "subtotal": 4990,
            "discounts": [],
            "due_at": "2026-11-24T15:15:00.000Z",
            "pix_txid": f"{reference}29A41315E014EB9F63E",
            "timeline": [STEP | {"status": "AWAITING_PAYMENT"}],
            "staff_notes": [],
            "payment": None,
            "refunds": [],
            "payment_exceptions": [],
            "version": 3,
        }
        self.orders[order["order_id"]] = order | more
        return self.orders[order["order_id"]]

    def paid(self, reference: str, provider: str = "mercadopago", **more: Any) -> dict[str, Any]:
        payment = {"provider": provider, "provider_order_id": "ORD1", "amount": 4990, "status": "PAID", "attempt": 1}
        return self.order(
            reference, **{"status": "RECEIVED", "number": 7, "payment": payment, "paid_at": STEP["at"], **more}
        )

    def late(self, reference: str, status: str = "UNDECIDED") -> dict[str, Any]:
        """Money that came when the order waited for it no more."""
        return LATE | {"provider_order_id": f"counter-late-o{reference}", "status": status}

    def _list(self, request: Request) -> Answer:
        query = dict(re.findall(r"[?&](\w+)=([^&]+)", request.url))
        wanted = {name: query[name] for name in ("status", "number", "reference", "pix_txid") if name in query}
        found = [
            each for each in self.orders.values() if all(str(each[name]) == value for name, value in wanted.items())
        ]
        start, limit = int(query.get("cursor", 0)), int(query["limit"])
        end = start + limit
        return 200, {"orders": found[start:end], "cursor": str(end) if end < len(found) else None}

    def _change(self, request: Request, **news: Any) -> Answer:
        order = self.orders[request.url.split("/orders/")[1].split("/")[0]]
        tag = request.headers.get("if-match")
        if tag not in (None, f'"{order["version"]}"'):
            return 412, {"type": "urn:bytemeburger:problem:order-changed"}
        order |= news | {"version": order["version"] + 1}
        return 200, order

    def checkout(self, request: Request) -> Answer:
        """The code that is out, or else a new one."""
        order = self.orders[request.url.split("/")[-2]]
        payment = order["payment"] or {"attempt": 0, "status": "LAPSED"}
        if payment["status"] == "LAPSED":
            payment = {"provider": "mercadopago", "provider_order_id": "ORD1", "amount": 4990, "status": "PENDING"} | {
                "attempt": payment["attempt"] + 1
            }
            self._change(request, payment=payment)
        return 200, {"qr_data": f"00020{payment['attempt']}", "qr_svg": self.qr_svg, "amount": 4990, "expires_in": 900}

    def lapse(self, reference: str) -> None:
        """The code that is out has ended without a payment."""
        order = self.orders[f"o{reference}"]
        order |= {"payment": order["payment"] | {"status": "LAPSED"}, "version": order["version"] + 1}

    def pay(self, request: Request) -> Answer:
        method = (request.post_data_json or {})["method"]
        order = self.orders[request.url.split("/")[-2]]
        if order["status"] != "AWAITING_PAYMENT":
            return self._change(request, refunds=[self.late(order["reference"])])
        payment = {"provider": method, "provider_order_id": "counter", "amount": 4990, "status": "PAID", "attempt": 1}
        timeline = [*order["timeline"], STEP | {"status": "RECEIVED", "by": self.cashier_id}]
        return self._change(
            request, status="RECEIVED", number=7, payment=payment, paid_at=STEP["at"], timeline=timeline
        )

    def place(self, request: Request) -> Answer:
        """The same order for the same key."""
        key = request.headers["idempotency-key"]
        if key not in self.placed:
            reference = f"K7X2{'JKMRTWXY'[len(self.placed)]}F"
            lines = (request.post_data_json or {})["lines"]
            self.placed[key] = self.order(reference, units=sum(line["quantity"] for line in lines))["order_id"]
        return 201, self.orders[self.placed[key]]

    def _cancel(self, request: Request) -> Answer:
        return self._change(request, status="CANCELLED")

    def _refund(self, request: Request) -> Answer:
        refund = LATE | {"provider_order_id": "ORD1", "status": "DONE", "reason": "poor-quality"}
        return self._change(request, refunds=[refund])

    def _accept(self, request: Request) -> Answer:
        return self._change(request, status="RECEIVED", number=8, refunds=[])

    def _return(self, request: Request) -> Answer:
        order = self.orders[request.url.split("/")[-3]]
        return self._change(request, refunds=[self.late(order["reference"], "DONE")])

    def _receipt(self, request: Request) -> Answer:
        order = self.orders[request.url.split("/")[-2]]
        names = ("order_id", "reference", "number", "paid_at", "lines", "subtotal", "discounts", "total")
        paper = {name: order[name] for name in names}
        return 200, paper | {"paid_with": "cash", "cpf": "52998224725"}

    def open(self) -> None:
        self.stub.open_signed_in("counter")
        expect(self.page.get_by_role("heading", name="Balcão")).to_be_visible()
        expect(self.rows.or_(self.page.locator("#none")).first).to_be_visible()

    def look_at(self, reference: str) -> None:
        """Open the page, and the order in it."""
        self.open()
        self.rows.filter(has_text=reference).click()
        expect(self.title).to_be_focused()

    def begin(self) -> None:
        """Open the page, and a new order."""
        self.open()
        self.press("F3")
        expect(self.page.locator("#products > li").first).to_be_visible()
        expect(self.page.locator("#product")).to_be_focused()

    @property
    def chosen(self) -> Locator:
        return self.page.locator("#chosen .line")

    @property
    def rows(self) -> Locator:
        return self.page.locator("#orders button")

    @property
    def title(self) -> Locator:
        return self.page.locator("#order-title")

    @property
    def shown(self) -> Locator:
        return self.page.locator("#order")

    @property
    def form(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def notice(self) -> Locator:
        return self.page.locator("#notice")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=re.compile(rf"^{re.escape(name)}( (F\d+|Esc|Enter))?$"))
