"""What the staff's pages bear: frames a second on the kitchen's screen with eighty orders, and two orders at the counter with
the keyboard alone. Against the stub of tests/e2e, in Chromium slowed down four times.

PYTHONPATH=layers/core .venv/bin/python -m benchmarks.staff_pages
"""

import logging
import time

from playwright.sync_api import Page, expect

from tests.browser import chromium, page_in
from tests.e2e.counter import Counter
from tests.e2e.kitchen import Kitchen
from tests.e2e.stub import Stub, serving

SLOWER = 4
SECONDS = 5
TYPED_A_SECOND = 5
"""Keys that a cashier presses: some 60 words a minute."""
WATCH = """
  window.drawn = []; window.worst = 0;
  let last = performance.now();
  (function draw(now) { worst = Math.max(worst, now - last); last = now; drawn.push(now); requestAnimationFrame(draw); })(last);
"""


def kitchen(page: Page, stub: Stub, frames_a_second: int) -> str:
    screen = Kitchen(page, stub)
    page.set_viewport_size({"width": 1920, "height": 1080})
    for number in range(1, 81):
        screen.order(number, ("RECEIVED", "IN_PREPARATION", "READY")[number % 3], paid_at="2026-11-24T12:00:00.000Z")
    screen.open()
    expect(page.locator("#orders > li")).to_have_count(80)
    page.wait_for_timeout(2_000)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.evaluate(WATCH)
    started = time.perf_counter()
    sent = 0
    while (passed := time.perf_counter() - started) < SECONDS:
        if sent <= passed * frames_a_second:
            screen.frame(f"o{1 + sent % 80}", status=("IN_PREPARATION", "READY", "RECEIVED")[sent // 80 % 3])
            sent += 1
        else:
            page.wait_for_timeout(2)
    drawn, worst = page.evaluate("[drawn.length / ((drawn.at(-1) - drawn[0]) / 1000), worst]")
    return f"| {frames_a_second} | {sent / SECONDS:.0f} | {drawn:.0f} | {worst:.0f} |"


def counter(page: Page, stub: Stub) -> str:
    screen = Counter(page, stub)
    screen.open()
    started, presses = time.perf_counter(), 0
    for product, money in (("2 x-b", ("F4", "100")), ("combo byte", ("F7", ""))):
        for keys in (("F3",), product, ("Enter",), money[:1], money[1], ("Enter",)):
            for key in keys:
                page.keyboard.press("Space" if key == " " else key)
                page.wait_for_timeout(1_000 / TYPED_A_SECOND)
                presses += 1
        expect(screen.shown).to_contain_text("Recebido")
    return f"Two orders: {presses} keys, {time.perf_counter() - started:.0f} s at {TYPED_A_SECOND} keys a second."


def main() -> None:
    logging.getLogger("werkzeug").disabled = True
    print("| live frames a second | sent | drawn a second | longest pause, ms |\n|---|---|---|---|")
    with serving() as url, chromium() as browser:
        for rate in (10, 50):
            with page_in(browser, "pt-BR") as page:
                print(kitchen(page, Stub(url, page), rate))
        with page_in(browser, "pt-BR") as page:
            print(counter(page, Stub(url, page)))


if __name__ == "__main__":
    main()
