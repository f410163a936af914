"""The report of campaigns. Money in centavos."""

import csv
import io
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from bytemeburger.campaigns.hold_out import HoldOutGroup
from bytemeburger.formats import BusinessDay, Centavos, Count, Identifier, Translations
from bytemeburger.sales.views import Period
from bytemeburger.table import Plain

Z_95 = 1.96
MIN_OF_AN_INTERVAL = 2
MIN_TO_TRUST = 100
"""Orders of each group: with fewer, an average says little, and its interval too."""


class CampaignRow(TypedDict):
    """Of a campaign on a day. `uses`: paid orders that it took something off; `gross` is what their lines come to,
    `discount` what it took off, `net` what was paid and kept. `released`: uses that came back from orders that ended unmade.
    `name`: null where the campaign is not known."""

    day: BusinessDay
    campaign_id: Identifier
    name: Translations | None
    uses: Count
    released: Count
    gross: Centavos
    discount: Centavos
    net: int


class ComparedGroup(TypedDict):
    """Paid orders of known customers while the campaign was on; `average`: what they paid."""

    orders: Count
    average: Centavos | None


class HoldOutComparison(TypedDict):
    """Of those who are offered a campaign and those held out. `difference`: how much more an order of those offered it
    comes to; it lies between `low` and `high` with 95 % confidence. `enough`: whether both have the orders that it
    takes to say so."""

    campaign_id: Identifier
    name: Translations | None
    offered: ComparedGroup
    held_out: ComparedGroup
    difference: int | None
    low: int | None
    high: int | None
    enough: bool


class CampaignReport(Period):
    currency: Literal["BRL"]
    rows: list[CampaignRow]
    hold_outs: list[HoldOutComparison]


type Counters = Sequence[tuple[str, str, str | None, Plain]]
"""(day, campaign, its group or None, counter)."""


def rows(counters: Counters, names: Mapping[str, Translations]) -> list[CampaignRow]:
    return [
        {
            "day": day,
            "campaign_id": campaign_id,
            "name": names.get(campaign_id),
            "uses": _net_of(counter, "orders"),
            "released": counter.get("released", 0),
            "gross": _net_of(counter, "gross"),
            "discount": _net_of(counter, "discount"),
            "net": _net_of(counter, "amount"),
        }
        for day, campaign_id, group, counter in counters
        if group is None
    ]


def hold_outs(counters: Counters, names: Mapping[str, Translations]) -> list[HoldOutComparison]:
    """By campaign with a hold-out group, over all the days."""
    found: dict[str, dict[str, Counter[str]]] = {}
    for _, campaign_id, group, counter in counters:
        if group is not None:
            sums = found.setdefault(campaign_id, {each: Counter() for each in HoldOutGroup})
            sums[group].update({name: _net_of(counter, name) for name in ("orders", "amount", "squares")})
    return [
        {
            "campaign_id": campaign_id,
            "name": names.get(campaign_id),
            "offered": _compared(groups[HoldOutGroup.OFFERED]),
            "held_out": _compared(groups[HoldOutGroup.HELD_OUT]),
            **_difference(groups[HoldOutGroup.OFFERED], groups[HoldOutGroup.HELD_OUT]),
        }
        for campaign_id, groups in sorted(found.items())
    ]


def as_csv(reported: Sequence[CampaignRow]) -> str:
    """The rows for a spreadsheet, amounts in centavos."""
    text = io.StringIO()
    figures = ("day", "campaign_id", "uses", "released", "gross", "discount", "net")
    writer = csv.DictWriter(text, figures, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(reported)
    return text.getvalue()


def _compared(sums: Mapping[str, int]) -> ComparedGroup:
    orders = sums["orders"]
    return {"orders": orders, "average": round(sums["amount"] / orders) if orders > 0 else None}


class _Difference(TypedDict):
    difference: int | None
    low: int | None
    high: int | None
    enough: bool


def _difference(offered: Mapping[str, int], held_out: Mapping[str, int]) -> _Difference:
    """Of the averages, with the interval of Welch's test for large groups."""
    if min(offered["orders"], held_out["orders"]) < MIN_OF_AN_INTERVAL:
        return {"difference": None, "low": None, "high": None, "enough": False}
    difference = offered["amount"] / offered["orders"] - held_out["amount"] / held_out["orders"]
    margin = Z_95 * math.sqrt(sum(_variance(each) / each["orders"] for each in (offered, held_out)))
    return {
        "difference": round(difference),
        "low": round(difference - margin),
        "high": round(difference + margin),
        "enough": min(offered["orders"], held_out["orders"]) >= MIN_TO_TRUST,
    }


def _variance(sums: Mapping[str, int]) -> float:
    """Of the amounts of which these are the number, the sum and the sum of the squares; 0 where they do not fit together,
    as those of an order that lost its money and not its place."""
    count = sums["orders"]
    return max(0, count * sums["squares"] - sums["amount"] ** 2) / (count * (count - 1))


def _net_of(counter: Plain, name: str) -> int:
    """What was sold, less what was refunded."""
    return int(counter.get(f"sale_{name}", 0) + counter.get(f"refund_{name}", 0))
