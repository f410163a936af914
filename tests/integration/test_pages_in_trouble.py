"""Every page on the deployed system while things go wrong around it: the API is down when it loads and in mid-shift, it is
loaded anew, a socket says nothing any more, a code ends unpaid, a finger taps twice, there is no mouse. What each page does then, word by
word, stands in tests/e2e; test_kiosk.py and test_counter.py have the kiosk's and the counter's.
"""

import re
import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

import httpx
import pytest
from playwright.sync_api import Locator, Page, ViewportSize, WebSocketRoute, expect

from local import staff
from local.caller import Caller, approve, expire, pay
from local.system import System
from tests.integration import keyboard
from tests.integration.board import place_of

pytestmark = pytest.mark.full


class Screen(NamedTuple):
    shown: str
    """What is there once the API has answered."""
    notice: str
    """Where it is said that the API is away."""
    group: str | None = None
    """Whose person signs in."""


SCREENS = {
    "kiosk": Screen(".door:enabled", "#connection"),
    "board": Screen("#ready li, #preparing li, #none:not([hidden])", "#connection"),
    "menu-board": Screen("#menu li", "footer .banner"),
    "order": Screen("#state", ".banner[role=status]"),
    "kitchen": Screen("#orders > li, #none:not([hidden])", "#notice", "kitchen"),
    "counter": Screen("#orders > li, #none", "#notice", "counter"),
    "manager": Screen("#day-figures", "#notice", "manager"),
}


@pytest.fixture
def viewport() -> ViewportSize:
    """For whole cards, whatever other tests have left in the kitchen."""
    return {"width": 3840, "height": 2160}


class Order(NamedTuple):
    order_id: str
    key: dict[str, str]
    link: str


@pytest.fixture
def order(kiosk: Caller) -> Order:
    """One that is to be paid."""
    lines = [{"product_id": "guarana", "quantity": 1}]
    order = kiosk("POST", "/orders", 201, headers={"Idempotency-Key": str(uuid.uuid4())}, json={"lines": lines})
    order_id = order["order_id"]
    return Order(order_id, {"Order-Key": order["order_key"]}, f"#{order_id}.{order['reading_key']}")


def sign_in(page: Page, group: str | None) -> None:
    """On Cognito's page, here the emulator's, if that asks."""
    if not group:
        return
    asked = page.get_by_label("Username")
    expect(asked.or_(page.locator(".who")).first).to_be_visible()
    if asked.is_visible():
        asked.fill(group)
        page.get_by_label("Password").fill(staff.PASSWORD)
        page.get_by_role("button").click()


def enter(page: Page, system: System, name: str, behind: str = "") -> Screen:
    page.goto(f"{system.pages_url}/web/{name}/{behind}")
    sign_in(page, SCREENS[name].group)
    return SCREENS[name]


def card(page: Page, number: int) -> Locator:
    return page.locator("#orders > li", has=page.get_by_role("heading", name=re.compile(rf"^{number} ·")))


def paid(kiosk: Caller, simulator: httpx.Client, order: Order) -> int:
    pay(kiosk, simulator, order.order_id, order.key)
    number: int = kiosk("GET", f"/orders/{order.order_id}", headers=order.key)["number"]
    return number


@pytest.mark.parametrize("name", SCREENS)
def test_an_api_that_is_down_is_waited_for_and_a_reload_shows_the_same(
    page: Page, system: System, order: Order, name: str
) -> None:
    page.clock.install()
    page.route(f"{system.pages_url}/api/**", lambda route: route.abort())
    screen = enter(page, system, name, order.link if name == "order" else "")
    shown, notice = page.locator(screen.shown).first, page.locator(screen.notice)
    expect(notice.or_(page.locator("#view .hint")).first).not_to_be_empty()
    expect(shown).to_be_hidden()
    page.unroute(f"{system.pages_url}/api/**")
    page.clock.fast_forward(5_000)
    expect(shown).to_be_visible()

    page.route(f"{system.pages_url}/api/**", lambda route: route.abort())
    page.clock.fast_forward(120_000)
    expect(notice).not_to_be_empty()
    expect(shown).to_be_visible()
    page.unroute(f"{system.pages_url}/api/**")
    page.clock.fast_forward(31_000)
    expect(notice).to_be_empty()

    page.reload()
    sign_in(page, screen.group)
    expect(shown).to_be_visible()


@pytest.mark.parametrize("name", ["kitchen", "board", "order"])
def test_a_socket_that_says_nothing_any_more_is_replaced(
    page: Page,
    system: System,
    kiosk: Caller,
    kitchen: Caller,
    simulator: httpx.Client,
    order: Order,
    name: str,
) -> None:
    sockets: list[WebSocketRoute] = []

    def connect(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        if not sockets:
            server.on_message(lambda _: None)
        sockets.append(socket)

    def connected(count: int) -> None:
        while len(sockets) < count:
            page.wait_for_timeout(50)

    page.clock.install()
    page.route_web_socket("**/_aws/execute-api/**", connect)
    screen = enter(page, system, name, order.link if name == "order" else "")
    expect(page.locator(screen.shown).first).to_be_visible()
    connected(1)
    number = paid(kiosk, simulator, order)
    seen: dict[str, Callable[[str], Locator]] = {
        "kitchen": lambda words: card(page, number).filter(has_text=words),
        "board": lambda _: place_of(number, page),
        "order": lambda words: page.locator("#state").filter(has_text=words),
    }
    page.clock.fast_forward(61_000)  # the net below the frames
    expect(seen[name]("ecebido")).to_be_visible()
    page.clock.fast_forward(11_000)
    page.clock.fast_forward(2_000)
    connected(2)
    expect(page.locator(screen.notice)).to_be_empty()
    for to in ("IN_PREPARATION", "READY"):
        kitchen("POST", f"/kitchen/orders/{order.order_id}/advance", json={"to": to})
    expect(seen[name]("Pronto")).to_be_visible()


def test_a_code_that_has_ended_at_the_counter_is_renewed_and_paid(
    page: Page, system: System, kiosk: Caller, simulator: httpx.Client, order: Order
) -> None:
    def qr_data() -> str:
        """What the code that is out says."""
        data: str = kiosk("POST", f"/orders/{order.order_id}/checkout", headers=order.key)["qr_data"]
        return data

    screen = enter(page, system, "counter")
    expect(page.locator(screen.shown).first).to_be_visible()
    page.locator("#search").fill(kiosk("GET", f"/orders/{order.order_id}", headers=order.key)["reference"])
    page.keyboard.press("Enter")
    expect(page.locator("#order-title")).to_be_focused()
    page.keyboard.press("F6")
    code, dialog = page.locator("img.qr"), page.get_by_role("dialog")
    expect(code).to_be_visible()
    first = qr_data()
    expire(simulator, first)
    expect(dialog).to_contain_text("O código venceu sem pagamento.")
    expect(code).to_have_count(0)
    expect(page.get_by_role("button", name="Gerar outro código")).to_be_focused()
    page.keyboard.press("Enter")
    expect(code).to_be_visible()
    second = qr_data()
    assert second != first
    approve(simulator, second)
    expect(dialog).to_be_hidden()
    expect(page.locator("#notice")).to_have_text("Pago.")
    expect(page.locator("#order .badge.RECEIVED")).to_be_visible()


def test_taps_that_come_twice_do_it_once(
    page: Page, system: System, kiosk: Caller, manager: Caller, simulator: httpx.Client, order: Order
) -> None:
    def saved() -> dict[str, Any]:
        products = manager("GET", "/products")["products"]
        return next(each for each in products if each["product_id"] == "petit-gateau")

    screen = enter(page, system, "counter")
    expect(page.locator(screen.shown).first).to_be_visible()
    reference = kiosk("GET", f"/orders/{order.order_id}", headers=order.key)["reference"]
    page.locator("#search").fill(reference)
    page.keyboard.press("Enter")
    expect(page.locator("#order-title")).to_be_focused()
    page.keyboard.press("F4")
    page.keyboard.type("100")
    page.get_by_role("button", name=re.compile("^Receber")).dblclick()
    expect(page.locator("#received")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    one = manager("GET", f"/staff/orders/{order.order_id}")
    assert [each["status"] for each in one["timeline"]] == ["AWAITING_PAYMENT", "RECEIVED"]
    page.get_by_role("button", name="Sair").click()
    expect(page.get_by_label("Username")).to_be_visible()

    enter(page, system, "kitchen")
    card(page, one["number"]).get_by_role("button", name="Preparar").dblclick()
    expect(card(page, one["number"])).to_contain_text("Em preparo")
    assert manager("GET", f"/staff/orders/{order.order_id}")["status"] == "IN_PREPARATION"
    page.get_by_role("button", name="Sair").click()
    expect(page.get_by_label("Username")).to_be_visible()

    before = saved()
    enter(page, system, "manager", "#menu/petit-gateau")
    page.get_by_label("Preço (R$)").fill("24,90")
    page.get_by_role("button", name="Salvar").dblclick()
    expect(page.get_by_text("Salvo")).to_be_visible()
    assert (saved()["price"], saved()["version"]) == (2490, before["version"] + 1)


def test_the_kitchen_and_the_manager_need_no_mouse(
    page: Page, system: System, kiosk: Caller, manager: Caller, simulator: httpx.Client, order: Order
) -> None:
    number = paid(kiosk, simulator, order)
    enter(page, system, "kitchen")
    key = card(page, number).locator("kbd").first.inner_text()
    for step in ("Pronto", "Entregue"):
        expect(page.locator("[data-settling]")).to_have_count(0)
        page.keyboard.press(key)
        expect(card(page, number).get_by_role("button", name=re.compile(f"^{step}"))).to_be_visible()
    expect(page.locator("[data-settling]")).to_have_count(0)
    page.keyboard.press(key)
    expect(card(page, number)).to_have_count(0)
    page.get_by_role("button", name="Sair").press("Enter")
    expect(page.get_by_label("Username")).to_be_visible()

    enter(page, system, "manager")
    expect(page.locator("#day-figures")).to_be_visible()
    keyboard.enter(page, "Cardápio")
    expect(page.locator("#products")).to_be_visible()
    keyboard.enter(page, "Pudim de Leite")
    expect(page.get_by_label("Preço (R$)")).to_be_visible()
    keyboard.reach(page, "/price")
    page.keyboard.press("Control+A")
    page.keyboard.type("12,34")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Salvo")).to_be_visible()
    products = manager("GET", "/products")["products"]
    assert next(each["price"] for each in products if each["product_id"] == "pudim") == 1234
