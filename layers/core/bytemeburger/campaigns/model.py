"""What a campaign offers, as values. Money in centavos, shares in basis points (1 % is 100),
dates and hours as the store's clock shows them."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, ClassVar

from bytemeburger.discounts.model import Kind
from bytemeburger.formats import Translations
from bytemeburger.hours.rules import SellingHours
from bytemeburger.values import Value


class State(StrEnum):
    """Of a saved campaign; ENDED is final."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    ENDED = "ENDED"


MAX_ACTIVE = 20
MAX_ACTIVE_BYTES = 60_000
"""Of a store's active campaigns: every order reads them, at a read unit for each 4 KB."""


class Stage(IntEnum):
    """When an offer is worked out: each sees what those before it have left."""

    PRICE = 1
    LINES = 2
    ORDER_SHARE = 3
    ORDER_AMOUNT = 4


@dataclass(frozen=True)
class Target(Value):
    """Which units an offer is about: of one of these products or categories, any where neither is named; with one of these
    options, where any is named."""

    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part(Value):
    """Of a combo: so many units."""

    target: Target
    units: int = 1


@dataclass(frozen=True)
class _Offer(Value):
    """Stored with its kind, which says which of the offers it is."""

    kind: ClassVar[Kind]
    stage: ClassVar[Stage] = Stage.LINES

    def plain(self) -> dict[str, Any]:
        return super().plain() | {"kind": str(self.kind)}


@dataclass(frozen=True)
class ComboPrice(_Offer):
    """One unit of each part, together for `price`."""

    kind = Kind.COMBO_PRICE
    stage = Stage.PRICE
    parts: tuple[Part, ...]
    price: int


@dataclass(frozen=True)
class UnitPrice(_Offer):
    """Each unit for `price`, the dearest `most_units` of an order."""

    kind = Kind.UNIT_PRICE
    stage = Stage.PRICE
    price: int
    target: Target = Target()
    most_units: int | None = None


@dataclass(frozen=True)
class Percent(_Offer):
    """A share off each unit, the dearest `most_units` of an order."""

    kind = Kind.PERCENT
    basis_points: int
    target: Target = Target()
    most_units: int | None = None


@dataclass(frozen=True)
class Fixed(_Offer):
    """An amount off each unit, the dearest `most_units` of an order."""

    kind = Kind.FIXED
    amount: int
    target: Target = Target()
    most_units: int | None = None


@dataclass(frozen=True)
class BuyGet(_Offer):
    """Who buys so many units of `target` gets up to so many of `reward` for less: the cheapest, after the dearest were
    bought."""

    kind = Kind.BUY_GET
    buy: int
    get: int
    target: Target = Target()
    reward: Target = Target()
    basis_points: int = 10_000


@dataclass(frozen=True)
class CheapestFree(_Offer):
    """Of each `take` units, put together by falling price, the cheapest `free` cost nothing."""

    kind = Kind.CHEAPEST_FREE
    take: int
    free: int = 1
    target: Target = Target()


@dataclass(frozen=True)
class FreeItem(_Offer):
    """The cheapest `units` of an order cost nothing."""

    kind = Kind.FREE_ITEM
    target: Target
    units: int = 1


@dataclass(frozen=True)
class OrderPercent(_Offer):
    kind = Kind.ORDER_PERCENT
    stage = Stage.ORDER_SHARE
    basis_points: int


@dataclass(frozen=True)
class OrderFixed(_Offer):
    kind = Kind.ORDER_FIXED
    stage = Stage.ORDER_AMOUNT
    amount: int


Offer = ComboPrice | UnitPrice | Percent | Fixed | BuyGet | CheapestFree | FreeItem | OrderPercent | OrderFixed
"""One for each `Kind`."""


@dataclass(frozen=True)
class Limits(Value):
    """How often a campaign may be used: in all, on one business day, by one person; and `budget`: for how much in all."""

    uses: int | None = None
    uses_per_day: int | None = None
    uses_per_person: int | None = None
    budget: int | None = None


@dataclass(frozen=True)
class Campaign(Value):
    """`starts` and `ends`: local times, `2026-11-27T22:00`, the end no longer within; `hours`: as those of a product.

    `minimum`: what the order has to come to: for an offer on lines its sum before any discount, for one on the order the
    sum after those on its lines. `most_amount`: that it gives an order at most. One
    campaign of a `group` counts in an order, and one that is not `stackable` counts alone. Of equally good ones the lowest
    `priority` counts. `hold_out`: the share of known customers, in basis points, who do not get it, to compare by.
    """

    campaign_id: str
    name: Translations
    offer: Offer
    starts: str | None = None
    ends: str | None = None
    hours: tuple[SellingHours, ...] = ()
    dining: str | None = None
    minimum: int = 0
    first_order: bool = False
    with_coupon: bool = False
    most_amount: int | None = None
    limits: Limits = Limits()
    group: str | None = None
    stackable: bool = False
    priority: int = 100
    hold_out: int = 0

    @property
    def rank(self) -> tuple[int, str]:
        return self.priority, self.campaign_id


@dataclass(frozen=True)
class CartLine:
    """What a campaign looks at of a line; `options` are those of a combo's choices too."""

    product_id: str
    category: str
    options: frozenset[str]
    unit_price: int
    quantity: int

    @property
    def amount(self) -> int:
        return self.unit_price * self.quantity
