"""The report of campaigns. Money in centavos."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypedDict

from bytemeburger.formats import BusinessDay, Centavos, Count, Identifier, Translations
from bytemeburger.table import Plain


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


_Period = TypedDict("_Period", {"from": BusinessDay, "to": BusinessDay})


class CampaignReport(_Period):
    currency: Literal["BRL"]
    rows: list[CampaignRow]


def rows(counters: Iterable[tuple[str, str, Plain]], names: Mapping[str, Translations]) -> list[CampaignRow]:
    """From (day, campaign, counter)."""
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
        for day, campaign_id, counter in counters
    ]


def as_csv(reported: Sequence[CampaignRow]) -> str:
    """The rows for a spreadsheet, amounts in centavos."""
    text = io.StringIO()
    figures = ("day", "campaign_id", "uses", "released", "gross", "discount", "net")
    writer = csv.DictWriter(text, figures, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(reported)
    return text.getvalue()


def _net_of(counter: Plain, name: str) -> int:
    """What was sold, less what was refunded."""
    return int(counter.get(f"sale_{name}", 0) + counter.get(f"refund_{name}", 0))
