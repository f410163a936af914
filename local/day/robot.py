"""Plays the decisions of a service day against a running system: customers, kitchen, staff and the payment provider, each by
the HTTP that its page or its network would use."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx

from local.caller import Caller
from local.day.agenda import Actor, Agenda
from local.day.decisions import COUPON_USES, FAULT, Conduct, Cook, Decisions, Fault, Visit, parts
from local.day.mails import Mail

CPF = "529.982.247-25"
"""Valid check digits, an invented person's."""
AGAIN = 20
"""Seconds until somebody asks again who has to wait."""
TRIES = 90
HESITATION = {Conduct.PAYS_LATE: 5 * 60, Conduct.PAYS_EXPIRED: 17 * 60}
"""Seconds more from the code to the payment; a code is good for a quarter of an hour."""
LEAVES = ("kitchen-full", "order-exceeds-kitchen", "customer-reference-invalid")
"""What somebody goes away for: half an hour's wait, more than the kitchen takes at all, a session that ended meanwhile."""
LOOKS = 120
"""Seconds between two looks of a cook at an empty queue."""
LAST_ORDERS = timedelta(minutes=25).total_seconds()
"""After closing, what is still unpaid has expired; where store time passes faster than the system's, staff call it off."""

type Asking[Answer] = Generator[float, None, Answer]


@dataclass
class StoreAccess:
    """A running system as the robot reaches it. `sign_in`: the token of a group of its staff, `sign_in_customer`: of the
    customer with that e-mail address. `mails`: all that were sent; `backlog`: the seconds of work that its
    kitchen has admitted, by station; `patience`: seconds in which it tells of a change."""

    name: str
    api: httpx.Client
    simulator: httpx.Client
    sign_in: Callable[[str], str]
    sign_in_customer: Callable[[str], str]
    mails: Callable[[], Iterable[Mail]]
    backlog: Callable[[], Mapping[str, int]]
    patience: float

    def staff(self, group: str) -> Caller:
        return Caller(self.api, self.sign_in(group))


@dataclass
class Played:
    """What came of it. `orders`: ids by visit; `answers`: how often each kind of request was answered how; `unexpected`:
    answers that nobody should get; `given_up`: visits that ended without an order; `promises`: what customers
    were promised when they had paid, by order."""

    orders: dict[str, Visit] = field(default_factory=dict)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    unexpected: list[str] = field(default_factory=list)
    given_up: int = 0
    promises: dict[str, Any] = field(default_factory=dict)
    campaign: str = ""
    address: str = ""
    """Of the customer who has an account."""


class Robot:
    """One day of one store. `run_id` makes the idempotency keys: the same run meets the orders that it placed."""

    def __init__(self, store: StoreAccess, agenda: Agenda, decisions: Decisions, run_id: str):
        self.played = Played(campaign=f"dia-{run_id}"[:40], address=f"cliente-{run_id}@example.com")
        self._store, self._agenda, self._decisions, self._run_id = store, agenda, decisions, run_id
        self._visiting = len(decisions.visits)
        self._lock = threading.Lock()
        self._closed = False
        self._coupon = ""
        self._late_codes: list[str] = []
        """Paid when the provider had called them closed: nobody asks about them any more, it is the provider that tells, for days."""

    def open(self) -> None:
        """Count the shelves, make the day's campaign, and put everybody on the agenda."""
        manager = self._store.staff("manager")
        for product_id, units in self._decisions.stocks.items():
            manager("PUT", f"/products/{product_id}/stock", json={"units": units, "low_at": 2})
        name = {"pt-BR": "Cupom do dia", "en": "Coupon of the day"}
        offer = {"kind": "order_percent", "basis_points": 1500}
        campaign = {"name": name, "offer": offer, "with_coupon": True, "limits": {"uses": COUPON_USES}}
        manager("PUT", f"/campaigns/{self.played.campaign}", json=campaign)
        codes = {"count": 1, "uses": 1000}
        (self._coupon,) = manager("POST", f"/campaigns/{self.played.campaign}/coupons", 201, json=codes)["codes"]
        self._set_faults({})
        for visit in self._decisions.visits:
            self._agenda.start(self._visit(visit), visit.at)
        for cook in self._decisions.cooks:
            self._agenda.start(self._cook(cook), 0)
        for fault in self._decisions.faults:
            self._agenda.start(self._provider(fault), fault.at)
        self._agenda.start(self._close(), self._decisions.hours * 3600)

    # --- customers -------------------------------------------------------------------------------------------------

    def _visit(self, visit: Visit) -> Actor:
        try:
            yield from self._come(visit)
        finally:
            with self._lock:
                self._visiting -= 1

    def _come(self, visit: Visit) -> Actor:
        customer, customer_ref = yield from self._identify(visit)
        yield visit.chooses
        order = yield from self._order(customer, visit, customer_ref)
        if order is None:
            self.played.given_up += 1
            return
        order_id, key = order["order_id"], {"Order-Key": order["order_key"]}
        self.played.orders[order_id] = visit
        if visit.conduct is Conduct.PAYS_CASH:
            yield visit.pays
            yield from self._take_cash(order_id)
            return
        path = f"/orders/{order_id}/checkout"
        checkout = yield from self._ask(customer, "POST", path, {200, 409}, "/orders/{}/checkout", headers=key)
        if checkout.status_code == 409:  # the provider was silent until it had expired
            return
        if visit.asks_again:
            same = yield from self._ask(customer, "POST", path, {200}, "/orders/{}/checkout", headers=key)
            self._require(
                same.json()["qr_data"] == checkout.json()["qr_data"], f"{order_id}: another code the second time"
            )
        yield visit.pays + HESITATION.get(visit.conduct, 0)
        yield from self._pay(customer, visit, order_id, key, checkout.json()["qr_data"])

    def _identify(self, visit: Visit) -> Asking[tuple[Caller, str | None]]:
        """Who orders, and the reference of the CPF that they typed."""
        if visit.signed_in:
            return Caller(self._store.api, self._store.sign_in_customer(self.played.address)), None
        body = {"cpf": CPF} if visit.identified else {}
        identified = yield from self._ask(Caller(self._store.api), "POST", "/identify", {200}, json=body)
        return Caller(self._store.api, identified.json()["id_token"]), identified.json()["customer_ref"]

    def _order(self, customer: Caller, visit: Visit, customer_ref: str | None) -> Asking[Any]:
        """The order of a visit, without what is sold out; None where nothing is left of it."""
        body: dict[str, Any] = {"store": self._store.name, "lines": list(visit.lines), "customer_ref": customer_ref}
        if visit.coupon:
            body["coupon"] = self._coupon
        for attempt in range(TRIES):
            key = {"Idempotency-Key": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self._run_id} {visit.number} {attempt}"))}
            answer = yield from self._ask(
                customer, "POST", "/orders", {201, 409, 422, 429, 503}, headers=key, json=body
            )
            if visit.again:
                first = answer
                answer = yield from self._ask(
                    customer, "POST", "/orders", {201, 409, 422, 429, 503}, headers=key, json=body
                )
                same = first.status_code != 201 or answer.json() == first.json()
                self._require(same, f"visit {visit.number}: the second tap was answered otherwise")
            if answer.status_code == 201:
                return answer.json()
            problem = answer.json()
            code = problem["type"].rpartition(":")[2]
            if code in ("coupon-refused", "coupon-tries-exceeded"):
                body.pop("coupon")
            elif code in ("product-unavailable", "product-reserved"):
                body["lines"] = [line for line in body["lines"] if problem["product_id"] not in parts(line)]
            else:
                if code not in LEAVES:
                    self.played.unexpected.append(f"POST /orders: {code}")
                return None
            if not body["lines"]:
                return None
            yield AGAIN
        return None

    def _pay(self, customer: Caller, visit: Visit, order_id: str, key: dict[str, str], code: str) -> Actor:
        if visit.conduct is Conduct.ABANDONS:
            return
        if visit.conduct in (Conduct.CANCELS, Conduct.PAYS_CANCELLED):
            cancel = f"/orders/{order_id}/cancel"
            yield from self._ask(customer, "POST", cancel, {200, 409}, "/orders/{}/cancel", headers=key)
            if visit.conduct is Conduct.CANCELS:
                return
            yield AGAIN
        paid = self._store.simulator.post(f"/simulator/orders/{quote(code, safe='')}/approve")
        self._require(paid.status_code == 200, f"{order_id}: the provider answered {paid.status_code} to a payment")
        if visit.conduct in (Conduct.PAYS_CANCELLED, Conduct.PAYS_EXPIRED):
            self._late_codes.append(code)
            return
        for _ in range(TRIES):  # the screen looks on
            yield AGAIN
            status = yield from self._ask(
                customer, "GET", f"/orders/{order_id}/payment", {200}, "/orders/{}/payment", headers=key
            )
            if status.json()["payment"]["status"] != "PENDING":
                self.played.promises[order_id] = status.json()["promise"]
                break
        else:
            self.played.unexpected.append(f"{order_id}: paid, and nobody heard of it")
        if visit.conduct in (Conduct.CALLED_OFF, Conduct.REFUNDED):
            yield from self._give_back(visit, order_id)

    # --- staff -----------------------------------------------------------------------------------------------------

    def _take_cash(self, order_id: str) -> Actor:
        path, paid = f"/staff/orders/{order_id}/payment", {"method": "cash"}
        yield from self._ask(self._counter(), "POST", path, {200}, "/staff/orders/{}/payment", json=paid)

    def _give_back(self, visit: Visit, order_id: str) -> Actor:
        """Before the kitchen begins it is called off; then a manager gives the money back."""
        if visit.conduct is Conduct.CALLED_OFF:
            path, reason = f"/staff/orders/{order_id}/cancel", {"reason": "out-of-stock"}
            answer = yield from self._ask(
                self._counter(), "POST", path, {200, 409}, "/staff/orders/{}/cancel", json=reason
            )
            if answer.status_code == 200:
                return
        yield visit.picks_up
        path, reason = f"/staff/orders/{order_id}/refund", {"reason": "poor-quality"}
        manager = self._store.staff("manager")
        yield from self._ask(manager, "POST", path, {200}, "/staff/orders/{}/refund", json=reason)

    def _cook(self, cook: Cook) -> Actor:
        """One order after the other: the oldest that nobody has begun."""
        while not self._closed:
            now = self._agenda.now()
            if pause := next((until - now for since, until in cook.breaks if since <= now < until), None):
                yield pause
                continue
            queue = yield from self._ask(self._kitchen(), "GET", "/kitchen/queue", {200})
            cards = queue.json()["orders"]
            for card in [each for each in cards if each["refunded"]]:
                path = f"/kitchen/orders/{card['order_id']}/acknowledge"
                yield from self._ask(self._kitchen(), "POST", path, {200, 409}, "/kitchen/orders/{}/acknowledge")
            card = next((each for each in cards if each["status"] == "RECEIVED" and not each["refunded"]), None)
            if card is None:
                yield LOOKS
            elif not (yield from self._advance(card["order_id"], "IN_PREPARATION", card["version"])):
                yield 1
            else:
                yield from self._make(cook, card)

    def _make(self, cook: Cook, card: Mapping[str, Any]) -> Actor:
        order_id = card["order_id"]
        visit = self.played.orders.get(order_id)
        work = iter(visit.work if visit else ())
        for place, line in enumerate(card["lines"]):
            yield cook.skill * sum(next(work, 60.0) for _ in range(line["quantity"]))
            path, body = f"/kitchen/orders/{order_id}/lines/{place}", {"done": True}
            yield from self._ask(self._kitchen(), "PUT", path, {200, 409}, "/kitchen/orders/{}/lines/{}", json=body)
        if (yield from self._advance(order_id, "READY")):
            self._agenda.start(
                self._hand_over(order_id, visit), self._agenda.now() + (visit.picks_up if visit else AGAIN)
            )

    def _hand_over(self, order_id: str, visit: Visit | None) -> Actor:
        if visit and visit.undone:  # something was forgotten
            if not (yield from self._advance(order_id, "IN_PREPARATION")):
                return
            yield 2 * AGAIN
            if not (yield from self._advance(order_id, "READY")):
                return
            yield AGAIN
        yield from self._advance(order_id, "COMPLETED")

    def _advance(self, order_id: str, to: str, version: int | None = None) -> Asking[bool]:
        """Whether it went there: the other cook may have been faster, or its money goes back."""
        unchanged = {"If-Match": f'"{version}"'} if version else {}
        path = f"/kitchen/orders/{order_id}/advance"
        answer = yield from self._ask(
            self._kitchen(),
            "POST",
            path,
            {200, 409, 412},
            "/kitchen/orders/{}/advance",
            json={"to": to},
            headers=unchanged,
        )
        return answer.status_code == 200

    # --- the provider, and the end of the day ----------------------------------------------------------------------

    def _provider(self, fault: Fault) -> Actor:
        self._set_faults(fault.settings)
        yield FAULT
        self._set_faults({})
        self._finish_refunds()

    def _close(self) -> Actor:
        """When everybody is gone, what nobody paid ends, and the kitchen empties its queue."""
        while self._visiting:
            yield 60
        self._set_faults({})
        self._finish_refunds()
        for code in self._late_codes:
            self._store.simulator.post(f"/simulator/orders/{quote(code, safe='')}/notify").raise_for_status()
        yield LAST_ORDERS
        while unpaid := (yield from self._unpaid()):
            for order in unpaid:
                path, reason = f"/staff/orders/{order['order_id']}/cancel", {"reason": "customer-wish"}
                yield from self._ask(self._counter(), "POST", path, {200, 409}, "/staff/orders/{}/cancel", json=reason)
            yield 60
        while (yield from self._ask(self._kitchen(), "GET", "/kitchen/queue", {200})).json()["orders"]:
            yield 60
        self._closed = True
        self._store.staff("manager")("PUT", f"/campaigns/{self.played.campaign}/state", json={"state": "ENDED"})

    def _unpaid(self) -> Asking[list[Any]]:
        path = "/staff/orders?status=AWAITING_PAYMENT&limit=100"
        answer = yield from self._ask(self._counter(), "GET", path, {200}, "/staff/orders")
        orders: list[Any] = answer.json()["orders"]
        return orders

    def _set_faults(self, settings: Mapping[str, Any]) -> None:
        """A code that was closed can be paid all day: banks are slow."""
        self._store.simulator.put("/simulator/faults", json={"approve_late": True, **settings}).raise_for_status()

    def _finish_refunds(self) -> None:
        """What the provider had left in processing is with the payers."""
        for order in self._store.simulator.get("/simulator/orders").json():
            if any(each["status"] == "processing" for each in order["transactions"].get("refunds", [])):
                self._store.simulator.post(f"/simulator/orders/{order['id']}/finish-refund").raise_for_status()

    # --- how all of them ask ---------------------------------------------------------------------------------------

    def _kitchen(self) -> Caller:
        return self._store.staff("kitchen")

    def _counter(self) -> Caller:
        return self._store.staff("counter")

    def _ask(
        self, caller: Caller, method: str, path: str, expected: set[int], route: str | None = None, **options: Any
    ) -> Asking[httpx.Response]:
        """The answer; who has to wait asks again. `route`: the path without what names an order."""
        for _ in range(TRIES):
            answer = caller.ask(method, path, **options)
            self.played.answers[f"{method} {route or path}", answer.status_code] += 1
            if answer.status_code not in (429, 503):
                break
            yield AGAIN
        if answer.status_code not in expected:
            self.played.unexpected.append(
                f"{method} {route or path} answered {answer.status_code}: {answer.text[:200]}"
            )
        return answer

    def _require(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.played.unexpected.append(otherwise)
