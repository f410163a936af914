"""The counter's page."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from bytemeburger.payments import qr
from tests.e2e.counter import Counter
from tests.e2e.discounts import discounted, priced
from tests.e2e.stub import Stub, menu
from tests.screenshots.kiosk import PIX

SIZES = [(1920, 1080), (1366, 768)]
README = "order"


def states(page: Page, stub: Stub) -> Iterator[str]:
    counter = Counter(page, stub)
    counter.qr_svg = qr.svg(PIX)
    stub.person["cognito:groups"] = ["manager"]
    for at in range(9):
        counter.order(f"K7X2J{'234579FJK'[at]}")
    counter.paid("W78JYF", "cash", **discounted(4990, 499))
    stub.answers |= {
        "GET /menu": (200, menu() | {"discounts": True, "coupons": True}),
        "POST /staff/cart/discounts": priced(9220, 922, ("not-identified", None)),
    }
    counter.open()
    yield "orders"
    counter.rows.first.click()
    expect(counter.title).to_be_focused()
    yield "order"
    counter.press("F4")
    yield "cash"
    _leave(counter)
    counter.press("F6")
    expect(page.locator("img.qr")).to_be_visible()
    yield "qr"
    counter.lapse("K7X2J2")
    page.clock.fast_forward(2_100)
    expect(counter.button("Gerar outro código")).to_be_visible()
    yield "qr-ended"
    _leave(counter)
    counter.rows.last.click()
    expect(page.locator(".taken-off")).to_be_visible()
    yield "discounts"
    counter.press("F3")
    expect(page.locator("#products > li").first).to_be_visible()
    for product in ("2 x-b", "cola", "combo byte"):
        page.keyboard.type(product)
        counter.press("Enter")
    page.keyboard.type("ba")
    yield "new-order"
    counter.chosen.last.click()
    yield "line"
    counter.press("Escape")
    page.get_by_label("Cupom").fill("SEMANA")
    counter.press("Enter")
    expect(page.locator(".discounts .given")).to_be_visible()
    yield "coupon"


def _leave(counter: Counter) -> None:
    counter.press("Escape")
    expect(counter.page.locator("#act form")).to_have_count(0)
