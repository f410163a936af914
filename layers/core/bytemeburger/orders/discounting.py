"""Campaigns on an order: from its lines to what is to be paid, and from what is to be paid back to each line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bytemeburger.campaigns import records as campaigns
from bytemeburger.campaigns import rules
from bytemeburger.campaigns.model import Campaign, CartLine, Discount
from bytemeburger.campaigns.records import Use
from bytemeburger.campaigns.rules import Moment, Outcome
from bytemeburger.errors import Invalid
from bytemeburger.hours.rules import local_time
from bytemeburger.orders import records
from bytemeburger.orders.model import Line, net_amounts
from bytemeburger.orders.records import Order
from bytemeburger.table import Key, Plain
from bytemeburger.telemetry import logger


@dataclass(frozen=True)
class Offers:
    """What a store offers a customer, pseudonym or account, at one moment."""

    campaigns: Mapping[str, Campaign]
    moment: Moment
    customer: str | None
    coupon: Key | None

    def outcome(self, lines: Iterable[Line]) -> Outcome:
        """Raises Invalid for a code whose campaign can be used no more."""
        if self.moment.full & self.moment.coupons:
            raise _refused("limit")
        return rules.discounts(cart(lines), self.campaigns.values(), self.moment)

    def still_to_be_had(self, store: str, day: str) -> "Offers":
        """Without those of which a limit is reached, as far as one can tell before an order is written."""
        return self.without(campaigns.reached(store, self.campaigns.values(), day, self.customer))

    def without(self, full: Iterable[str]) -> "Offers":
        """Without campaigns of which a limit turned out to be reached."""
        return replace(self, moment=replace(self.moment, full=self.moment.full.union(full)))

    def uses(self, discounts: Iterable[Discount], day: str) -> list[Use]:
        """What an order with these discounts takes of the campaigns that have limits."""
        applied = [
            campaigns.use(self.campaigns[each.campaign_id], each, day, self.customer, self.coupon) for each in discounts
        ]
        return [each for each in applied if each.is_counted]


def offers(
    seller: Plain, dining: str, customer: str | None, coupon: Key | None, found: Mapping[Key, Plain], now: datetime
) -> Offers:
    """What the store offers now. `found` has what is kept under the coupon's key, if one was given. Raises Invalid for one
    that cannot be used; nobody is told why."""
    local = local_time(now, seller["time_zone"])
    active = {each.campaign_id: each for each in campaigns.active(seller)}
    opened = frozenset({_opened(found.get(coupon), active, local)} if coupon else ())
    asks = customer is not None and any(each.first_order for each in active.values())
    moment = Moment(
        local,
        dining,
        person=customer is not None,
        first_order=asks and customer is not None and not records.has_ordered(customer),
        coupons=opened,
    )
    return Offers(active, moment, customer, coupon)


def coupon_key(store: str, written: str | None) -> Key | None:
    """Where a code is kept that a customer has given, if one was given. Raises Invalid for what cannot be one."""
    key = campaigns.coupon_key(store, written) if written is not None else None
    if written is not None and key is None:
        raise _refused("malformed")
    return key


def cart(lines: Iterable[Line]) -> list[CartLine]:
    """What campaigns look at."""
    return [
        CartLine(
            line.product_id,
            line.category,
            frozenset(each.option_id for each in (*line.options, *(o for c in line.choices for o in c.options))),
            line.unit_price,
            line.quantity,
        )
        for line in lines
    ]


def payable(order: Order) -> list[Line]:
    """The lines at what they cost after the discounts, which adds up to the total: three for 10.00 are two for 3.33 and one
    for 3.34. What a discount makes free is left out."""
    found: list[Line] = []
    for line, amount in zip(order.lines, net_amounts(order.stored()), strict=True):
        if amount == line.amount:
            found.append(line)
            continue
        price, dearer = divmod(amount, line.quantity)
        parts = ((price, line.quantity - dearer), (price + 1, dearer))
        found += [replace(line, unit_price=unit, quantity=units) for unit, units in parts if unit and units]
    return found


def _opened(coupon: Plain | None, active: Mapping[str, Campaign], local: datetime) -> str:
    """The campaign of a code. Raises Invalid."""
    if coupon is None:
        raise _refused("unknown")
    campaign = active.get(coupon["campaign_id"])
    if campaign is None or not campaign.with_coupon or not rules.is_running(campaign, local):
        raise _refused("campaign")
    if coupon["uses"] >= coupon["most"]:
        raise _refused("used-up")
    return campaign.campaign_id


def _refused(reason: str) -> Invalid:
    """One text for all: it must not tell which codes there are."""
    logger.info("coupon refused", extra={"reason": reason})
    return Invalid("coupon-refused")
