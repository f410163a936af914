"""What an order's change means for the books. Money in centavos.

A sale is booked when its payment settles, a refund when the provider has done it; the refund goes to the day and hour of
the sale, so that a day's figures say what was kept of that day's business. An order has at most one of each, ever: a
change that is told twice, or years later from a parked record, books nothing new.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

MOST_TOGETHER = 9
"""Products of one order that are counted as bought together: 36 pairs, both ways, fit into one transaction."""

type Order = Mapping[str, Any]


@dataclass(frozen=True)
class Amounts:
    """`units` were sold on their own, `parts` within combos (counted by product and category); the money is all the
    combo's."""

    orders: int = 0
    units: int = 0
    parts: int = 0
    amount: int = 0


@dataclass(frozen=True)
class Booking:
    """`effect` is SALE or REFUND, and `sign` how it counts: 1 or -1."""

    effect: str
    sign: int
    order: Order

    @property
    def orders(self) -> int:
        return self.sign

    @property
    def amount(self) -> int:
        return self.sign * int(self.order["total"])

    @property
    def units(self) -> int:
        return self.sign * sum(int(line["quantity"]) for line in self.order["lines"])

    @property
    def total(self) -> Amounts:
        return Amounts(self.orders, self.units, amount=self.amount)

    def by(self, member: str) -> dict[str, Amounts]:
        """By `product_id` or `category` of the lines and of combos' parts; the order counts once in each it has
        anything of. Parts of orders from before their category was kept are known by product alone."""
        units: Counter[str] = Counter()
        parts: Counter[str] = Counter()
        amounts: Counter[str] = Counter()
        for line in self.order["lines"]:
            quantity = self.sign * line["quantity"]
            units[line[member]] += quantity
            amounts[line[member]] += quantity * line["unit_price"]
            for choice in line.get("choices") or []:
                if member in choice:
                    parts[choice[member]] += quantity
        return {name: Amounts(self.sign, units[name], parts[name], amounts[name]) for name in {**units, **parts}}


def bookings(old: Order | None, new: Order | None) -> Iterator[Booking]:
    """What one change of an order adds to the books."""
    if new is None or new.get("type") != "order":
        return
    if _paid(new) and not _paid(old):
        yield Booking("SALE", 1, new)
    if _refunded(new) and not _refunded(old):
        yield Booking("REFUND", -1, new)


def recount(orders: Iterable[Order]) -> Iterator[Booking]:
    """All bookings that these orders, as they are now, must have made."""
    for order in orders:
        yield from bookings(None, order)


def pairs(order: Order) -> list[tuple[str, str]]:
    """Products that were bought together, each pair both ways."""
    products = sorted({line["product_id"] for line in order["lines"]})[:MOST_TOGETHER]
    return [pair for one, other in combinations(products, 2) for pair in ((one, other), (other, one))]


def _paid(order: Order | None) -> bool:
    return order is not None and (order.get("payment") or {}).get("status") == "PAID"


def _refunded(order: Order | None) -> bool:
    """Whether the money that paid the order was given back; a late payment that never paid it does not count."""
    if order is None or not _paid(order):
        return False
    paid_with = order["payment"]["provider_order_id"]
    return any(
        refund["provider_order_id"] == paid_with and refund["status"] == "DONE" for refund in order.get("refunds") or []
    )
