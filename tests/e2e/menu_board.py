"""The menu board's page with the API that it asks."""

from typing import Any

from playwright.sync_api import Page, Request, expect

from tests.e2e.stub import LETTERS, Answer, Stub, menu


class MenuBoard:
    """The screen, and the menu behind it."""

    def __init__(self, page: Page, stub: Stub):
        self.page, self.stub, self.menu = page, stub, menu()
        stub.answers["GET /menu"] = self.answer

    def answer(self, _: Request) -> Answer:
        return 200, self.menu

    def product(self, product_id: str) -> dict[str, Any]:
        found: dict[str, Any] = next(each for each in self.menu["products"] if each["product_id"] == product_id)
        return found

    def offer(self, product_id: str, name: str, price: int) -> None:
        """What a campaign makes of a price."""
        self.product(product_id)["offer"] = {"name": {"pt-BR": name, "en": name}, "price": price}

    def many(self, count: int) -> None:
        """So many products on the menu."""
        known = [each for each in self.menu["products"] if each["category"] != "combo"]
        copies = [known[at % len(known)] | {"product_id": f"p{at}"} for at in range(count)]
        self.menu["products"] = [each | {"name": {"pt-BR": f"Item {at}", "en": ""}} for at, each in enumerate(copies)]

    def open(self) -> None:
        self.page.goto(f"{self.stub.pages_url}/menu-board/?store=centro")
        expect(self.page.locator("#menu li").first).to_be_attached()
        self.page.evaluate(LETTERS)

    def row(self, product_id: str) -> Any:
        return self.page.locator("#menu li").filter(
            has=self.page.get_by_role("heading", name=self.product(product_id)["name"]["pt-BR"], exact=True)
        )

    def visible(self) -> set[str]:
        """The names that can be read completely on the screen now."""
        read: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll("#menu li")].filter((item) => {
                 const own = item.getBoundingClientRect();
                 return own.left >= -1 && own.top >= 0 && own.right <= innerWidth + 1 && own.bottom <= innerHeight + 1;
               }).map((item) => item.querySelector("h3").textContent.trim())"""
        )
        return set(read)

    def places(self) -> list[list[int]]:
        """Where each item stands in the columns that run over all pages."""
        read: list[list[int]] = self.page.evaluate(
            "() => [...document.querySelectorAll('#menu li')].map((item) => [item.offsetLeft, item.offsetTop])"
        )
        return read

    def wait(self, seconds: int) -> None:
        self.page.clock.fast_forward(seconds * 1_000)

    @property
    def notice(self) -> Any:
        return self.page.locator("footer .banner")
