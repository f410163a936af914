"""The kiosk."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.stub import Stub
from tests.e2e.test_kiosk import Kiosk

SIZES = [(1080, 1920)]
README = "menu"


def states(page: Page, stub: Stub) -> Iterator[str]:
    kiosk = Kiosk(page, stub)
    kiosk.open()
    yield "start"
    kiosk.press("Comer aqui")
    yield "identify"
    kiosk.press("Continuar sem CPF")
    yield "menu"
    kiosk.press("Escolher: X-Burger")
    yield "sheet"
    page.get_by_role("button", name="Adicionar ·").click()
    kiosk.press("Continuar", "Pular", "Pular", "Pular")
    yield "cart"
    kiosk.press("Pagar")
    expect(page.locator(".qr")).to_be_visible()
    yield "pay"
    kiosk.payment = "PAID"
    kiosk.wait(5)
    kiosk.title("Pagamento recebido!")
    yield "done"
