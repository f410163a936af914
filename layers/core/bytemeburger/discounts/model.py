"""What campaigns gave an order, what it took of their limits, and why others gave it nothing: as the order keeps it. Money in
centavos. An order is read without what campaigns may offer, which is a sixth of such a start."""

from dataclasses import dataclass
from enum import StrEnum

from bytemeburger.formats import Translations
from bytemeburger.values import Value


class Kind(StrEnum):
    """What an offer does."""

    COMBO_PRICE = "combo_price"
    UNIT_PRICE = "unit_price"
    PERCENT = "percent"
    FIXED = "fixed"
    BUY_GET = "buy_get"
    CHEAPEST_FREE = "cheapest_free"
    FREE_ITEM = "free_item"
    ORDER_PERCENT = "order_percent"
    ORDER_FIXED = "order_fixed"


@dataclass(frozen=True)
class LineShare(Value):
    """Of a discount: the position of a line in its order, and what is taken off that."""

    line: int
    amount: int


@dataclass(frozen=True)
class Discount(Value):
    """What a campaign gave an order, under the name that it had then; `lines` add up to `amount`. `kind` is a `Kind`, or
    one of a later version."""

    campaign_id: str
    name: Translations
    kind: str
    amount: int
    lines: tuple[LineShare, ...]


class SkipReason(StrEnum):
    """Why a campaign gives an order nothing."""

    NOT_NOW = "not-now"
    OTHER_DINING = "other-dining"
    NOT_IDENTIFIED = "not-identified"
    NOT_FIRST_ORDER = "not-first-order"
    LIMIT_REACHED = "limit-reached"
    MINIMUM_NOT_REACHED = "minimum-not-reached"
    NOTHING_ELIGIBLE = "nothing-eligible"
    BETTER_OFFER = "better-offer"


@dataclass(frozen=True)
class Skip(Value):
    """`reason` is a `SkipReason`, or one of a later version."""

    campaign_id: str
    reason: str


@dataclass(frozen=True)
class Use(Value):
    """What an order took of a campaign: one use of `amount` centavos, counted in all where it says so, on a `day`, for
    a `person`, of a `coupon` (its digest)."""

    campaign_id: str
    amount: int
    in_all: bool = False
    day: str | None = None
    person: str | None = None
    coupon: str | None = None

    @property
    def is_counted(self) -> bool:
        return self.in_all or any(each is not None for each in (self.day, self.person, self.coupon))
