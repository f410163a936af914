"""Money in = money kept + money given back + money charged back, whatever happens in whatever order.

A state machine drives the functions' own use cases against a provider in memory. Anything may crash before or after any
call to AWS or to the provider; notifications come late, out of order or never, to the address of either store of the
account, and never again once they were answered 200. At the end the provider answers again, the reconciler runs as it does
every minute, and the accounts are drawn up.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Container, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from bytemeburger import clock, table
from bytemeburger.errors import NotFound, Problem
from bytemeburger.menu import records as menu
from bytemeburger.orders import keys, placement
from bytemeburger.orders import records as orders_table
from bytemeburger.orders.rules import UNFULFILLED, Reason, Status, kitchen_may
from bytemeburger.orders.schemas import NewLine, NewOrder
from bytemeburger.payments import late, providers, refunds
from bytemeburger.payments.gateway import (
    PaymentInProgress,
    ProviderOrderNotFound,
    ProviderRejected,
    ProviderStatus,
    ProviderUnavailable,
)
from bytemeburger.payments.settlement import end_unpaid, receive_at_counter, request_payment
from functions.receive_payment_notification import app as receive_payment_notification
from functions.reconcile_payments import app as reconcile_payments
from functions.record_sales import app as record_sales
from tests.aws_gates import guard
from tests.conftest import Context
from tests.crashes import scene
from tests.crashes.accounts import draw_up
from tests.crashes.boundaries import NO_CRASH, Boundaries, UnreliableProvider
from tests.crashes.scene import STOCK, burgers, open_shop, share_account, stored_orders, units_on_shelf
from tests.functions import books
from tests.functions.books import empty_table
from tests.functions.shop import count_stock

pytestmark = pytest.mark.usefixtures("unmeasured")

NOON = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


crashes = st.tuples(st.integers(1, 24), st.booleans())
"""Mostly behind the last call of what runs, so that most of it ends well."""
any_of_them = st.integers(0, 59)
FAULTS: dict[str, Callable[[], dict[str, Any]]] = {
    "down": lambda: {"failing": ProviderUnavailable("down")},
    "ended token": lambda: {"failing": ProviderRejected("unauthorized")},
    "being paid": lambda: {"cancel_refused": PaymentInProgress()},
    "no refunds": lambda: {"refund_refused": ProviderRejected("window_passed")},
    "slow refunds": lambda: {"refund_stuck": True},
}


class Shop(RuleBasedStateMachine):
    orders = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()

        self.boundaries = Boundaries()
        self.provider = UnreliableProvider(self.boundaries)
        self.placed: list[str] = []
        self.codes: dict[str, list[str]] = {}
        """By order: the provider's orders whose QR code a customer has seen."""
        self.pending: list[tuple[str, bool]] = []
        """The provider's orders of which a notification was not accepted yet, and whether it may be lost: of the others
        nobody here has a reason to ask, and the provider repeats it for days."""
        self.cash = Counter[str]()
        self.stream: list[dict[str, Any]] = []
        self.streamed: list[dict[str, Any]] = []
        self.images: dict[str, dict[str, Any]] = {}
        self.now = time_machine.travel(NOON, tick=False)
        self.clock = self.now.start()
        self.patches = pytest.MonkeyPatch()
        self.patches.setattr(providers, "gateway", lambda store, seconds=None: self.provider)
        self.patches.setattr(table, "_back_off", lambda attempt: None)
        self.patches.setattr("functions.reconcile_payments.app.AT_ONCE", 1)  # a walk that can be walked again
        guard(self.patches, self.boundaries.crossing)
        empty_table()
        open_shop()

    # --- what customers do -----------------------------------------------------------------------------------------

    @initialize(target=orders, quantities=st.lists(st.integers(1, 3), min_size=1, max_size=3), slow=st.booleans())
    def open(self, quantities: list[int], slow: bool) -> Any:
        self.provider.refund_stuck = slow
        placed = [self.place(quantity, NO_CRASH) for quantity in quantities]
        for order_id in placed:
            self.check_out(order_id, NO_CRASH)
        for order_id in placed[1:]:  # so that much can happen to money from the first step on
            self.scan_and_pay(order_id, 0, None)
            self.notify(-1, "centro", NO_CRASH)
        return multiple(*placed)

    @rule(target=orders, quantity=st.integers(1, 4), crash=crashes)
    def place(self, quantity: int, crash: Any) -> Any:
        """The kiosk repeats its request when it hears nothing."""
        order_id = keys.order_id("kiosk", str(UUID(int=len(self.placed))))
        wanted = NewOrder(lines=[NewLine(product_id="x-burger", quantity=quantity)], store="centro")
        with self.boundaries.crashing(crash):
            self._try(lambda: placement.place(order_id, "centro", wanted, placement.Orderer()))
        self._try(lambda: placement.place(order_id, "centro", wanted, placement.Orderer()))
        if self._read(order_id) is None:
            return multiple()  # sold out
        self.placed.append(order_id)
        return order_id

    @rule(order_id=orders, crash=crashes)
    def check_out(self, order_id: str, crash: Any) -> None:
        order = None
        with self.boundaries.crashing(crash):
            order = self._try(lambda: request_payment(orders_table.read(order_id), self.provider))
        self._follow()
        code = order and order.payment.provider_order_id
        if code and code not in self.codes.setdefault(order_id, []):
            self.codes[order_id].append(code)

    @rule(target=orders)
    def place_free(self) -> Any:
        """It costs nothing, so it is paid as it is placed."""
        order_id = keys.order_id("kiosk", str(UUID(int=len(self.placed))))
        wanted = NewOrder(lines=[NewLine(product_id="pudim", quantity=1)], store="centro")
        placement.place(order_id, "centro", wanted, placement.Orderer())
        assert self._read(order_id).status == "RECEIVED"
        self.placed.append(order_id)
        return order_id

    @rule(order_id=orders, which=any_of_them, wrong=st.sampled_from([None, None, None, 1, 10**6]))
    def scan_and_pay(self, order_id: str, which: int, wrong: int | None) -> None:
        if code := self._code(order_id, which, ProviderStatus.CREATED):
            self.provider.pay(code, wrong)
            self.pending.append((code, True))

    @rule(order_id=orders, which=any_of_them)
    def pay_too_late(self, order_id: str, which: int) -> None:
        """The provider closed the code, and then takes the money all the same."""
        if code := self._code(order_id, which, ProviderStatus.EXPIRED, ProviderStatus.CANCELED):
            self.provider.pay(code)
            self.pending.append((code, False))

    @rule(order_id=orders, crash=crashes)
    def cancel(self, order_id: str, crash: Any) -> None:
        with self.boundaries.crashing(crash):
            self._try(lambda: end_unpaid(order_id, Status.CANCELLED, "customer", self.provider))
        self._follow()

    # --- what the provider does ------------------------------------------------------------------------------------

    @rule(order_id=orders, which=any_of_them)
    def expire_code(self, order_id: str, which: int) -> None:
        self._become(order_id, which, ProviderStatus.CREATED, ProviderStatus.EXPIRED, lost=True)

    @rule(order_id=orders, which=any_of_them)
    def refund_at_the_provider(self, order_id: str, which: int) -> None:
        self._become(order_id, which, ProviderStatus.PROCESSED, ProviderStatus.REFUNDED)

    @rule(order_id=orders, which=any_of_them, centavos=st.integers(1, 2000))
    def refund_in_part_at_the_provider(self, order_id: str, which: int, centavos: int) -> None:
        code = self._code(order_id, which, ProviderStatus.PROCESSED)
        order = code and self.provider.orders[code]
        if order and order.refunded_amount + centavos < order.paid_amount:
            in_all: dict[str, Any] = {
                "refunded_amount": order.refunded_amount + centavos,
                "raw_status": "partially_refunded",
            }
            self._become(order_id, which, ProviderStatus.PROCESSED, ProviderStatus.PROCESSED, **in_all)

    @rule(order_id=orders, which=any_of_them)
    def charge_back(self, order_id: str, which: int) -> None:
        self._become(order_id, which, ProviderStatus.PROCESSED, ProviderStatus.CHARGED_BACK)

    @rule(order_id=orders, which=any_of_them)
    def decide_for_the_store(self, order_id: str, which: int) -> None:
        self._become(order_id, which, ProviderStatus.CHARGED_BACK, ProviderStatus.REIMBURSED)

    @rule(order_id=orders, which=any_of_them)
    def fail_refund(self, order_id: str, which: int) -> None:
        """It was accepted, and comes to nothing; no notification says so."""
        code = self._code(order_id, which, ProviderStatus.PROCESSED)
        if code in self.provider.refunds:
            self.provider.become(code, ProviderStatus.PROCESSED, refund_failed=True)

    @rule(which=any_of_them, store=st.sampled_from(["centro", "paulista"]), crash=crashes)
    def notify(self, which: int, store: str, crash: Any) -> None:
        if not self.pending:
            return
        notification = self.pending[which % len(self.pending)]
        answer = None
        with self.boundaries.crashing(crash):
            answer = self._deliver(notification[0], store)
        if answer == 200:
            self.pending.remove(notification)
        self._follow()

    @rule(which=any_of_them)
    def lose_notification(self, which: int) -> None:
        lost = [notification for notification in self.pending if notification[1]]
        if lost:
            self.pending.remove(lost[which % len(lost)])

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
        with self.boundaries.crashing(crash):
            self._try(lambda: receive_at_counter(order_id, "cash", "ana", self.provider))
        self._follow()
        order = self._read(order_id)
        if order.payment and order.payment.provider == "cash" and not self.cash[order_id]:
            self.cash[order_id] = order.total  # the person at the counter sees that it is paid, and keeps the cash

    @rule(order_id=orders, reads=st.lists(st.booleans(), min_size=1, max_size=3), crash=crashes)
    def see_pix_arrive(self, order_id: str, reads: list[bool], crash: Any) -> None:
        """A static code is paid, which ends with nothing; who has read what is known writes down another."""

        for again in reads:
            before = self._read(order_id)
            version, answer = before.version if again else None, None
            with self.boundaries.crashing(crash):
                answer = self._try(partial(receive_at_counter, order_id, "pix", "ana", self.provider, version))
            order = self._read(order_id)
            assert len(self._pix(order)) == len(self._pix(before)) + 1 or not (answer and again)
            self.cash |= {name.removeprefix("counter-"): order.total for name in self._pix(order)}

    @rule(order_id=orders, accept=st.booleans(), crash=crashes)
    def decide_on_late_money(self, order_id: str, accept: bool, crash: Any) -> None:
        order = self._read(order_id)
        with self.boundaries.crashing(crash):
            self._try(lambda: late.accept(order, "bia") if accept else late.return_payment(order, "pix", "bia"))
        self._follow()

    @rule(order_id=orders, crash=crashes, with_order=st.booleans())
    def refund(self, order_id: str, crash: Any, with_order: bool) -> None:
        give_back = refunds.cancel_paid if with_order else refunds.refund
        with self.boundaries.crashing(crash):
            self._try(lambda: give_back(order_id, "bia", Reason.POOR_QUALITY, self.provider))
        self._follow()

    @rule(crash=crashes)
    def recount(self, crash: Any) -> None:
        """Somebody stands before the shelf, and counts what is there: all that was not used."""
        with self.boundaries.crashing(crash):
            count_stock("x-burger", STOCK - sum(self._units(Status, used=True)))

    @rule(order_id=orders, to=st.sampled_from(["IN_PREPARATION", "READY", "COMPLETED"]))
    def cook(self, order_id: str, to: str) -> None:
        def step(order: Any) -> bool:
            if not kitchen_may(order.status, to):
                return False
            order.change_status(Status(to), clock.text(clock.now()), "caio")
            return True

        orders_table.change(order_id, step)
        self._follow()

    # --- what time does --------------------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 7, 16, 26 * 60]))
    def wait(self, minutes: int) -> None:
        self.clock.shift(timedelta(minutes=minutes))

    @rule(crash=crashes)
    def reconcile(self, crash: Any) -> None:
        with self.boundaries.crashing(crash):
            reconcile_payments.handler({}, Context())
        self._follow()

    @rule(repeats=st.integers(1, 2), upto=any_of_them, crash=crashes)
    def stream_on(self, repeats: int, upto: int, crash: Any) -> None:
        """The books hear of the changes in order, at least once."""
        batch = self.stream[: upto % (len(self.stream) + 1)]
        for _ in range(repeats):
            with self.boundaries.crashing(crash):
                record_sales.handler({"Records": batch}, Context())
                del self.stream[: len(batch)]
                batch = []

    # --- what must hold --------------------------------------------------------------------------------------------

    @invariant()
    def stock_is_reserved_sold_or_on_the_shelf(self) -> None:
        reserved_or_sold = sum(burgers(order) for order in self.images.values() if order["status"] not in UNFULFILLED)
        assert units_on_shelf() + reserved_or_sold == STOCK

    @invariant()
    def what_is_reserved_is_what_open_orders_hold(self) -> None:
        stock = menu.read_stock("centro", "x-burger")
        assert (stock.reserved_unpaid or 0) == sum(self._units(["AWAITING_PAYMENT"]))
        assert (stock.reserved_paid or 0) == sum(self._units(["RECEIVED", "IN_PREPARATION"]))
        scene.require_uses_of(self.images.values())

    @invariant()
    def only_money_makes_an_order(self) -> None:
        for order in self.images.values():
            if order["status"] in ("RECEIVED", "IN_PREPARATION", "READY", "COMPLETED"):
                assert (order["payment"]["status"], order["payment"]["amount"]) == ("PAID", order["total"])
            assert [entry["status"] for entry in order["history"]].count("RECEIVED") <= 1

    def teardown(self) -> None:
        try:
            self.behave()
            for provider_order_id, order in self.provider.orders.items():
                if order.status == ProviderStatus.CREATED:  # nobody pays any more
                    self.provider.become(provider_order_id, ProviderStatus.EXPIRED)
            for provider_order_id in self.provider.refunds:  # a slow refund fails in the end
                status = self.provider.orders[provider_order_id].status
                if status in (ProviderStatus.PROCESSED, ProviderStatus.REIMBURSED):
                    self.provider.become(provider_order_id, status, refund_failed=True)
            for code, _ in self.pending:  # at the other store's address, before and after the token's renewal
                self.provider.failing = ProviderRejected("unauthorized")
                assert self._deliver(code, "paulista") == 503
                self.provider.failing = None
                assert self._deliver(code, "paulista") == 200
            for order_id in self.placed:
                self.decide_on_late_money(order_id, False, NO_CRASH)
            for minutes in (1, 16, 61, 61):
                self.clock.shift(timedelta(minutes=minutes))
                self.reconcile(NO_CRASH)
            self.stream_on(2, len(self.stream), NO_CRASH)
            draw_up([self._read(order_id) for order_id in self.placed], self.provider, self.cash)
        finally:
            self.patches.undo()
            self.now.stop()

    @staticmethod
    def _pix(order: Any) -> set[str]:
        """The names of what came by a static Pix, whatever became of it."""
        late = {each.provider_order_id for each in order.refunds if each.provider_order_id.startswith("counter-late-")}
        return late | ({order.paid_with} if order.payment and order.payment.provider == "pix" else set())

    def _units(self, statuses: Container[str], *, used: bool = False) -> Iterator[int]:
        """The units of each order in such a state, those that were once ready or given up in the making alone or left
        out."""
        for order in self.images.values():
            steps = [entry["status"] for entry in order["history"]]
            consumed = "READY" in steps or ("IN_PREPARATION" in steps and order["status"] == "CANCELLED")
            if consumed is used and order["status"] in statuses:
                yield burgers(order)

    def _code(self, order_id: str, which: int, *statuses: ProviderStatus) -> str | None:
        """One of the order's codes that are in such a state at the provider, or of another's if it has none."""
        every = [*self.codes.get(order_id, []), *(code for codes in self.codes.values() for code in codes)]
        codes = [code for code in every if self.provider.orders[code].status in statuses]
        return codes[which % len(codes)] if codes else None

    def _become(
        self, order_id: str, which: int, before: ProviderStatus, status: ProviderStatus, lost: bool = False, **more: Any
    ) -> None:
        """Something happens to one of the order's codes; `lost` says whether its notification may be."""
        if code := self._code(order_id, which, before):
            if status == ProviderStatus.REFUNDED:
                more["refunded_amount"] = self.provider.orders[code].paid_amount
            self.provider.become(code, status, **more)
            self.pending.append((code, lost))

    def _deliver(self, code: str, store: str) -> int:
        """What a notification at the store's address is answered."""
        ts = str(int(clock.now().timestamp() * 1000))
        v1 = hmac.new(b"test_secret", f"id:{code};request-id:1;ts:{ts};".encode(), hashlib.sha256).hexdigest()
        event = {
            "headers": {"X-Signature": f"ts={ts},v1={v1}", "X-Request-Id": "1"},
            "queryStringParameters": {"data.id": code, "store": store},
        }
        status = int(receive_payment_notification.handler(event, Context())["statusCode"])
        assert status in (200, 503)
        return status

    def _try(self, do: Callable[[], Any]) -> Any:
        """What refuses may refuse; anything else is a fault."""
        try:
            return do()
        except (Problem, ProviderOrderNotFound):
            return None

    def _read(self, order_id: str) -> Any:
        self._follow()
        try:
            return orders_table.read(order_id)
        except NotFound:
            return None

    def _follow(self) -> None:
        """Let the stream tell what changed."""
        for order in stored_orders():
            old = self.images.get(order["order_id"])
            if old != order:
                self.stream.append(books.record(len(self.streamed), old, order))
                self.streamed.append(order)
                self.images[order["order_id"]] = order


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


def test_no_centavo_is_lost_or_invented(aws: None) -> None:
    share_account()
    drive(40, 30, derandomize=True, phases=[Phase.generate])


@pytest.mark.full
def test_no_centavo_is_lost_or_invented_in_many_ways(aws: None) -> None:
    """Another walk each night; what it finds is shrunk as far as possible."""
    share_account()
    drive(500, 50)
