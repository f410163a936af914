"""The manager's page as a test drives it, and the store behind it."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

from tests.e2e.counter import Counter
from tests.e2e.stub import OWN_ID, STORAGE, Answer, Stub

NOW = "2026-11-24T15:00:00.000Z"
MENU = json.loads((Path(__file__).parents[2] / "local" / "menu.json").read_text())
COLLEAGUE = "99999999-1a44-4c0e-8a8e-31d6a3f6b702"
STORE = {
    "store": "centro",
    "name": "ByteMeBurger Centro",
    "time_zone": "America/Sao_Paulo",
    "accepts_orders": True,
    "hours": [{"days": ["mon", "tue"], "opens": "11:00", "closes": "22:00"}],
    "pix": None,
    "alert_email": None,
    "wait_limits": {"warning_minutes": 8, "late_minutes": 15},
    "kitchen_places": None,
    "throttle": None,
    "mail_hours": None,
    "version": 4,
}
DAY: dict[str, Any] = {
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
    "promises": None,
    "promises_by_hour": [],
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
    """The screen, and the store, which changes with its requests."""

    def __init__(self, page: Page, stub: Stub):
        self.page, self.stub = page, stub
        self.counter = Counter(page, stub)
        stub.person["cognito:groups"] = ["manager"]
        self.store: dict[str, Any] = dict(STORE)
        self.day: dict[str, Any] = dict(DAY)
        stub.answers |= {
            "GET /store": lambda _: (200, self.store),
            "PUT /store/orders": self._switch,
            "PUT /store": self._save_store,
            "GET /reports/day": lambda _: (200, self.day),
            "GET /products": lambda _: (200, {"products": list(self.products.values())}),
            "PUT /products/*": self._save_product,
            "DELETE /products/*": self._remove_product,
            "PUT /products/*/availability": lambda request: self._change(request, **(request.post_data_json or {})),
            "PUT /products/*/stock": self._count,
            "POST /products/*/image": self._take_picture,
            "GET /staff/people": lambda _: (200, {"people": self.people, "cursor": None}),
            "POST /staff/people": self._invite,
            "DELETE /staff/people/*": self._remove_person,
            "GET /audit": self._trail,
            "GET /reports/sales": self._sales,
            "GET /reports/reconciliation": self._reconcile,
            "GET /staff/customers": lambda _: (200, {"customers": self.customers, "cursor": None}),
            "POST /staff/customers/*/contact": (200, {"name": "Ana Souza", "email": "ana@example.com"}),
        }
        self.products: dict[str, Any] = {}
        for each in MENU:
            saved = {"image": None, "option_groups": [], "slots": [], "hours": [], "available": True} | each
            self.products[each["product_id"]] = saved | {
                "image_url": None,
                "removed": False,
                "stock": None,
                "version": 1,
            }
        self.people: list[dict[str, Any]] = [self.person(OWN_ID, "ana@example.com", "manager", name="Ana")]
        self.entries: list[dict[str, Any]] = []
        self.rows: list[dict[str, Any]] = []
        self.findings: list[dict[str, Any]] = []
        self.customers: list[dict[str, Any]] = [
            {
                "customer_id": "c1",
                "name": "A** S****",
                "email": "a**@e******.com",
                "language": "pt-BR",
                "consents": {"marketing": True, "loyalty": False},
                "registered_at": NOW,
                "last_order_at": NOW,
            }
        ]

    def _switch(self, request: Request) -> Answer:
        self.store |= request.post_data_json or {}
        self.store["version"] += 1
        return 200, {"store": "centro", "accepts_orders": self.store["accepts_orders"]}

    def person(self, person_id: str, email: str, *groups: str, name: str | None = None) -> dict[str, Any]:
        person = {"person_id": person_id, "email": email, "name": name, "groups": list(groups)}
        return person | {"status": "ACTIVE" if name else "INVITED", "since": NOW}

    def _save_store(self, request: Request) -> Answer:
        if request.headers["if-match"] != f'"{self.store["version"]}"':
            return 412, {"type": "urn:bytemeburger:problem:store-changed"}
        self.store |= request.post_data_json or {}
        self.store["version"] += 1
        return 200, self.store

    def _product(self, request: Request) -> dict[str, Any]:
        return dict(self.products[request.url.split("/products/")[1].split("/")[0]])

    def _change(self, request: Request, **news: Any) -> Answer:
        product = self._product(request)
        product |= news | {"version": product["version"] + 1}
        self.products[product["product_id"]] = product
        return 200, product

    def _save_product(self, request: Request) -> Answer:
        product_id, body = request.url.rsplit("/", 1)[1], request.post_data_json or {}
        if product_id not in self.products:
            product = {"product_id": product_id, "image_url": None, "removed": False, "stock": None, "version": 0}
            self.products[product_id] = product
        elif request.headers.get("if-match") != f'"{self.products[product_id]["version"]}"':
            return 412, {"type": "urn:bytemeburger:problem:product-changed"}
        return self._change(request, **body)

    def _remove_product(self, request: Request) -> Answer:
        self._change(request, removed=True)
        return 204, None

    def _count(self, request: Request) -> Answer:
        body = request.post_data_json or {}
        return self._change(request, stock=None if body["units"] is None else body)

    def _take_picture(self, request: Request) -> Answer:
        product_id = self._product(request)["product_id"]
        image = f"products/{product_id}/new.webp"
        return 201, {"image": image, "url": f"{STORAGE}/upload", "fields": {"key": image}}

    def _invite(self, request: Request) -> Answer:
        body = request.post_data_json or {}
        person = self.person(COLLEAGUE, body["email"], body["group"])
        self.people.append(person)
        return 201, person

    def _remove_person(self, request: Request) -> Answer:
        self.people = [each for each in self.people if each["person_id"] != request.url.rsplit("/", 1)[1]]
        return 204, None

    def entry(self, about: str, subject: str | None, by: str = OWN_ID, **changes: tuple[Any, Any]) -> None:
        listed = [
            {"path": f"/{name.replace('__', '/')}", "old": old, "new": new} for name, (old, new) in changes.items()
        ]
        entry = {"entry_id": f"e{len(self.entries)}", "at": NOW, "by": by, "about": about, "subject": subject}
        self.entries.insert(0, entry | {"changes": listed, "left_out": 0})

    def _trail(self, request: Request) -> Answer:
        query = dict(re.findall(r"[?&](\w+)=([^&]+)", request.url))
        found = [each for each in self.entries if query.get("about") in (None, each["about"])]
        start = int(query.get("cursor", 0))
        following = str(start + 20) if start + 20 < len(found) else None
        return 200, {"entries": found[start : start + 20], "cursor": following}

    def _sales(self, request: Request) -> Answer:
        query = dict(re.findall(r"[?&](\w+)=([^&]+)", request.url))
        rows = [each for each in self.rows if query["by"] in each]
        total = {name: sum(each[name] for each in rows) for name in ("orders", "units", "sold", "refunded", "net")}
        return 200, {**query, "currency": "BRL", "rows": rows, "total": total}

    def sold(self, by: str, name: str, net: int, refunded: int = 0, **more: Any) -> None:
        figures = {"orders": 3, "units": 5, "sold": net + refunded, "refunded": refunded, "net": net}
        self.rows.append({by: name, **figures, **more})

    def _reconcile(self, request: Request) -> Answer:
        query = dict(re.findall(r"[?&](\w+)=([^&]+)", request.url))
        page = {"day": query["day"], "orders": 20, "paid": 99_800, "refunded": 0, "charged_back": 0, "net": 99_800}
        is_last = "cursor" in query
        return 200, page | {"exceptions": self.findings if is_last else [], "cursor": None if is_last else "next"}

    def need(self, reference: str, need: str, amount: int = 4990) -> dict[str, Any]:
        order = {"order_id": f"o{reference}", "reference": reference, "number": None, "business_day": "2026-11-24"}
        needed = order | {"need": need, "amount": amount, "since": NOW}
        self.day |= {"attention": [*self.day["attention"], needed]}
        self.day["attention_orders"] += 1
        return needed

    def open(self, view: str = "") -> None:
        self.stub.open_signed_in("manager", view)
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
