"""Who belongs to an audience, when a store may write to people, and how often to one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bytemeburger.hours.rules import DAYS, sells_at
from bytemeburger.mailings.model import Audience, MailingState

FAVOURITE_ORDERS = 2
"""In so many of their recent orders a favourite stands."""
MAX_PER_WEEK = 2
"""Campaign mails that one person gets, of all stores, within seven days."""
WEEK = timedelta(days=7)
MAIL_HOURS = {"opens": "09:00", "closes": "20:00"}
"""Of a store that has not set its own."""


@dataclass(frozen=True)
class PaidOrder:
    """An order that was paid and not called off; `products`: parts of combos too."""

    placed_at: datetime
    products: frozenset[str]
    categories: frozenset[str]


def may_become(current: str, to: MailingState) -> bool:
    """Whether a mailing may be started, or stopped, that has another state."""
    return current == MailingState.TESTED or (current == MailingState.SENDING and to == MailingState.STOPPED)


def may_write(mail_hours: Mapping[str, str] | None, local: datetime) -> bool:
    """Whether campaign mails go out at that local time."""
    hours = mail_hours or MAIL_HOURS
    return sells_at([{"days": [*DAYS], "opens": hours["opens"], "closes": hours["closes"]}], local)


def may_belong(audience: Audience, last_order_at: datetime | None, at: datetime) -> bool:
    """Whether somebody whose last order, in whatever store, was then can belong to the audience at all."""
    if last_order_at is None:
        return False
    return audience.ordered_within is None or at - last_order_at <= timedelta(days=audience.ordered_within)


def belongs(audience: Audience, orders: Sequence[PaidOrder], at: datetime) -> bool:
    """Whether somebody with these orders in the store belongs to the audience."""
    if not orders:
        return False
    since_last = at - max(order.placed_at for order in orders)
    if audience.ordered_within is not None and since_last > timedelta(days=audience.ordered_within):
        return False
    if audience.not_ordered_within is not None and since_last <= timedelta(days=audience.not_ordered_within):
        return False
    if not audience.products and not audience.categories:
        return True
    return any(
        sum(wanted in found for found in of_orders) >= FAVOURITE_ORDERS
        for wanted_ones, of_orders in (
            (audience.products, [order.products for order in orders]),
            (audience.categories, [order.categories for order in orders]),
        )
        for wanted in wanted_ones
    )
