"""What each page weighs and how soon it is of use, and what the standard order takes at the kiosk. Against the stub of
tests/e2e, in Chromium slowed down four times.

PYTHONPATH=layers/core .venv/bin/python -m benchmarks.page_loads
"""

import logging
import statistics
import time
import zlib
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Browser, Error, Locator, Page, Response, expect

from benchmarks.staff_pages import SLOWER
from local.distribution import PREFIX
from tests.browser import chromium, page_in
from tests.e2e.account import Account
from tests.e2e.board import Board
from tests.e2e.counter import Counter
from tests.e2e.kiosk import Kiosk
from tests.e2e.kitchen import Kitchen
from tests.e2e.manager import Manager
from tests.e2e.menu_board import MenuBoard
from tests.e2e.phone import Phone
from tests.e2e.stub import COGNITO, Stub, serving

LOADS = 5
QUIET_MS = 1_000
SECONDS_A_TAP = 1.0
"""For a customer to find what to touch next."""
STANDARD_ORDER = (
    "Comer aqui",
    "Continuar sem CPF",
    "Adicionar: X-Burger",
    "Continuar",
    "Adicionar: Batata Frita",
    "Continuar",
    "Adicionar: Guaraná",
)
"""A burger, fries and a drink, from the first screen on."""
WATCH = """
  window.lastTask = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((task) => (lastTask = task.startTime + task.duration)))
    .observe({ type: "longtask", buffered: true });
"""
INTERACTIVE = """
  (element, quiet) => new Promise((found) => {
    const shown = performance.now();
    const look = () => performance.now() - Math.max(shown, lastTask) > quiet ? found(Math.max(shown, lastTask)) : setTimeout(look, 50);
    look();
  })
"""
"""When the element has been shown, and no task of more than 50 ms kept the page from an answer for a while after it."""

type Open = Callable[[Page, Stub], Locator]
"""Open a page; what a person waits for on it."""


def opened(screen: Kiosk | Kitchen | Board | Counter | Manager | MenuBoard | Account, waited_for: str) -> Locator:
    screen.open()
    return screen.page.locator(waited_for).first


def kitchen(page: Page, stub: Stub) -> Locator:
    screen = Kitchen(page, stub)
    for number in range(1, 11):
        screen.order(number)
    return opened(screen, "#orders > li")


def board(page: Page, stub: Stub) -> Locator:
    screen = Board(page, stub)
    screen.ready = list(range(1, 11))
    return opened(screen, "#ready li")


def counter(page: Page, stub: Stub) -> Locator:
    screen = Counter(page, stub)
    for each in "234579FJK":
        screen.order(f"K7X2J{each}")
    return opened(screen, "#search")


def order(page: Page, stub: Stub) -> Locator:
    phone = Phone(page, stub)
    phone.offer()
    phone.open()
    return phone.button("Copiar código Pix")


PAGES: dict[str, Open] = {
    "kiosk": lambda page, stub: opened(Kiosk(page, stub), "button:enabled"),
    "kitchen": kitchen,
    "board": board,
    "counter": counter,
    "manager": lambda page, stub: opened(Manager(page, stub), "main button"),
    "order": order,
    "account": lambda page, stub: opened(Account(page, stub), "main button"),
    "menu-board": lambda page, stub: opened(MenuBoard(page, stub), "#menu li"),
}


def load(browser: Browser, url: str, open_page: Open) -> tuple[dict[str, int], float]:
    """The bytes of each file, compressed as the distribution does, and the milliseconds until it is of use."""
    sizes: dict[str, int] = {}

    def weigh(got: Response) -> None:
        if got.ok and not got.url.startswith((f"{url.removesuffix('/web')}{PREFIX}/", COGNITO)):
            with suppress(Error):  # the page has left for the sign-in, and asks for it again when it is back
                body = got.body()
                sizes[got.url.partition("?")[0]] = min(len(body), len(zlib.compress(body)))

    with page_in(browser, "pt-BR") as page:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(WATCH)
        page.on("response", weigh)
        element = open_page(page, Stub(url, page))
        element.wait_for(timeout=60_000)
        interactive: float = element.evaluate(INTERACTIVE, QUIET_MS)
    return sizes, interactive


def standard_order(browser: Browser, url: str) -> str:
    with page_in(browser, "pt-BR") as page:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        kiosk = Kiosk(page, Stub(url, page))
        kiosk.open()
        started = time.perf_counter()
        for name in STANDARD_ORDER:
            page.wait_for_timeout(SECONDS_A_TAP * 1_000)
            page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator("#total")).to_contain_text("3 itens")
        seconds = time.perf_counter() - started
    taps = len(STANDARD_ORDER)
    return f"{taps} taps, {seconds:.0f} s, of which {taps * SECONDS_A_TAP:.0f} are the customer's."


def main() -> None:
    logging.getLogger("werkzeug").disabled = True
    print("| page | files | KB | interactive, s | slowest of five, s |\n|---|---:|---:|---:|---:|")
    with serving() as url, chromium() as browser:
        expect.set_options(timeout=60_000)
        for name, open_page in PAGES.items():
            loads = [load(browser, url, open_page) for _ in range(LOADS)]
            sizes = loads[0][0]
            times = [interactive / 1_000 for _, interactive in loads]
            weight = sum(sizes.values()) / 1_000
            print(f"| {name} | {len(sizes)} | {weight:.0f} | {statistics.median(times):.1f} | {max(times):.1f} |")
        print(f"\nA burger, fries and a drink: {standard_order(browser, url)}")


if __name__ == "__main__":
    main()
