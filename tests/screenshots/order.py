"""The customer's phone, following an order."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.discounts import discounted
from tests.e2e.phone import SIZES as SIZES
from tests.e2e.phone import Phone
from tests.e2e.stub import Stub

README = "preparing"


def states(page: Page, stub: Stub) -> Iterator[str]:
    phone = Phone(page, stub)
    phone.open("")
    yield "no-link"
    phone.offer()
    phone.open()
    expect(phone.button("Copiar código Pix")).to_be_visible()
    yield "payable"
    phone.pay()
    phone.order |= discounted(4990, 499)
    phone.order |= {"promise": {"p50": phone.ago(-4), "p90": phone.ago(-9)}}
    for status, name in (("IN_PREPARATION", "preparing"), ("READY", "ready")):
        phone.become(status)
        phone.open()
        expect(page.locator(f".state.{status}")).to_be_visible()
        yield name
    page.get_by_text("Ver comprovante").click()
    page.locator(".receipt").scroll_into_view_if_needed()
    yield "receipt"
    phone.order |= {"number": None, "paid_at": None}
    phone.become("EXPIRED")
    phone.open()
    expect(page.locator(".state.EXPIRED")).to_be_visible()
    yield "expired"
