"""What a campaign would have cost on a day that is over: worked out on that day's orders. Money in centavos."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict

from bytemeburger import clock
from bytemeburger.campaigns import rules
from bytemeburger.campaigns.model import Campaign
from bytemeburger.campaigns.rules import OrderContext
from bytemeburger.formats import BusinessDay, Centavos, Count
from bytemeburger.hours.rules import local_time
from bytemeburger.orders import model
from bytemeburger.orders.discounting import cart
from bytemeburger.orders.model import Line
from bytemeburger.table import Plain


class CampaignEstimate(TypedDict):
    """`orders`: those that were paid and kept on that day; `uses`: of them, those that the campaign would have taken
    something off. `gross` is what the lines of these come to, `discount` what it would have taken off, `net` the rest.
    `complete`: false where the day had more orders than are looked at."""

    day: BusinessDay
    orders: Count
    uses: Count
    gross: Centavos
    discount: Centavos
    net: Centavos
    complete: bool


def sold(orders: Iterable[Plain], day: str) -> Iterable[Plain]:
    """Of orders, those that were paid on that business day, and kept."""
    return (
        each for each in orders if each["business_day"] == day and each.get("paid_at") and not model.is_refunded(each)
    )


def estimate(campaign: Campaign, day: str, orders: list[Plain], *, complete: bool) -> CampaignEstimate:
    """As if it alone had been on all day, every customer had had its code, and every known one had come for the first time,
    within its limits: the most that it would have cost."""
    on = replace(campaign, starts=None, ends=None)
    limits, uses, by_person = campaign.limits, 0, Counter[str]()
    gross = discount = 0
    per_person = 1 if campaign.first_order else limits.uses_per_person
    for order in sorted(orders, key=lambda each: each["created_at"]):
        customer = order.get("customer")
        lines = cart(map(Line.of, order["lines"]))
        local = local_time(clock.instant(order["created_at"]), order["time_zone"])
        context = OrderContext(
            local,
            order["dining"],
            identified=customer is not None,
            first_order=customer is not None,
            coupons=frozenset({campaign.campaign_id}),
        )
        amount = rules.discounts(lines, [on], context).amount
        is_over = any(most is not None and uses >= most for most in (limits.uses, limits.uses_per_day))
        has_had = customer is not None and per_person is not None and by_person[customer] >= per_person
        is_spent = limits.budget is not None and discount + amount > limits.budget
        if not amount or is_over or has_had or is_spent:
            continue
        uses += 1
        gross += sum(line.amount for line in lines)
        discount += amount
        if customer is not None:
            by_person[customer] += 1
    return {
        "day": day,
        "orders": len(orders),
        "uses": uses,
        "gross": gross,
        "discount": discount,
        "net": gross - discount,
        "complete": complete,
    }
