"""The menu as customers see it, at the prices that a store's campaigns make of it. Money in centavos."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal, TypedDict

from bytemeburger.campaigns import rules
from bytemeburger.campaigns.model import Campaign, CartLine, Fixed, Limits, OrderPercent, Percent, UnitPrice
from bytemeburger.campaigns.rules import OrderContext
from bytemeburger.formats import Centavos, Identifier, Time, Translations
from bytemeburger.hours.rules import SellingHours, sells_at
from bytemeburger.menu.views import MenuProduct, Wait
from bytemeburger.table import Plain


class ProductOffer(TypedDict):
    """What a unit costs now, whoever orders it and however many, and what the campaign is called."""

    name: Translations
    price: Centavos


class OfferedProduct(MenuProduct):
    """`slow`: not to be offered now, because the kitchen is busy and others are made sooner."""

    offer: ProductOffer | None
    slow: bool


class Menu(TypedDict):
    """`hours` are of `time_zone`. `discounts`: whether a campaign is on that may take something off a cart without a
    code; `coupons`: whether one is on that needs a code; `wait`: null where the store promises no times;
    `full_until`: by which minute the kitchen probably takes orders of this size again, null while it does."""

    store: Identifier
    name: str
    time_zone: str
    open: bool
    hours: list[SellingHours]
    currency: Literal["BRL"]
    discounts: bool
    coupons: bool
    wait: Wait | None
    full_until: Time | None
    products: list[OfferedProduct]


def running(campaigns: Mapping[str, Campaign], local: datetime) -> list[Campaign]:
    """Those that have begun and not ended."""
    return [each for each in campaigns.values() if rules.is_running(each, local)]


def for_everybody(campaigns: Iterable[Campaign], local: datetime) -> list[Campaign]:
    """Those that make every unit cheaper now, in any order of anybody: what a menu may promise. Of campaigns that cannot
    count together it may promise none."""
    found = [each for each in campaigns if _is_for_everybody(each) and sells_at(each.hours, local)]
    return [each for each in found if all(each is other or rules.may_combine(each, [other]) for other in found)]


def offer(product: Plain, campaigns: Sequence[Campaign], local: datetime) -> ProductOffer | None:
    """What a unit of a product costs under campaigns for everybody; None where they take nothing off it."""
    if not campaigns:
        return None
    unit = CartLine(product["product_id"], product["category"], frozenset(), product["price"], quantity=1)
    outcome = rules.discounts([unit], campaigns, OrderContext(local))
    if not outcome.discounts:
        return None
    return {"name": outcome.discounts[0].name, "price": product["price"] - outcome.amount}


def _is_for_everybody(campaign: Campaign) -> bool:
    match campaign.offer:
        case OrderPercent() | UnitPrice(most_units=None) | Percent(most_units=None) | Fixed(most_units=None):
            pass
        case _:
            return False
    return (
        not (campaign.with_coupon or campaign.first_order or campaign.minimum)
        and campaign.dining is None
        and campaign.most_amount is None
        and campaign.limits == Limits()
        and not campaign.hold_out
    )
