"""How often one order's life asks the API, and what asks less because a frame comes, or the answer is known already."""

from playwright.sync_api import Browser, Page, Response, expect

from benchmarks.order_requests import StoreDay, requests_of
from tests.e2e.kiosk import Kiosk
from tests.e2e.phone import ORDER_ID, Phone
from tests.e2e.stub import Stub

MAX_REQUESTS = 16


def test_an_orders_complete_life_takes_few_requests(browser: Browser, pages_url: str) -> None:
    counted = requests_of(browser, pages_url, StoreDay())
    own = counted.own
    assert own["POST /orders"] == own["POST /orders/*/checkout"] == own["POST /orders/*/live-ticket"] == 1
    assert own["POST /kitchen/orders/*/advance"] == 3
    assert counted.total <= MAX_REQUESTS


def test_a_kiosk_that_hears_nothing_looks_at_the_payment_often(page: Page, stub: Stub) -> None:
    stub.is_live = False
    kiosk = Kiosk(page, stub)
    kiosk.open()
    kiosk.press("Comer aqui", "Continuar sem CPF", "Adicionar: X-Burger", "Abrir seu pedido, 1 item", "Pagar")
    expect(page.locator(".qr")).to_be_visible()
    kiosk.stub.expect_answers("POST /orders/A/live-ticket", 1)
    for looks in (1, 2):
        kiosk.wait(5)
        kiosk.stub.expect_answers("GET /orders/A/payment", looks)


def test_an_order_that_is_the_same_is_not_sent_again(page: Page, stub: Stub) -> None:
    phone = Phone(page, stub)
    statuses: list[int] = []

    def note(answer: Response) -> None:
        if answer.url.endswith(ORDER_ID):
            statuses.append(answer.status)

    page.on("response", note)
    phone.pay()
    phone.open()
    phone.expect_state("Pedido recebido")
    stub.expect_answers(f"GET /orders/{ORDER_ID}", 2)  # the second when it listens
    statuses.clear()
    phone.wait(61)
    stub.until(lambda: statuses == [304])
    stub.expect_no_open_request()
    phone.become("READY")
    phone.wait(61)
    phone.expect_state("Pronto para retirar!")
    assert statuses == [304, 200]
