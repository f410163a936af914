"""The pick-up board's page with the API that it asks."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.stub import Answer, Stub


class Board:
    """The screen, and the numbers behind it."""

    def __init__(self, page: Page, stub: Stub):
        self.page, self.stub = page, stub
        self.preparing: list[int] = []
        self.ready: list[int] = []
        self.sequence = 0
        stub.answers["GET /board"] = lambda _: self.snapshot()

    def snapshot(self) -> Answer:
        return 200, {"sequence": self.sequence, "orders": self.orders()}

    def orders(self) -> list[dict[str, Any]]:
        statuses = [*((each, "IN_PREPARATION") for each in self.preparing), *((each, "READY") for each in self.ready)]
        return [
            {"business_day": "2026-11-24", "number": number, "status": status, "version": 4}
            for number, status in statuses
        ]

    def open(self) -> None:
        self.page.goto(f"{self.stub.pages_url}/board/?store=centro")
        expect(self.page.get_by_role("heading", name="Pronto para retirar")).to_be_visible()

    def visible(self, name: str) -> set[int]:
        """The numbers of a list that can be read completely on the screen now."""
        # Found and measured in one go: between a locator's two steps the page may turn.
        read: list[str] = self.page.evaluate(
            """(name) => [...document.querySelectorAll(`#${name} li`)].filter((item) => {
                 const own = item.getBoundingClientRect(), list = item.parentElement.getBoundingClientRect();
                 const text = document.createRange();
                 text.selectNodeContents(item);
                 const { right } = text.getBoundingClientRect();
                 return own.bottom <= Math.min(list.bottom, innerHeight) + 1 && right <= Math.min(list.right, own.right, innerWidth) + 1;
               }).map((item) => item.textContent)""",
            name,
        )
        return set(map(int, read))

    @property
    def notice(self) -> Any:
        return self.page.get_by_role("status")
