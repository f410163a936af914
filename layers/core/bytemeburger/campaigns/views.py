"""What managers see of campaigns, and whoever fills a cart of those that give it nothing. Money in centavos."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NotRequired, TypedDict, cast

from bytemeburger.campaigns.model import Campaign, State
from bytemeburger.campaigns.records import SavedCampaign
from bytemeburger.discounts.model import Kind, Skip, SkipReason
from bytemeburger.discounts.views import SkippedOffer, skipped
from bytemeburger.formats import Centavos, Count, Identifier, Time, Translations, Version
from bytemeburger.hours.rules import SellingHours
from bytemeburger.menu.rules import Category
from bytemeburger.table import Plain


class OfferTarget(TypedDict):
    products: list[Identifier]
    categories: list[Category]
    options: list[Identifier]


class OfferPart(TypedDict):
    target: OfferTarget
    units: Count


class CampaignOffer(TypedDict):
    """Which members there are follows from the `kind`."""

    kind: Kind
    parts: NotRequired[list[OfferPart]]
    price: NotRequired[Centavos]
    amount: NotRequired[Centavos]
    basis_points: NotRequired[Count]
    target: NotRequired[OfferTarget]
    reward: NotRequired[OfferTarget]
    most_units: NotRequired[Count | None]
    buy: NotRequired[Count]
    get: NotRequired[Count]
    take: NotRequired[Count]
    free: NotRequired[Count]
    units: NotRequired[Count]


class UseLimits(TypedDict):
    uses: Count | None
    uses_per_day: Count | None
    uses_per_person: Count | None
    budget: Centavos | None


class ManagedCampaign(TypedDict):
    """As it is saved. `uses` and `spent` are counted where its `limits` name one of both; `changed_by`: a member of
    staff's `sub`."""

    campaign_id: Identifier
    state: State
    name: Translations
    offer: CampaignOffer
    starts: str | None
    ends: str | None
    hours: list[SellingHours]
    dining: Literal["eat_in", "take_away"] | None
    minimum: Centavos
    first_order: bool
    with_coupon: bool
    most_amount: Centavos | None
    limits: UseLimits
    group: Identifier | None
    stackable: bool
    priority: Count
    hold_out: Count
    uses: Count
    spent: Centavos
    changed_at: Time
    changed_by: str
    version: Version


class CampaignList(TypedDict):
    campaigns: list[ManagedCampaign]


class CouponCodes(TypedDict):
    """They are shown once; only their digests are stored."""

    campaign_id: Identifier
    codes: list[str]
    uses: Count


def for_manager(saved: SavedCampaign, counter: Plain | None) -> ManagedCampaign:
    campaign = saved.definition
    assert campaign
    counted = counter or {}
    return {
        "campaign_id": saved.campaign_id,
        "state": State(saved.state),
        "name": campaign.name,
        "offer": cast("CampaignOffer", {"kind": str(campaign.offer.kind)} | _members(campaign.offer)),
        "starts": campaign.starts,
        "ends": campaign.ends,
        "hours": list(campaign.hours),
        "dining": cast('Literal["eat_in", "take_away"] | None', campaign.dining),
        "minimum": campaign.minimum,
        "first_order": campaign.first_order,
        "with_coupon": campaign.with_coupon,
        "most_amount": campaign.most_amount,
        "limits": cast("UseLimits", _members(campaign.limits)),
        "group": campaign.group,
        "stackable": campaign.stackable,
        "priority": campaign.priority,
        "hold_out": campaign.hold_out,
        "uses": max(0, counted.get("uses", 0)),
        "spent": max(0, counted.get("spent", 0)),
        "changed_at": saved.changed_at,
        "changed_by": saved.changed_by,
        "version": saved.version,
    }


def skipped_offers(found: Iterable[Skip], campaigns: Mapping[str, Campaign], subtotal: int) -> list[SkippedOffer]:
    """With names, for a cart that may still change."""
    return [
        {
            **each,
            "name": campaigns[each["campaign_id"]].name,
            "missing": max(0, campaigns[each["campaign_id"]].minimum - subtotal)
            if each["reason"] == SkipReason.MINIMUM_NOT_REACHED
            else None,
        }
        for each in skipped(found)
    ]


def _members(value: Any) -> dict[str, Any]:
    """All members of a value, defaults included."""
    return {name: _plain(member) for name, member in vars(value).items()}


def _plain(value: Any) -> Any:
    match value:
        case tuple():
            return [_plain(each) for each in value]
        case _ if hasattr(value, "plain"):
            return _members(value)
    return value
