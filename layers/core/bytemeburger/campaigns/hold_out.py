"""Who of the known customers is held out of a campaign, so that its effect can be seen: always the same people, by a keyed hash
of person and campaign, whatever the order."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bytemeburger import seal
from bytemeburger.campaigns.model import Campaign
from bytemeburger.campaigns.rules import HUNDRED_PERCENT, OrderContext, is_on


class HoldOutGroup(StrEnum):
    """Of a campaign with a hold-out group: whether a customer is offered it."""

    OFFERED = "offered"
    HELD_OUT = "held_out"


def held_out(campaigns: Iterable[Campaign], customer: str | None) -> frozenset[str]:
    """The campaigns that a customer is held out of; of nobody's, none."""
    if customer is None:
        return frozenset()
    return frozenset(each.campaign_id for each in campaigns if each.hold_out and _draw(each, customer) < each.hold_out)


def groups(campaigns: Iterable[Campaign], context: OrderContext) -> Mapping[str, HoldOutGroup]:
    """By campaign, the group of an order by a known customer while that is on, whether or not it takes anything off: people
    are compared as they were drawn."""
    return {
        each.campaign_id: HoldOutGroup.HELD_OUT if each.campaign_id in context.held_out else HoldOutGroup.OFFERED
        for each in campaigns
        if each.hold_out and context.identified and is_on(each, context)
    }


def _draw(campaign: Campaign, customer: str) -> int:
    """A number below 10,000."""
    drawn = seal.digest("hold-out", f"{campaign.campaign_id}\0{customer}")
    return int.from_bytes(drawn[:8]) % HUNDRED_PERCENT
