"""Campaigns on an order: from its lines to what is to be paid, and from what is to be paid back to each line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bytemeburger.campaigns import hold_out, rules
from bytemeburger.campaigns import records as campaigns
from bytemeburger.campaigns.model import Campaign, CartLine
from bytemeburger.campaigns.records import Tries
from bytemeburger.campaigns.rules import OrderContext, Outcome
from bytemeburger.errors import Invalid, TooMany
from bytemeburger.orders import records
from bytemeburger.orders.model import Line, net_amounts
from bytemeburger.orders.records import Order
from bytemeburger.table import Key, Plain
from bytemeburger.telemetry import logger


@dataclass(frozen=True)
class Coupon:
    """A code that was given. `item`: None where there is no such coupon. `tries` count it if it is refused; `is_blocked`:
    too many were."""

    key: Key
    item: Plain | None
    tries: Sequence[Tries] = ()
    is_blocked: bool = False

    def campaign(self, active: Mapping[str, Campaign], local: datetime) -> str:
        """The campaign that it opens. Raises Invalid, and TooMany whether it is right or not."""
        if self.is_blocked:
            raise TooMany("coupon-tries-exceeded", retry_after=campaigns.seconds_to_next_try())
        if self.item is None:
            raise self.refused("unknown")
        campaign = active.get(self.item["campaign_id"])
        if campaign is None or not campaign.with_coupon or not rules.is_running(campaign, local):
            raise self.refused("campaign")
        if self.item["uses"] >= self.item["most"]:
            raise self.refused("used-up")
        return campaign.campaign_id

    def refused(self, reason: str) -> Invalid:
        """One problem for all: it must not reveal which codes exist. It is counted, so that nobody finds one by trying."""
        logger.info("coupon refused", extra={"reason": reason})
        campaigns.count_tries(self.tries)
        return Invalid("coupon-refused")


@dataclass(frozen=True)
class Offers:
    """What a store offers a customer, pseudonym or account, at one moment. `coupon`: where a code was given."""

    campaigns: Mapping[str, Campaign]
    context: OrderContext
    customer: str | None
    coupon: Coupon | None

    def outcome(self, lines: Iterable[Line]) -> Outcome:
        """Raises Invalid for a code that cannot be used, TooMany after too many of them."""
        opened = {self.coupon.campaign(self.campaigns, self.context.local)} if self.coupon else set()
        if self.coupon and self.context.exhausted & opened:
            raise self.coupon.refused("limit")
        context = replace(self.context, coupons=frozenset(opened))
        return rules.discounts(cart(lines), self.campaigns.values(), context)

    def apply(self, order: Order) -> None:
        """Take the discounts off a new order, and record what it uses of the campaigns' limits. Raises Invalid for a
        code that cannot be used."""
        outcome = self.outcome(order.lines)
        order.total -= outcome.amount
        order.discounts, order.skipped = list(outcome.discounts), list(outcome.skipped)
        key = self.coupon.key if self.coupon else None
        used = [
            campaigns.use(self.campaigns[each.campaign_id], each, order.business_day, self.customer, key)
            for each in outcome.discounts
        ]
        order.campaign_uses = [each for each in used if each.is_counted]
        groups = hold_out.groups(self.campaigns.values(), self.context)
        order.campaign_groups = {name: str(group) for name, group in groups.items()} or None

    def available(self, store: str, day: str, lines: Sequence[Line]) -> "Offers":
        """Without those of which an order of these lines would reach a limit, as far as that is known before it is
        written. Raises Invalid for a code that cannot be used."""
        exhausted, budgets = campaigns.read_limits(store, self.campaigns.values(), day, self.customer)
        offers = self.without(exhausted)
        while budgets and (
            beyond := [
                each.campaign_id
                for each in offers.outcome(lines).discounts
                if each.amount > budgets.get(each.campaign_id, each.amount)
            ]
        ):
            offers = offers.without(beyond)
        return offers

    def without(self, exhausted: Iterable[str]) -> "Offers":
        """Without campaigns of which a limit turned out to be reached."""
        return replace(self, context=replace(self.context, exhausted=self.context.exhausted.union(exhausted)))


def offers(
    active: Mapping[str, Campaign],
    dining: str,
    customer: str | None,
    coupon: Coupon | None,
    local: datetime,
) -> Offers:
    """What a store's active campaigns offer at that local time."""
    matters = any(each.first_order for each in active.values())
    first_order = matters and customer is not None and not records.has_ordered(customer)
    held_out = hold_out.held_out(active.values(), customer)
    context = OrderContext(local, dining, identified=customer is not None, first_order=first_order, held_out=held_out)
    return Offers(active, context, customer, coupon)


def cart(lines: Iterable[Line]) -> list[CartLine]:
    """What campaigns look at."""
    return [
        CartLine(
            line.product_id,
            line.category,
            frozenset(
                each.option_id
                for each in (*line.options, *(option for choice in line.choices for option in choice.options))
            ),
            line.unit_price,
            line.quantity,
        )
        for line in lines
    ]


def net_lines(order: Order) -> list[Line]:
    """The lines at what they cost after the discounts, which adds up to the total: three for 10.00 are two for 3.33 and
    one for 3.34. What a discount makes free is left out. An order that lost its discounts to the version before keeps
    its total."""
    found: list[Line] = []
    amounts = rules.allocate(order.total, net_amounts(order.stored()))
    for line, amount in zip(order.lines, amounts, strict=True):
        if amount == line.amount:
            found.append(line)
            continue
        price, dearer = divmod(amount, line.quantity)
        parts = ((price, line.quantity - dearer), (price + 1, dearer))
        found += [replace(line, unit_price=unit, quantity=units) for unit, units in parts if unit and units]
    return found
