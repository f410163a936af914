"""What an order's change means for the books. Money in centavos.

A sale is booked when its payment settles, a refund when the provider has done it, and so is each thing that was done
with the money without us (`payments.exceptions`): a charge-back, a part given back in the provider's panel. All go to
the day and hour of the sale, so that a day's figures say what was kept of that day's business. Each is booked once,
ever: a change that is delivered twice, or years later from a parked record, books nothing new.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from bytemeburger.orders.model import (
    PaymentStatus,
    RefundStatus,
    StoredOrder,
    StoredPayment,
    StoredRefund,
    net_amounts,
    stored_order,
)
from bytemeburger.orders.rules import Status

MAX_CO_PURCHASED = 9
"""Products of one order that are counted as bought together: 36 pairs, both ways."""


type Member = Literal["product_id", "category"]


@dataclass(frozen=True)
class Amounts:
    """`units` were sold on their own, `parts` within combos (counted by product and category); the money is all the
    combo's."""

    orders: int = 0
    units: int = 0
    parts: int = 0
    amount: int = 0


@dataclass(frozen=True)
class CampaignAmounts:
    """Of the orders that a campaign took something off: what their lines come to (`gross`), what it took off (`discount`),
    and what was paid (`amount`)."""

    orders: int = 0
    gross: int = 0
    discount: int = 0
    amount: int = 0


@dataclass(frozen=True)
class GroupAmounts:
    """Of the orders of a group of a campaign: what was paid, and the sum of its squares, order by order."""

    orders: int = 0
    amount: int = 0
    squares: int = 0


@dataclass(frozen=True)
class Booking:
    """One entry in the books of an order. `effect` is its name among the order's, `column` SALE or REFUND, `sign` how
    the order and its units count: 1, -1, or 0 where only money moves. `before` and `after` are what was kept of its
    money."""

    effect: str
    column: str
    sign: int
    order: StoredOrder
    before: int
    after: int

    @property
    def orders(self) -> int:
        return self.sign

    @property
    def amount(self) -> int:
        return self.after - self.before

    @property
    def units(self) -> int:
        return self.sign * sum(int(line["quantity"]) for line in self.order["lines"])

    @property
    def total(self) -> Amounts:
        return Amounts(self.orders, self.units, amount=self.amount)

    def by(self, member: Member) -> dict[str, Amounts]:
        """By `product_id` or `category` of the lines and of combos' parts; the order counts once in each it has
        anything of. Parts of orders from before their category was kept are known by product alone."""
        units: Counter[str] = Counter()
        parts: Counter[str] = Counter()
        amounts: Counter[str] = Counter()
        shares = zip(_shares(self.order, self.before), _shares(self.order, self.after), strict=True)
        for line, (before, after) in zip(self.order["lines"], shares, strict=True):
            quantity = self.sign * line["quantity"]
            units[line[member]] += quantity
            amounts[line[member]] += after - before
            for choice in line.get("choices") or []:
                if member in choice:
                    parts[choice[member]] += quantity
        return {name: Amounts(self.sign, units[name], parts[name], amounts[name]) for name in {**units, **parts}}

    def by_campaign(self) -> dict[str, CampaignAmounts]:
        """By campaign. An order with two counts in both."""
        gross = sum(line["quantity"] * line["unit_price"] for line in self.order["lines"])
        return {
            each["campaign_id"]: CampaignAmounts(self.sign, self.sign * gross, self.sign * each["amount"], self.amount)
            for each in self.order.get("discounts") or []
        }

    def by_group(self) -> dict[tuple[str, str], GroupAmounts]:
        """By campaign with a hold-out group, and group."""
        amounts = GroupAmounts(self.sign, self.amount, self.after**2 - self.before**2)
        return dict.fromkeys((self.order.get("campaign_groups") or {}).items(), amounts)


type Figures = Mapping[str, int]
"""`sale_orders`, `refund_amount`, ...: amounts by column and name."""


@dataclass(frozen=True)
class BookEntry:
    """What a booking adds to the counters of its business day: `figures` by place,
    and `co_purchases` the products that were bought with each of the order's."""

    effect: str
    order_id: str
    store: str
    day: str
    number: int
    figures: Mapping[str, Figures]
    co_purchases: Mapping[str, list[str]]


def co_purchases(order: StoredOrder) -> dict[str, list[str]]:
    """By product of the order, the others in it."""
    found: dict[str, list[str]] = {}
    for one, other in pairs(order):
        found.setdefault(one, []).append(other)
    return found


@dataclass(frozen=True)
class Release:
    """Uses of campaigns that an order gave back when it ended unmade, or (`sign` -1) that it took again for a late payment.
    `effect` is its name among the order's."""

    effect: str
    sign: int
    order_id: str
    store: str
    day: str
    campaign_ids: list[str]


def release(old: StoredOrder | None, new: StoredOrder) -> Release | None:
    """What one change of an order gave back, or took again."""
    returned, returned_before = bool(new.get("uses_returned")), bool(old and old.get("uses_returned"))
    campaign_ids = [use["campaign_id"] for use in new.get("campaign_uses") or []]
    if returned == returned_before or not campaign_ids:
        return None
    if old and returned_before:
        return Release("RETAKE", -1, new["order_id"], new["store"], old["business_day"], campaign_ids)
    effect = "RELEASE#ACCEPTED" if _accepted_late(new) else "RELEASE"
    return Release(effect, 1, new["order_id"], new["store"], new["business_day"], campaign_ids)


def bookings(old: StoredOrder | None, new: StoredOrder | None) -> Iterator[Booking]:
    """What one change of an order adds to the books."""
    if new is None or (payment := _payment(new)) is None:
        return
    was_paid, total = _payment(old) is not None, new["total"]
    if not was_paid:
        yield Booking("SALE", "SALE", 1, new, 0, total)
    known = len((old and was_paid and old.get("exceptions")) or [])
    taken_back = 0
    for place, each in enumerate(new.get("exceptions") or []):
        if each["provider_order_id"] != payment["provider_order_id"]:
            continue
        before, taken_back = taken_back, each["amount"]
        if place >= known and before != taken_back:
            yield Booking(f"EXCEPTION#{place}", "REFUND", 0, new, total - before, total - taken_back)
    refund = _refund(new)
    if refund is not None and _refund(old) is None:
        yield Booking("REFUND", "REFUND", -1, new, refund.get("amount", total), 0)


def recount(orders: Iterable[Mapping[str, Any]]) -> Iterator[Booking]:
    """All bookings that follow from these orders as they are now."""
    for order in orders:
        yield from bookings(None, stored_order(order))


def pairs(order: StoredOrder) -> list[tuple[str, str]]:
    """Products that were bought together, each pair both ways."""
    products = sorted({line["product_id"] for line in order["lines"]})[:MAX_CO_PURCHASED]
    return [pair for one, other in combinations(products, 2) for pair in ((one, other), (other, one))]


def _accepted_late(order: StoredOrder) -> bool:
    """Whether it had expired before its money was accepted, so that it may end unmade once more."""
    return order["status"] != Status.EXPIRED and any(step["status"] == Status.EXPIRED for step in order["history"])


def _payment(order: StoredOrder | None) -> StoredPayment | None:
    """What paid the order."""
    payment = order and order.get("payment")
    return payment if payment and payment["status"] == PaymentStatus.PAID else None


def _refund(order: StoredOrder | None) -> StoredRefund | None:
    """How the money that paid the order was given back; a late payment that never paid it does not count, and neither does
    a refund of nothing, which ended because the payer's bank had taken the money."""
    if order is None or (payment := _payment(order)) is None:
        return None
    for refund in order.get("refunds") or []:
        is_done = refund["status"] == RefundStatus.DONE and refund.get("amount") != 0
        if is_done and refund["provider_order_id"] == payment["provider_order_id"]:
            return refund
    return None


def _shares(order: StoredOrder, net: int) -> list[int]:
    """The lines' shares of what was kept, which add up to it to the centavo; what was paid for them where all was. They
    are taken of what the lines come to: of an order that lost its discounts to the version before, that is more than its total."""
    amounts = net_amounts(order)
    total, so_far, shares = sum(amounts), 0, []
    for amount in amounts:
        start, so_far = so_far, so_far + amount
        shares.append(net * so_far // total - net * start // total if total else 0)
    return shares
