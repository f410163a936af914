"""What everybody sees of what campaigns took off an order. Money in centavos."""

from collections.abc import Iterable
from typing import TypedDict, cast

from bytemeburger.discounts.model import Discount, Kind, Skip, SkipReason
from bytemeburger.formats import Centavos, Count, Identifier, Translations


class DiscountShare(TypedDict):
    """`line`: the position of a line in its order, from 0."""

    line: Count
    amount: Centavos


class OrderDiscount(TypedDict):
    """What a campaign took off, under the name that it had then; `lines` add up to `amount`."""

    campaign_id: Identifier
    name: Translations
    kind: Kind
    amount: Centavos
    lines: list[DiscountShare]


class SkippedCampaign(TypedDict):
    """Why a campaign takes nothing off."""

    campaign_id: Identifier
    reason: SkipReason


class Explanation(TypedDict):
    """What campaigns took off an order, and why others did not."""

    discounts: list[OrderDiscount]
    skipped: list[SkippedCampaign]


class SkippedOffer(SkippedCampaign):
    """`missing`: how much is lacking where the minimum is not reached."""

    name: Translations
    missing: Centavos | None


def discounts(applied: Iterable[Discount]) -> list[OrderDiscount]:
    return [
        {
            "campaign_id": each.campaign_id,
            "name": each.name,
            "kind": cast("Kind", each.kind),
            "amount": each.amount,
            "lines": [{"line": share.line, "amount": share.amount} for share in each.lines],
        }
        for each in applied
    ]


def skipped(campaigns: Iterable[Skip]) -> list[SkippedCampaign]:
    return [{"campaign_id": each.campaign_id, "reason": cast("SkipReason", each.reason)} for each in campaigns]


def explained(applied: Iterable[Discount], unused: Iterable[Skip]) -> Explanation:
    return {"discounts": discounts(applied), "skipped": skipped(unused)}
