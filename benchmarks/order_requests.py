"""Requests to the API of one order's complete life: those that it causes at the kiosk and in the kitchen, and its share of what
the store's screens ask for by themselves. Counted on the pages, against the stub of tests/e2e.

PYTHONPATH=layers/core .venv/bin/python -m benchmarks.order_requests     # a minute
"""

import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Browser, Page, Request, expect

from deployment.template import ROOT
from tests.browser import chromium, page_in
from tests.e2e.board import Board
from tests.e2e.discounts import priced
from tests.e2e.kiosk import Kiosk
from tests.e2e.kitchen import Kitchen
from tests.e2e.stub import NOON, Stub, operation, serving, settle

COUNTS = Path(__file__).parent / "counts.json"
STEP_SECONDS = 10
CACHED_AT_THE_EDGE = {"GET /menu": "get_menu", "GET /board": "get_pickup_board"}
"""The function behind each, whose answer says for how long."""
STEPS = ("IN_PREPARATION", "READY", "COMPLETED")
WEBHOOKS = 1
"""The provider's notification of a payment."""

type Requests = Counter[str]
type Shares = Mapping[str, float]


@dataclass(frozen=True)
class StoreDay:
    """A store's day: what its screens ask for is shared by its orders."""

    orders: int = 1_000
    hours: int = 12
    kiosks: int = 4
    seconds_to_pay: int = 40


class Screen(Protocol):
    @property
    def page(self) -> Page: ...
    @property
    def stub(self) -> Stub: ...
    def open(self) -> None: ...


@dataclass(frozen=True)
class Counted:
    """An order's `own` requests, and the `shares` that it has by route in what screens ask for unasked; of what is kept at
    the edge, those that come through it. `edge`: what the pages ask the edge for."""

    own: Requests
    shares: Shares
    edge: float

    @property
    def total(self) -> float:
        return self.own.total() + sum(self.shares.values())


def requests_of(browser: Browser, url: str, day: StoreDay) -> Counted:
    own = _watched(browser, url, lambda stub: _order(Kiosk(stub.page, stub), day.seconds_to_pay))
    own += _watched(browser, url, lambda stub: _advance(Kitchen(stub.page, stub)))
    own["POST /webhooks"] = WEBHOOKS
    screens: dict[Callable[[Page, Stub], Screen], int] = {Kiosk: day.kiosks, Kitchen: 1, Board: 1}
    seconds = day.hours * 3_600
    shares: dict[str, float] = {}
    for screen, number in screens.items():
        for name, a_second in idle(browser, url, screen).items():
            shares[name] = shares.get(name, 0) + a_second * number * seconds / day.orders
    for name in CACHED_AT_THE_EDGE:
        own.pop(name, None)  # the screens ask for it anyhow
    edge = own.total() - WEBHOOKS + sum(shares.values())
    for name, function in CACHED_AT_THE_EDGE.items():
        shares[name] = min(shares.get(name, 0), seconds / _max_age(function) / day.orders)
    return Counted(own, shares, edge)


def idle(browser: Browser, url: str, screen: Callable[[Page, Stub], Screen], seconds: int = 300) -> Mapping[str, float]:
    """Requests a second of a screen at which nothing happens, by route."""

    def leave(stub: Stub) -> Requests:
        opened = screen(stub.page, stub)
        opened.open()
        stub.expect_sockets(0 if screen is Kiosk else 1)
        _hold_clock(stub)
        before = len(stub.requests)
        _pass(stub, seconds)
        return _counted(stub.requests[before:])

    return {name: number / seconds for name, number in _watched(browser, url, leave).items()}


def _watched(browser: Browser, url: str, act: Callable[[Stub], Requests]) -> Requests:
    with page_in(browser, "pt-BR") as page:
        page.clock.install(time=NOON)
        return act(Stub(url, page))


def _order(kiosk: Kiosk, seconds_to_pay: int) -> Requests:
    """Three products in a store with campaigns, paid some time after the code is there; without what the kiosk asks for by itself."""
    kiosk.menu["discounts"] = True
    kiosk.stub.answers["POST /cart/discounts"] = priced(2590 + 1290 + 790, 490)
    kiosk.open()
    before = len(kiosk.stub.requests)
    kiosk.press("Comer aqui", "Continuar sem CPF", "Adicionar: X-Burger", "Continuar", "Adicionar: Batata Frita")
    kiosk.press("Continuar", "Adicionar: Guaraná", "Abrir seu pedido, 3 itens", "Pagar")
    expect(kiosk.page.locator(".qr")).to_be_visible()
    kiosk.stub.expect_sockets(1)
    _hold_clock(kiosk.stub)
    _pass(kiosk.stub, seconds_to_pay)
    kiosk.payment = "PAID"
    frame = {"event": "OrderStatusChanged", "order_id": "A", "status": "RECEIVED", "number": 42, "version": 4}
    kiosk.stub.push(frame | {"sequence": 1})
    expect(kiosk.page.locator(".number")).to_have_text("42")
    _pass(kiosk.stub, 30)
    return _counted(kiosk.stub.requests[before:])


def _advance(kitchen: Kitchen) -> Requests:
    """An order from the kitchen's first step to its last."""
    order_id = kitchen.order(1)["order_id"]
    kitchen.open()
    kitchen.stub.expect_sockets(1)
    kitchen.settle()
    _answered(kitchen.stub)
    before = len(kitchen.stub.requests)
    for step in STEPS:
        kitchen.step(1).first.click()
        kitchen.stub.expect_answers(f"POST /kitchen/orders/{order_id}/advance", 1 + STEPS.index(step))
        _answered(kitchen.stub)
        settle(kitchen.page)
    found = _counted(kitchen.stub.requests[before:])
    snapshots = found.pop("GET /kitchen/queue", 0)  # a share of the screen's, as what comes with each of them
    found["GET /kitchen/recent"] -= snapshots
    return found


def _hold_clock(stub: Stub) -> None:
    """From here on time passes with `_pass` alone, however slow the machine is."""
    _answered(stub)
    stub.page.clock.pause_at(stub.page.evaluate("Date.now()") / 1_000 + 1)
    _answered(stub)


def _pass(stub: Stub, seconds: int) -> None:
    """Let time pass in steps in each of which what is asked for is answered."""
    for _ in range(seconds // STEP_SECONDS):
        stub.page.clock.fast_forward(STEP_SECONDS * 1_000)
        _answered(stub)


def _answered(stub: Stub) -> None:
    stub.page.evaluate(
        "new Promise((done) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); })"
    )
    stub.expect_no_open_request()


def _counted(requests: list[Request]) -> Requests:
    return Counter(re.sub(r"/orders/\w+", "/orders/*", operation(each)) for each in requests)


def _max_age(function: str) -> int:
    found = re.search(r"max-age=(\d+)", (ROOT / "functions" / function / "app.py").read_text())
    assert found, function
    return int(found[1])


def main() -> None:
    logging.getLogger("werkzeug").disabled = True
    with serving() as url, chromium() as browser:
        expect.set_options(timeout=60_000)
        counted = requests_of(browser, url, StoreDay())
    own, shares = counted.own, counted.shares
    print("| route | an order's own | its share of the screens' |\n|---|---:|---:|")
    for name in sorted({*own, *shares}):
        print(f"| `{name}` | {own[name] or ''} | {shares.get(name, 0) or 0:.2f} |")
    if "--write" in sys.argv:
        counts = json.loads(COUNTS.read_text())
        counts["edge_requests"] = round(counted.edge, 2)
        counts["requests"] = {name: round(own[name] + shares.get(name, 0), 2) for name in sorted({*own, *shares})}
        COUNTS.write_text(json.dumps(counts, indent=2) + "\n")
    print(f"| **all: {counted.total:.1f}** | {own.total()} | {sum(shares.values()):.2f} |")


if __name__ == "__main__":
    main()
