"""Money in = money kept + money given back, whatever happens in whatever order.

A state machine drives the functions' own use cases against a provider in memory. Anything may crash before or after any
call to AWS or to the provider; notifications come late, often, out of order or never. At the end the provider answers
again, the reconciler runs as it does every minute, and the accounts are drawn up.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from botocore.client import BaseClient
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from bytemeburger.errors import Problem
from bytemeburger.orders.rules import Status
from bytemeburger.payments.gateway import (
    PaymentInProgress,
    ProviderOrderNotFound,
    ProviderRejected,
    ProviderStatus,
    ProviderUnavailable,
)
from tests.conftest import Context
from tests.crashes.boundaries import NO_CRASH, Boundaries, UnreliableProvider
from tests.functions import books
from tests.functions.shop import count_stock

pytestmark = pytest.mark.usefixtures("unmeasured")

STOCK = 12
NOON = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


crashes = st.tuples(st.integers(1, 24), st.booleans())
"""Mostly behind the last call of what runs, so that most of it ends well."""
any_of_them = st.integers(0, 59)
FAULTS: dict[str, Callable[[], dict[str, Any]]] = {
    "down": lambda: {"failing": ProviderUnavailable("down")},
    "closed account": lambda: {"failing": ProviderRejected("unauthorized")},
    "being paid": lambda: {"cancel_refused": PaymentInProgress()},
    "no refunds": lambda: {"refund_refused": ProviderRejected("window_passed")},
    "slow refunds": lambda: {"refund_stuck": True},
}


class Shop(RuleBasedStateMachine):
    orders = Bundle("orders")
    notifications = Bundle("notifications")

    def __init__(self) -> None:
        super().__init__()
        from bytemeburger import table
        from bytemeburger.payments import providers

        self.boundaries = Boundaries()
        self.provider = UnreliableProvider(self.boundaries)
        self.placed: list[str] = []
        self.codes: dict[str, list[str]] = {}
        """By order: the provider's orders whose QR code a customer has seen."""
        self.told_in_the_end: list[str] = []
        """The provider repeats its notification of these for days: nobody here has a reason to ask."""
        self.cash = Counter[str]()
        self.stream: list[dict[str, Any]] = []
        self.told: list[dict[str, Any]] = []
        self.images: dict[str, dict[str, Any]] = {}
        self.now = time_machine.travel(NOON, tick=False)
        self.clock = self.now.start()
        self.patches = pytest.MonkeyPatch()
        self.patches.setattr(providers, "gateway", lambda store, seconds=None: self.provider)
        self.patches.setattr(table, "_back_off", lambda attempt: None)
        self.patches.setattr("functions.reconcile_payments.app.AT_ONCE", 1)  # a walk that can be walked again
        self.patches.setattr(BaseClient, "_make_api_call", self.boundaries.crossing())
        empty_table()
        open_shop()

    # --- what customers do -----------------------------------------------------------------------------------------

    @initialize(target=orders, quantities=st.lists(st.integers(1, 3), min_size=1, max_size=3))
    def open(self, quantities: list[int]) -> Any:
        placed = [self.place(quantity, NO_CRASH) for quantity in quantities]
        for order_id in placed:
            self.check_out(order_id, NO_CRASH)
        return multiple(*placed)

    @rule(target=orders, quantity=st.integers(1, 4), crash=crashes)
    def place(self, quantity: int, crash: Any) -> Any:
        """The kiosk repeats its request when it hears nothing."""
        from bytemeburger.orders import keys
        from bytemeburger.orders.placement import place
        from bytemeburger.orders.schemas import NewLine, NewOrder

        order_id = keys.order_id("kiosk", str(UUID(int=len(self.placed))))
        wanted = NewOrder(lines=[NewLine(product_id="x-burger", quantity=quantity)], store="centro")
        with self.boundaries.crashing(crash):
            self._try(lambda: place(order_id, wanted, None))
        self._try(lambda: place(order_id, wanted, None))
        if self._read(order_id) is None:
            return multiple()  # sold out
        self.placed.append(order_id)
        return order_id

    @rule(order_id=orders, crash=crashes)
    def check_out(self, order_id: str, crash: Any) -> None:
        from bytemeburger.orders import records
        from bytemeburger.payments.settlement import request_payment

        order = None
        with self.boundaries.crashing(crash):
            order = self._try(lambda: request_payment(records.read(order_id), self.provider))
        self._follow()
        code = order and order.payment["provider_order_id"]
        if code and code not in self.codes.setdefault(order_id, []):
            self.codes[order_id].append(code)

    @rule(target=notifications, order_id=orders, which=any_of_them, wrong=st.sampled_from([None, None, None, 1, 10**6]))
    def scan_and_pay(self, order_id: str, which: int, wrong: int | None) -> Any:
        code = self._code(order_id, which, ProviderStatus.CREATED)
        if code is None:
            return multiple()
        self.provider.pay(code, wrong)
        return code

    @rule(target=notifications, order_id=orders, which=any_of_them)
    def pay_too_late(self, order_id: str, which: int) -> Any:
        """The provider closed the code, and then takes the money all the same."""
        code = self._code(order_id, which, ProviderStatus.EXPIRED, ProviderStatus.CANCELED)
        if code is None:
            return multiple()
        self.provider.pay(code)
        self.told_in_the_end.append(code)
        return code

    @rule(order_id=orders, crash=crashes)
    def cancel(self, order_id: str, crash: Any) -> None:
        from bytemeburger.orders.rules import Status
        from bytemeburger.payments.settlement import end_unpaid

        with self.boundaries.crashing(crash):
            self._try(lambda: end_unpaid(order_id, Status.CANCELLED, "customer", self.provider))
        self._follow()

    # --- what the provider does ------------------------------------------------------------------------------------

    @rule(target=notifications, order_id=orders, which=any_of_them)
    def expire_code(self, order_id: str, which: int) -> Any:
        code = self._code(order_id, which, ProviderStatus.CREATED)
        if code is None:
            return multiple()
        self.provider.become(code, ProviderStatus.EXPIRED)
        return code

    @rule(target=notifications, order_id=orders, which=any_of_them)
    def refund_at_the_provider(self, order_id: str, which: int) -> Any:
        code = self._code(order_id, which, ProviderStatus.PROCESSED)
        if code is None:
            return multiple()
        self.provider.become(code, ProviderStatus.REFUNDED)
        self.told_in_the_end.append(code)
        return code

    @rule(code=notifications, crash=crashes)
    def notify(self, code: str, crash: Any) -> None:
        """Once more, or long after: it stays in the bundle."""
        with self.boundaries.crashing(crash):
            self._try(lambda: self._settle(code))
        self._follow()

    @rule(code=consumes(notifications))
    def lose_notification(self, code: str) -> None:
        pass

    @rule(fault=st.sampled_from(list(FAULTS)))
    def misbehave(self, fault: str) -> None:
        for name, value in FAULTS[fault]().items():
            setattr(self.provider, name, value)

    @rule()
    def behave(self) -> None:
        self.provider.failing = self.provider.cancel_refused = self.provider.refund_refused = None
        self.provider.refund_stuck = False

    # --- what the store does ---------------------------------------------------------------------------------------

    @rule(order_id=orders, crash=crashes)
    def pay_at_counter(self, order_id: str, crash: Any) -> None:
        from bytemeburger.payments.settlement import receive_at_counter

        with self.boundaries.crashing(crash):
            self._try(lambda: receive_at_counter(order_id, "cash", "ana", self.provider))
        self._follow()
        order = self._read(order_id)
        if (order.payment or {}).get("provider") == "cash" and not self.cash[order_id]:
            self.cash[order_id] = order.total  # the person at the counter sees that it is paid, and keeps the cash

    @rule(order_id=orders, crash=crashes, whole_order=st.booleans())
    def refund(self, order_id: str, crash: Any, whole_order: bool) -> None:
        from bytemeburger.payments.refunds import call_off, refund

        with self.boundaries.crashing(crash):
            self._try(lambda: (call_off if whole_order else refund)(order_id, "bia", "cold fries", self.provider))
        self._follow()

    @rule(crash=crashes)
    def recount(self, crash: Any) -> None:
        """Somebody stands before the shelf, and counts what is there: all that was not used."""
        with self.boundaries.crashing(crash):
            count_stock("x-burger", STOCK - sum(self._units(Status, used=True)))

    @rule(order_id=orders, to=st.sampled_from(["IN_PREPARATION", "READY", "COMPLETED"]))
    def cook(self, order_id: str, to: str) -> None:
        from bytemeburger import clock
        from bytemeburger.orders import records
        from bytemeburger.orders.rules import Status, kitchen_may

        def step(order: Any) -> bool:
            if not kitchen_may(order.status, to):
                return False
            order.enter(Status(to), clock.text(clock.now()), "caio")
            return True

        records.change(order_id, step)
        self._follow()

    # --- what time does --------------------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 7, 16, 26 * 60]))
    def wait(self, minutes: int) -> None:
        self.clock.shift(timedelta(minutes=minutes))

    @rule(crash=crashes)
    def reconcile(self, crash: Any) -> None:
        from functions.reconcile_payments.app import handler

        with self.boundaries.crashing(crash):
            handler({}, Context())
        self._follow()

    @rule(repeats=st.integers(1, 2), upto=any_of_them, crash=crashes)
    def stream_on(self, repeats: int, upto: int, crash: Any) -> None:
        """The books hear of the changes in order, at least once."""
        from functions.on_sale_recorded.app import handler

        batch = self.stream[: upto % (len(self.stream) + 1)]
        for _ in range(repeats):
            with self.boundaries.crashing(crash):
                handler({"Records": batch}, Context())
                del self.stream[: len(batch)]
                batch = []

    # --- what must hold --------------------------------------------------------------------------------------------

    @invariant()
    def stock_is_reserved_sold_or_there(self) -> None:
        from bytemeburger.orders.rules import NEVER_MADE

        held = sum(order["lines"][0]["quantity"] for order in self.images.values() if order["status"] not in NEVER_MADE)
        assert books_left() + held == STOCK

    @invariant()
    def what_is_reserved_is_what_open_orders_hold(self) -> None:
        from bytemeburger.menu import records

        stock = records.read_stock("centro", "x-burger")
        assert (stock.reserved_unpaid or 0) == sum(self._units(["AWAITING_PAYMENT"]))
        assert (stock.reserved_paid or 0) == sum(self._units(["RECEIVED", "IN_PREPARATION"]))

    @invariant()
    def only_money_makes_an_order(self) -> None:
        for order in self.images.values():
            if order["status"] in ("RECEIVED", "IN_PREPARATION", "READY", "COMPLETED"):
                assert order["payment"]["status"] == "PAID"
                assert order["payment"]["amount"] == order["total"]
            assert [entry["status"] for entry in order["history"]].count("RECEIVED") <= 1

    def teardown(self) -> None:
        try:
            self.behave()
            for provider_order_id, order in self.provider.orders.items():
                if order.status == ProviderStatus.CREATED:  # nobody pays any more
                    self.provider.become(provider_order_id, ProviderStatus.EXPIRED)
            for provider_order_id in self.provider.refunds:  # a slow refund ends
                self.provider.become(provider_order_id, ProviderStatus.REFUNDED)
            for code in self.told_in_the_end:
                self._try(lambda code=code: self._settle(code))
            for minutes in (1, 16, 61, 61):
                self.clock.shift(timedelta(minutes=minutes))
                self.reconcile(NO_CRASH)
            self.stream_on(2, len(self.stream), NO_CRASH)
            self._draw_up_the_accounts()
        finally:
            self.patches.undo()
            self.now.stop()

    def _draw_up_the_accounts(self) -> None:
        orders = [self._read(order_id) for order_id in self.placed]
        assert not [order.order_id for order in orders if order.status == "AWAITING_PAYMENT"]
        assert not [each for order in orders for each in order.refunds or [] if each["status"] != "DONE"]

        refunded = {each["provider_order_id"]: each["amount"] for order in orders for each in order.refunds or []}
        kept = {
            order.payment["provider_order_id"]: order.payment["amount"]
            for order in orders
            if (order.payment or {}).get("status") == "PAID" and order.payment["provider_order_id"] not in refunded
        }
        came_in = {
            name: order.paid_amount
            for name, order in self.provider.orders.items()
            if order.status in (ProviderStatus.PROCESSED, ProviderStatus.REFUNDED)
        } | {f"counter-{order_id}": cash for order_id, cash in self.cash.items()}
        assert came_in == kept | refunded
        assert not kept.keys() & refunded.keys()
        still_there = {n for n, order in self.provider.orders.items() if order.status == ProviderStatus.PROCESSED}
        assert still_there == {name for name in kept if not name.startswith("counter-")}
        made = {order.order_id for order in orders if order.status not in ("EXPIRED", "CANCELLED")}
        paid = {order.order_id for order in orders if (order.payment or {}).get("status") == "PAID"}
        assert made <= paid

        booked = Counter[str]()
        for (pk, sk), counter in books.counters().items():
            if "#SALES#" in pk and sk == "TOTAL":
                booked.update(counter)
        assert booked["sale_amount"] == sum(order.total for order in orders if order.order_id in paid)
        assert booked["sale_amount"] + booked["refund_amount"] == sum(kept.values())

    def _units(self, statuses: Container[str], *, used: bool = False) -> Iterator[int]:
        """The units of each order in such a state, those that were once ready or given up in the making alone or left
        out."""
        for order in self.images.values():
            steps = [entry["status"] for entry in order["history"]]
            gone = "READY" in steps or ("IN_PREPARATION" in steps and order["status"] == "CANCELLED")
            if gone is used and order["status"] in statuses:
                yield order["lines"][0]["quantity"]

    def _code(self, order_id: str, which: int, *statuses: ProviderStatus) -> str | None:
        """One of the order's codes that are in such a state at the provider."""
        codes = [code for code in self.codes.get(order_id, []) if self.provider.orders[code].status in statuses]
        return codes[which % len(codes)] if codes else None

    def _settle(self, code: str) -> None:
        from bytemeburger.payments.settlement import settle

        settle("centro", self.provider.get(code), self.provider)

    def _try(self, do: Callable[[], Any]) -> Any:
        """What refuses may refuse; anything else is a fault."""
        try:
            return do()
        except (Problem, ProviderOrderNotFound):
            return None

    def _read(self, order_id: str) -> Any:
        from bytemeburger.errors import NotFound
        from bytemeburger.orders import records

        self._follow()
        try:
            return records.read(order_id)
        except NotFound:
            return None

    def _follow(self) -> None:
        """Let the stream tell what changed."""
        for order in stored_orders():
            old = self.images.get(order["order_id"])
            if old != order:
                self.stream.append(books.record(len(self.told), old, order))
                self.told.append(order)
                self.images[order["order_id"]] = order


def stored_orders() -> Iterator[dict[str, Any]]:
    from bytemeburger.attributes import plain_item
    from bytemeburger.table import client

    for image in client.scan(TableName="bytemeburger")["Items"]:
        item = plain_item(image)
        if item.get("type") == "order":
            yield item


def books_left() -> int:
    from tests.functions.shop import units_left

    return units_left("x-burger")


def empty_table() -> None:
    from bytemeburger.table import client

    for image in client.scan(TableName="bytemeburger")["Items"]:
        client.delete_item(TableName="bytemeburger", Key={name: image[name] for name in ("PK", "SK")})


def open_shop() -> None:
    from bytemeburger import table
    from bytemeburger.menu import records as menu
    from bytemeburger.stores import records as stores
    from tests.functions.shop import set_stock

    store = stores.new("centro")
    store.name, store.time_zone = "Centro", "America/Sao_Paulo"
    table.save(store)
    product = menu.new("centro", "x-burger")
    product.category, product.price, product.allergens = "burger", 2590, []
    product.name = product.description = {"pt-BR": "X", "en": "X"}
    table.save(product)
    set_stock("x-burger", STOCK)


def drive(examples: int, steps: int, **more: Any) -> None:
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            **more,
        ),
    )


def test_no_centavo_is_lost_or_made(aws: None) -> None:
    drive(40, 30, derandomize=True, phases=[Phase.generate])


@pytest.mark.full
def test_no_centavo_is_lost_or_made_in_many_ways(aws: None) -> None:
    """Another walk each night; what it finds is made as short as possible."""
    drive(500, 50)
