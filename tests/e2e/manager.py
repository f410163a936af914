"""The manager's page as a test drives it, and the store behind it."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

from tests.e2e.counter import COMBO, Counter
from tests.e2e.stub import Answer, Stub

NOW = "2026-11-24T15:00:00.000Z"
COLLEAGUE = "99999999-1a44-4c0e-8a8e-31d6a3f6b702"
STORE = {
    "store": "centro",
    "name": "ByteMeBurger Centro",
    "time_zone": "America/Sao_Paulo",
    "accepts_orders": True,
    "hours": [{"days": ["mon", "tue"], "opens": "11:00", "closes": "22:00"}],
    "pix": None,
    "alert_email": None,
    "version": 4,
}
DAY = {
    "day": "2026-11-24",
    "at": NOW,
    "orders": {
        "AWAITING_PAYMENT": 2,
        "RECEIVED": 3,
        "IN_PREPARATION": 4,
        "READY": 1,
        "COMPLETED": 56,
        "EXPIRED": 5,
        "CANCELLED": 1,
    },
    "waits": {"orders": 57, "average_seconds": 431, "p90_seconds": 892},
    "sold": 412_350,
    "refunded": 4_990,
    "net": 407_360,
    "late_after_seconds": 900,
    "late_orders": 0,
    "late": [],
    "attention_orders": 0,
    "attention": [],
}


class Manager:
    """The screen, and the store, which changes as it is asked to."""

    def __init__(self, page: Page, stub: Stub):
        self.page, self.stub = page, stub
        self.counter = Counter(page, stub)
        stub.person["cognito:groups"] = ["manager"]
        self.store: dict[str, Any] = dict(STORE)
        self.day: dict[str, Any] = dict(DAY)
        stub.answers |= {
            "GET /store": lambda _: (200, self.store),
            "PUT /store/orders": self._switch,
            "GET /reports/day": lambda _: (200, self.day),
        }

    def _switch(self, request: Request) -> Answer:
        self.store |= request.post_data_json or {}
        self.store["version"] += 1
        return 200, {"store": "centro", "accepts_orders": self.store["accepts_orders"]}

    def need(self, reference: str, need: str, amount: int = 4990) -> dict[str, Any]:
        told = {"order_id": f"o{reference}", "reference": reference, "number": None, "business_day": "2026-11-24"}
        needed = told | {"need": need, "amount": amount, "since": NOW}
        self.day |= {"attention": [*self.day["attention"], needed]}
        self.day["attention_orders"] += 1
        return needed

    def open(self, view: str = "") -> None:
        self.page.goto(f"{self.stub.pages_url}/manager/{f'#{view}' if view else ''}")
        expect(self.title).to_be_visible()

    @property
    def title(self) -> Locator:
        return self.page.locator("#view-title")

    @property
    def notice(self) -> Locator:
        return self.page.locator("#notice")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def wrong(self) -> Locator:
        return self.page.locator('[aria-invalid="true"]')

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name, exact=True)

    def go(self, view: str) -> None:
        self.page.get_by_role("navigation").get_by_role("link", name=view, exact=True).click()
        expect(self.title).to_have_text(view)

    def confirm(self, name: str) -> None:
        """Press the dialog's button once it takes a tap."""
        expect(self.dialog).not_to_have_attribute("data-settling", re.compile(""))
        self.dialog.get_by_role("button", name=name, exact=True).click()


__all__ = ["COLLEAGUE", "COMBO", "DAY", "NOW", "STORE", "Manager"]
