"""The kiosk, from the first touch to the number."""

import re
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from bytemeburger.payments import qr
from tests.e2e.discounts import REFUSED, changed_total, priced
from tests.e2e.kiosk import Kiosk
from tests.e2e.stub import Stub

SIZES = [(1080, 1920), (1366, 768), (390, 844)]
README = "menu"
PIX = "00020126580014br.gov.bcb.pix0136123e4567-e89b-12d3-a456-426614174000520400005303986540548.305802BR6304C2E0"


def states(page: Page, stub: Stub) -> Iterator[str]:
    kiosk = Kiosk(page, stub)
    code = {"amount": 7580, "qr_svg": qr.svg(PIX), "expires_in": 900}
    discounted = priced(7980, 798, ("minimum-not-reached", 830), ("not-now", None))
    stub.answers |= {
        "POST /cart/discounts": discounted,
        "POST /orders": changed_total(7580),
        "POST /orders/A/checkout": (200, code),
        "GET /orders/A/pix": (200, code | {"reference": "K7X2J4"}),
        "GET /suggestions": (200, {"products": [{"product_id": each} for each in ("pudim", "aneis-de-cebola")]}),
    }
    kiosk.menu |= {"open": False, "hours": [{"days": ["tue"], "opens": "11:00", "closes": "23:00"}]}
    kiosk.offer("byte-classico", "Happy hour", 2590)
    page.goto(f"{stub.pages_url}/kiosk/")
    expect(page.locator(".closed")).to_be_visible()
    yield "closed"
    kiosk.menu |= {"open": True, "discounts": True, "coupons": True}
    kiosk.open()
    yield "start"
    page.locator("#store").focus()
    page.keyboard.press("Enter")
    yield "pin"
    for digit in "4711":
        kiosk.press(digit)
    kiosk.press("Continuar com PIN")
    expect(page.get_by_role("button", name="Salvar e recarregar")).to_be_visible()
    yield "settings"
    page.keyboard.press("Escape")
    kiosk.press("Acessibilidade")
    yield "help"
    page.keyboard.press("Escape")
    kiosk.press("Comer aqui")
    yield "identify"
    kiosk.press("Continuar sem CPF", "Adicionar: Byte Duplo")
    yield "menu"
    kiosk.press("Escolher: Byte Clássico")
    yield "sheet"
    page.get_by_role("button", name=re.compile("Transforme em combo")).click()
    yield "sheet-combo"
    page.get_by_role("button", name="Adicionar ·").click()
    kiosk.press("Sobremesa")
    yield "dessert"
    kiosk.press("Seu pedido")
    expect(page.locator(".suggested")).to_be_visible()
    expect(page.locator(".discounts")).to_be_visible()
    yield "cart"
    page.locator(".discounts").scroll_into_view_if_needed()
    yield "discounts"
    stub.answers["POST /cart/discounts"] = REFUSED
    kiosk.press("Digitar cupom", *"SEMANA", "Usar cupom")
    expect(page.get_by_role("dialog").get_by_role("alert")).not_to_be_empty()
    yield "coupon"
    page.keyboard.press("Escape")
    stub.answers["POST /cart/discounts"] = discounted
    kiosk.press("Informar CPF")
    yield "receipt"
    page.keyboard.press("Escape")
    kiosk.press("Cancelar tudo")
    yield "cancel"
    kiosk.press("Não, voltar ao pedido", "Pagar")
    expect(page.get_by_role("dialog", name="O total mudou")).to_be_visible()
    yield "total-changed"
    stub.answers["POST /orders"] = lambda _: (201, kiosk.order(7580))
    kiosk.press("Pagar R$\xa075,80")
    expect(page.locator(".qr")).to_be_visible()
    yield "pay"
    page.keyboard.press("Shift")  # somebody is there, however long the last state was looked at
    kiosk.wait(90)
    yield "still-paying"
    kiosk.press("Continuar pagando", "Pagar no balcão")
    yield "counter"
    kiosk.press("Voltar ao QR Code")
    stub.answers["GET /orders/A/payment"] = (200, kiosk.paid() | {"payment": {"status": "LAPSED", "amount": 7580}})
    stub.expect_no_open_request()
    kiosk.wait(31)
    kiosk.title("O código venceu")
    yield "expired"
    stub.answers["POST /orders/A/checkout"] = (503, {})
    kiosk.press("Novo código")
    expect(page.get_by_role("img", name="QR Code do Pix")).to_be_visible()
    yield "static-pix"
    stub.answers |= {"POST /orders/A/checkout": (200, code), "GET /orders/A/payment": lambda _: (200, kiosk.paid())}
    kiosk.payment = "PAID"
    kiosk.promise = {"p50": "2026-11-24T15:33:01.000Z", "p90": "2026-11-24T15:39:00.000Z"}
    kiosk.wait(5)
    expect(page.get_by_role("img", name="QR Code do pagamento")).to_be_visible()
    kiosk.wait(31)
    kiosk.title("Pagamento recebido!")
    yield "done"
