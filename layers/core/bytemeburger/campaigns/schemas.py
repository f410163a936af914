"""Bodies about campaigns, as a manager writes them. Money in centavos, shares in basis points: 1 % is 100."""

from datetime import datetime
from typing import Annotated, Literal, Self, cast

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from bytemeburger.campaigns.coupons import MAX_CODE_LENGTH, MAX_COUPONS, normalized
from bytemeburger.campaigns.model import State
from bytemeburger.campaigns.rules import HUNDRED_PERCENT
from bytemeburger.discounts.model import Kind
from bytemeburger.hours.rules import Hours, overlap
from bytemeburger.hours.schemas import OpenHours
from bytemeburger.menu.rules import Category
from bytemeburger.schemas import Body, HumanText, Identifier, unique

Amount = Annotated[int, Field(ge=1, le=1_000_000)]
BasisPoints = Annotated[int, Field(ge=1, le=HUNDRED_PERCENT, description="Of 10,000: 1 % is 100.")]
Units = Annotated[int, Field(ge=1, le=100)]
MostUnits = Annotated[Units | None, Field(description="Of one order; null: all.")]
Uses = Annotated[int, Field(ge=1, le=1_000_000)]
Named = Annotated[list[Identifier], Field(max_length=30), AfterValidator(unique)]


def _local_time(written: str) -> str:
    datetime.fromisoformat(written)  # there is such a day
    return written


LocalTime = Annotated[
    str,
    Field(pattern=r"^20\d{2}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$", description="As the store's clock shows it."),
    AfterValidator(_local_time),
]


class CampaignName(Body):
    """One text per language of the kiosk."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    pt: Annotated[HumanText, Field(max_length=60)] = Field(alias="pt-BR")
    en: Annotated[HumanText, Field(max_length=60)]


class CampaignTarget(Body):
    """Units of one of these products or categories, any where neither is named; with one of these options, where any is
    named."""

    products: Named = Field(default=[])
    categories: Annotated[list[Category], Field(max_length=5), AfterValidator(unique)] = Field(default=[])
    options: Named = Field(default=[])


ANY = CampaignTarget()


class CampaignPart(Body):
    target: CampaignTarget
    units: Units = 1


class ComboPriceOffer(Body):
    """The parts together for `price`: the dearest units, as often as that is cheaper."""

    kind: Literal[Kind.COMBO_PRICE]
    parts: list[CampaignPart] = Field(min_length=1, max_length=6)
    price: Amount


class UnitPriceOffer(Body):
    """Each unit for `price`, the dearest first."""

    kind: Literal[Kind.UNIT_PRICE]
    price: int = Field(ge=0, le=1_000_000)
    target: CampaignTarget = ANY
    most_units: MostUnits = None


class PercentOffer(Body):
    """A share off each unit, the dearest first."""

    kind: Literal[Kind.PERCENT]
    basis_points: BasisPoints
    target: CampaignTarget = ANY
    most_units: MostUnits = None


class FixedOffer(Body):
    """An amount off each unit, the dearest first."""

    kind: Literal[Kind.FIXED]
    amount: Amount
    target: CampaignTarget = ANY
    most_units: MostUnits = None


class BuyGetOffer(Body):
    """Buying so many units of `target` discounts up to so many of `reward`: the cheapest."""

    kind: Literal[Kind.BUY_GET]
    buy: Units
    get: Units
    target: CampaignTarget = ANY
    reward: CampaignTarget = ANY
    basis_points: BasisPoints = HUNDRED_PERCENT


class CheapestFreeOffer(Body):
    """Of each `take` units, put together by falling price, the cheapest `free` cost nothing."""

    kind: Literal[Kind.CHEAPEST_FREE]
    take: Units
    free: Units = 1
    target: CampaignTarget = ANY

    @model_validator(mode="after")
    def _something_is_paid(self) -> Self:
        if self.free >= self.take:
            raise ValueError("fewer are free than taken")
        return self


class FreeItemOffer(Body):
    """The cheapest `units` cost nothing."""

    kind: Literal[Kind.FREE_ITEM]
    target: CampaignTarget
    units: Units = 1


class OrderPercentOffer(Body):
    """A share off what the offers on lines have left of the order."""

    kind: Literal[Kind.ORDER_PERCENT]
    basis_points: BasisPoints


class OrderFixedOffer(Body):
    """An amount off what all other offers have left of the order."""

    kind: Literal[Kind.ORDER_FIXED]
    amount: Amount


OfferBody = Annotated[
    ComboPriceOffer
    | UnitPriceOffer
    | PercentOffer
    | FixedOffer
    | BuyGetOffer
    | CheapestFreeOffer
    | FreeItemOffer
    | OrderPercentOffer
    | OrderFixedOffer,
    Field(discriminator="kind"),
]


class CampaignLimits(Body):
    """Counted from when there is a limit; an order that ends unmade gives its use back."""

    uses: Uses | None = None
    uses_per_day: Uses | None = Field(default=None, description="On one business day.")
    uses_per_person: Uses | None = Field(default=None, description="Unidentified customers then do not get it.")
    budget: Annotated[int, Field(ge=1, le=1_000_000_000)] | None = Field(default=None, description="Centavos in all.")


class SaveCampaign(Body):
    """`minimum`: for an offer on lines the sum before any discount, for one on the order that after the offers on
    lines."""

    name: CampaignName
    offer: OfferBody
    starts: LocalTime | None = None
    ends: LocalTime | None = Field(default=None, description="As the store's clock shows it; no longer within.")
    hours: list[OpenHours] = Field(default=[], max_length=14, description="When it counts; none: always.")
    dining: Literal["eat_in", "take_away"] | None = Field(default=None, description="Null: either.")
    minimum: int = Field(default=0, ge=0, le=1_000_000)
    first_order: bool = Field(default=False, description="For identified customers without an earlier order.")
    with_coupon: bool = Field(default=False, description="Only with one of its codes.")
    most_amount: Amount | None = Field(default=None, description="That it takes off an order at most.")
    limits: CampaignLimits = CampaignLimits()
    group: Identifier | None = Field(default=None, description="Of one group an order has one campaign.")
    stackable: bool = Field(default=False, description="Whether an order has it beside others that are stackable.")
    priority: int = Field(default=100, ge=0, le=1000, description="Of equally good ones the lowest counts.")
    hold_out: int = Field(
        default=0, ge=0, le=HUNDRED_PERCENT // 2, description="Basis points of the known customers who do not get it."
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.starts is not None and self.ends is not None and self.starts >= self.ends:
            raise ValueError("it ends before it starts")
        if self.hold_out and self.with_coupon:
            raise ValueError("whoever was given a code is not held out")
        if overlap(cast("Hours", [each.model_dump() for each in self.hours])):
            raise ValueError("two of its hours overlap")
        return self


class CampaignState(Body):
    """ENDED is final."""

    state: State


def _word(written: str) -> str:
    code = normalized(written)
    if code is None:
        raise ValueError("four letters and digits or more")
    return code


class NewCoupons(Body):
    """So many random codes, or one chosen word; `uses`: how often each can be used."""

    count: int | None = Field(default=None, ge=1, le=MAX_COUPONS)
    word: Annotated[str, Field(max_length=MAX_CODE_LENGTH), AfterValidator(_word)] | None = None
    uses: Uses = 1

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.count is None) == (self.word is None):
            raise ValueError("either a count or a word")
        return self
