"""Orders that live, each through one of the ways an order can go, as the table would hold them; and what the books must
say of them."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any

from bytemeburger import clock
from bytemeburger.hours.rules import business_day, local_time
from bytemeburger.orders import records
from bytemeburger.orders.model import Choice, Line, Payment, PaymentException, PaymentStatus, Refund, RefundStatus
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import Status
from bytemeburger.sales.rules import Booking, pairs, recount

PRICES = {"x-burger": 2590, "batata-frita": 1200, "guarana": 750, "pudim": 990, "cheddar": 2899, "milkshake": 1655}
CATEGORIES = dict(zip(PRICES, ("burger", "side", "drink", "dessert", "combo", "dessert"), strict=True))
PARTS = {
    "cheddar": tuple(
        Choice(slot, part, {"pt-BR": part, "en": part}, 0, (), CATEGORIES[part])
        for slot, part in (("main", "x-burger"), ("drink", "guarana"))
    ),
}
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def life(number: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Each image of an order, from the first to the last."""
    order_id = f"order-{number:06d}"
    order = Order(*records.key(order_id), order_id=order_id, store=chance.choice(["centro", "paulista"]))
    at = NOON + timedelta(minutes=chance.randrange(4 * 24 * 60))
    order.time_zone, order.business_day = "America/Sao_Paulo", business_day(at, "America/Sao_Paulo")
    order.dining, order.fingerprint = "eat_in", "f" * 43
    order.customer = chance.choice([None, None, f"h1-{number:064d}", f"sub-{number}"])
    order.lines = [_line(product_id, chance) for product_id in chance.sample(list(PRICES), chance.randint(1, 3))]
    order.total = sum(line.amount for line in order.lines)
    order.created_at, order.due_at = clock.text(at), clock.text(at + timedelta(minutes=15))
    provider_order = f"ORD{number:026d}"

    def written() -> dict[str, Any]:
        order.index()
        order.status = str(order.status)  # as it is read again
        order.updated_at = clock.text(at)
        order.version = (order.version or 0) + 1
        return order.plain()

    def refund(status: str) -> dict[str, Any]:
        amount, requested_at = order.total - (order.taken_back or 0), clock.text(at)
        order.refunds = [Refund(provider_order, amount, RefundStatus(status), "other", "payment", requested_at, 1)]
        return written()

    def exception(says: str, amount: int) -> dict[str, Any]:
        noted = PaymentException(provider_order, says, amount, says.upper(), clock.text(at))
        order.exceptions = [*order.exceptions, noted]
        return written()

    order.change_status(Status.AWAITING_PAYMENT, order.created_at, "customer")
    yield written()
    order.payment = Payment("mercadopago", provider_order, None, 1, order.total, PaymentStatus.PENDING)
    yield written()
    if chance.random() < 0.15:
        order.change_status(chance.choice([Status.EXPIRED, Status.CANCELLED]), clock.text(at), "reconciler")
        yield written()
        if chance.random() < 0.1:  # paid too late
            yield refund("DUE")
            yield refund("DONE")
        return
    order.payment = replace(order.payment, status=PaymentStatus.PAID)
    order.number, order.paid_at = number + 1, clock.text(at)
    order.business_day = business_day(at, order.time_zone)
    order.change_status(Status.RECEIVED, order.paid_at, "payment")
    yield written()
    steps = ["IN_PREPARATION", *["READY", "IN_PREPARATION"] * (chance.random() < 0.1), "READY", "COMPLETED"]
    if chance.random() < 0.05:
        steps = ["CANCELLED"]
        order.refunds = [Refund(provider_order, order.total, RefundStatus.DUE, "other", "bia", clock.text(at), 1)]
    for status in steps:
        order.change_status(Status(status), clock.text(at), "kitchen")
        yield written()
        if status == "IN_PREPARATION":
            order.lines = [replace(order.lines[0], done=True), *order.lines[1:]]
            yield written()
    if chance.random() < 0.1:  # what was done with the money without us
        yield exception("in_mediation", 0)
        part = chance.randint(1, order.total - 1)
        if chance.random() < 0.5:
            yield exception("partially_refunded", part)
        if steps != ["CANCELLED"] and chance.random() < 0.5:
            yield exception("charged_back", order.total)
            if chance.random() < 0.3:
                yield exception("reimbursed", 0)
            return
    if steps == ["CANCELLED"] or chance.random() < 0.05:
        for status in (*["REFUSED", "DUE"] * (chance.random() < 0.3), "REQUESTED", "DONE"):
            yield refund(status)


def _line(product_id: str, chance: random.Random) -> Line:
    return Line(
        product_id,
        CATEGORIES[product_id],
        name={"pt-BR": product_id, "en": product_id},
        options=(),
        choices=PARTS.get(product_id, ()),
        note=None,
        unit_price=PRICES[product_id],
        quantity=chance.randint(1, 3),
    )


def books(orders: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, int]]:
    """The counters that follow from these orders as they are now, recounted line by line."""
    counters: defaultdict[tuple[str, str], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))

    def add(key: tuple[str, str], effect: str, **amounts: int) -> None:
        for name, amount in amounts.items():
            counters[key][f"{effect}_{name}"] += amount

    for booking in recount(orders):
        order, effect, sign = booking.order, booking.column.lower(), booking.sign
        hour = local_time(clock.instant(order["paid_at"]), order["time_zone"]).hour
        day = f"STORE#{order['store']}#SALES#{order['business_day']}"
        method = f"METHOD#{order['payment']['provider']}"
        for line, amount in zip(order["lines"], _shares(booking), strict=True):
            units = sign * line["quantity"]
            add((day, "TOTAL"), effect, units=units, amount=amount)
            add((day, f"HOUR#{hour:02d}"), effect, units=units, amount=amount)
            add((day, method), effect, units=units, amount=amount)
            add((day, f"CATEGORY#{line['category']}"), effect, units=units, amount=amount)
            add((day, f"PRODUCT#{line['product_id']}"), effect, units=units, amount=amount)
            for part in line["choices"]:
                add((day, f"CATEGORY#{part['category']}"), effect, parts=units)
                add((day, f"PRODUCT#{part['product_id']}"), effect, parts=units)
        sold = [each for line in order["lines"] for each in (line, *line["choices"])]
        places = {f"CATEGORY#{each['category']}" for each in sold} | {f"PRODUCT#{each['product_id']}" for each in sold}
        for place in ("TOTAL", f"HOUR#{hour:02d}", method, *places):
            add((day, place), effect, orders=sign)
        if sign > 0:
            for product, other in pairs(order):
                counters[f"STORE#{order['store']}#WITH#{product}", f"PRODUCT#{other}"]["orders"] += 1
    return {key: _without_zeros(amounts) for key, amounts in counters.items()}


def _shares(booking: Booking) -> list[int]:
    """Each line's part of the booking's amount: the net is rounded down where each line ends."""
    ends = list(accumulate(line["quantity"] * line["unit_price"] for line in booking.order["lines"]))
    moved = [booking.after * end // ends[-1] - booking.before * end // ends[-1] for end in ends]
    return [moved[0], *(after - before for before, after in pairwise(moved))]


def _without_zeros(amounts: Mapping[str, int]) -> dict[str, int]:
    return {name: amount for name, amount in amounts.items() if amount}
