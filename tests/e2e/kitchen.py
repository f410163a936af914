"""The kitchen's page as a test drives it, and the store's orders behind it."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

from tests.e2e.order_lines import COMBO
from tests.e2e.stub import LETTERS, Answer, Stub, settle

PICTURE_MS = 50
READ_MS = 350
"""After which the page reads what a frame leaves out."""
KITCHEN_COMBO = {name: value for name, value in COMBO.items() if name != "unit_price"}


class Kitchen:
    """The screen, and the store's orders behind it, which advance with its requests."""

    def __init__(self, page: Page, stub: Stub):
        self.page, self.stub = page, stub
        self.orders: dict[str, dict[str, Any]] = {}
        self.sequence = 0
        stub.answers |= {
            "POST /kitchen/live-ticket": (200, {"ticket": "ticket"}),
            "GET /kitchen/queue": lambda _: (200, {"sequence": self.sequence, "orders": self.queue()}),
            "GET /kitchen/recent": lambda _: (200, {"orders": self.having("COMPLETED")}),
            "POST /kitchen/orders/*/advance": self._advance,
            "POST /kitchen/orders/*/acknowledge": self._acknowledge,
            "PUT /kitchen/orders/*/lines/*": self._tick,
            "GET /staff/orders/*": lambda request: (200, self.orders[request.url.split("/")[-1]]),
            "GET /store": (200, {"wait_limits": {"warning_minutes": 8, "late_minutes": 15}}),
            "GET /products": lambda _: (200, {"products": list(self.products.values())}),
            "PUT /products/*/availability": self._switch,
        }
        self.products: dict[str, dict[str, Any]] = {
            product_id: {
                "product_id": product_id,
                "name": {"pt-BR": name, "en": name},
                "available": True,
                "removed": False,
            }
            for product_id, name in (("byte-classico", "Byte Clássico"), ("batata-frita", "Batata Frita"))
        }

    def order(self, number: int, status: str = "RECEIVED", **more: Any) -> dict[str, Any]:
        order: dict[str, Any] = {
            "order_id": f"o{number}",
            "number": number,
            "status": status,
            "dining": "eat_in",
            "version": 3,
        }
        order |= {"paid_at": f"2026-11-24T11:{number:02}:00.000Z", "lines": [KITCHEN_COMBO], "refunded": False, **more}
        self.orders[order["order_id"]] = order
        return order

    def having(self, *statuses: str) -> list[dict[str, Any]]:
        return [order for order in self.orders.values() if order["status"] in statuses]

    def queue(self) -> list[dict[str, Any]]:
        return self.having("RECEIVED", "IN_PREPARATION", "READY")

    def change(self, order_id: str, **news: Any) -> dict[str, Any]:
        order = self.orders[order_id]
        order |= news | {"version": order["version"] + 1}
        return order

    def frame(self, order_id: str, **news: Any) -> None:
        """Change it, and tell the screens."""
        order = self.change(order_id, **news)
        self.sequence += 1
        known = ("order_id", "number", "status", "version", "refunded", "at")
        frame = {name: order[name] for name in known if name in order}
        self.stub.push(frame | {"sequence": self.sequence, "business_day": "2026-11-24"})

    def _of(self, request: Request) -> str:
        return request.url.split("/")[-2]

    def _advance(self, request: Request) -> Answer:
        return 200, self.change(self._of(request), status=(request.post_data_json or {})["to"])

    def _tick(self, request: Request) -> Answer:
        order_id, _, line = request.url.split("/")[-3:]
        lines = [dict(each) for each in self.orders[order_id]["lines"]]
        lines[int(line)]["done"] = (request.post_data_json or {})["done"]
        return 200, self.change(order_id, lines=lines)

    def _switch(self, request: Request) -> Answer:
        product = self.products[request.url.split("/")[-2]]
        product["available"] = (request.post_data_json or {})["available"]
        return 200, product

    def _acknowledge(self, request: Request) -> Answer:
        return 200, self.change(self._of(request), status="CANCELLED")

    def open(self) -> None:
        self.stub.open_signed_in("kitchen")
        expect(self.page.get_by_role("heading", name="Cozinha")).to_be_visible()

    def card(self, number: int) -> Locator:
        return self.page.locator("#orders > li", has=self.page.get_by_role("heading", name=re.compile(f"^{number} ·")))

    def button(self, number: int, name: str) -> Locator:
        return self.card(number).get_by_role("button", name=name, exact=True)

    def step(self, number: int) -> Locator:
        return self.card(number).locator(".steps button")

    def orders_sent_to(self, step: str) -> list[str]:
        """The orders of which the page asked for this step, in turn."""
        return [request.url.split("/")[-2] for request in self.stub.sent(f"POST /kitchen/orders/*/{step}")]

    @property
    def notice(self) -> Locator:
        return self.page.locator("#notice")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def draw(self, for_ms: int = PICTURE_MS) -> None:
        """What has come is shown with the browser's next picture, also where the clock is held."""
        self.stub.expect_no_open_request()
        self.page.clock.run_for(for_ms)

    def settle_page(self) -> None:
        """Until what has just opened takes a tap."""
        settle(self.page)

    def settle(self) -> None:
        """Until the cards that are there take a tap, and nothing is on its way that would move them."""
        expect(self.page.locator("#orders > li").first).to_be_visible()
        self.stub.until(lambda: bool(self.stub.sockets))
        self.stub.expect_no_open_request()
        self.page.evaluate(LETTERS)
        settle(self.page)
