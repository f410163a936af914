"""Which campaigns count for an order, and what each takes off which line: a pure function of the whole order.

Money is integer centavos. A share is rounded half up, once for each campaign, and laid on the lines by largest
remainder, so that whatever is added up comes out even.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bytemeburger.campaigns.model import (
    BuyGet,
    Campaign,
    CartLine,
    CheapestFree,
    ComboPrice,
    Fixed,
    FreeItem,
    Offer,
    OrderFixed,
    OrderPercent,
    Percent,
    Stage,
    Target,
    UnitPrice,
)
from bytemeburger.discounts.model import Discount, LineShare, Skip, SkipReason
from bytemeburger.errors import Invalid
from bytemeburger.hours.rules import sells_at

HUNDRED_PERCENT = 10_000
"""In basis points."""
MAX_DISCOUNTS = 4
"""In one order: what each counts is written with the order, and a transaction takes 100 actions."""
MAX_COMPARED = 8
"""So many campaigns are tried in every allowed combination; of more, one after the other by rank."""


@dataclass(frozen=True)
class OrderContext:
    """What campaigns depend on besides an order's lines. `local`: the time on the store's clock; `identified`: whether
    the customer is known; `coupons`: the campaigns that a code opens; `exhausted`: those that reached a limit; `held_out`:
    those whose hold-out group they are in."""

    local: datetime
    dining: str = "eat_in"
    identified: bool = False
    first_order: bool = False
    coupons: frozenset[str] = frozenset()
    exhausted: frozenset[str] = frozenset()
    held_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """What the lines cost less, and why other campaigns take nothing off."""

    discounts: tuple[Discount, ...]
    skipped: tuple[Skip, ...]

    @property
    def amount(self) -> int:
        return sum(each.amount for each in self.discounts)


@dataclass(frozen=True)
class _Cart:
    """Of each line the `remaining` amount, and how many units are `unused` by an offer on lines. `due`: what the order
    comes to after the offers on its lines."""

    lines: tuple[CartLine, ...]
    remaining: tuple[int, ...]
    unused: tuple[int, ...]
    due: int

    @property
    def total(self) -> int:
        return sum(self.remaining)


@dataclass(frozen=True)
class _Reduction:
    """What an offer would take off: `amount`, spread over lines by `weights`; `units`: how many of each line it uses.
    Lines are named by their place in the cart."""

    amount: int
    weights: Mapping[int, int]
    units: Mapping[int, int] = field(default_factory=dict)


type _Applied = tuple[tuple[Campaign, Discount], ...]


def discounts(lines: Sequence[CartLine], campaigns: Iterable[Campaign], context: OrderContext) -> Outcome:
    """The combination of campaigns that costs the customer least; of equally good ones the one of the lowest ranks.

    Neither the order of the campaigns nor that of the lines changes what is to be paid. Campaigns that have not begun
    or have ended, and those whose code is missing, are left out.
    """
    amounts = tuple(each.amount for each in lines)
    cart = _Cart(tuple(lines), amounts, tuple(each.quantity for each in lines), sum(amounts))
    offered = sorted((each for each in campaigns if _is_offered(each, context)), key=lambda each: each.rank)
    skipped: dict[str, SkipReason] = {}
    applicable = []
    for campaign in offered:
        reason = _unmet_condition(campaign, context) or _without_effect(campaign, cart)
        if reason:
            skipped[campaign.campaign_id] = reason
        else:
            applicable.append(campaign)
    applied = _best(cart, applicable) if len(applicable) <= MAX_COMPARED else _greedy(cart, applicable)
    applied_ids = {campaign.campaign_id for campaign, _ in applied}
    skipped |= {each.campaign_id: SkipReason.BETTER_OFFER for each in applicable if each.campaign_id not in applied_ids}
    return Outcome(
        tuple(discount for _, discount in applied),
        tuple(Skip(name, str(reason)) for name, reason in sorted(skipped.items())),
    )


def allocate(amount: int, weights: Sequence[int]) -> list[int]:
    """Shares of an amount in proportion to weights, by largest remainder, the earlier of equals first; they add up to
    it. Where no weight counts, all count alike."""
    total = sum(weights)
    if not total:
        weights, total = [1] * len(weights), len(weights)
    shares = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % total), at))
    for at in by_remainder[: amount - sum(shares)]:
        shares[at] += 1
    return shares


def share(amount: int, basis_points: int) -> int:
    """So much of an amount, rounded half up."""
    return (amount * basis_points + HUNDRED_PERCENT // 2) // HUNDRED_PERCENT


def require_offered(campaign: Campaign, menu: Iterable[Mapping[str, Any]]) -> None:
    """Raises Invalid for a campaign about a product or an option that is not on the menu."""
    sold = [each for each in menu if not each["removed"]]
    products = {each["product_id"] for each in sold}
    groups = (group for each in sold for group in each.get("option_groups") or [])
    options = {option["option_id"] for group in groups for option in group["options"]}
    for target in _targets(campaign.offer):
        for product_id in target.products:
            if product_id not in products:
                raise Invalid("product-unknown", product_id=product_id)
        for option_id in target.options:
            if option_id not in options:
                raise Invalid("option-unknown", option_id=option_id)


def _targets(offer: Offer) -> list[Target]:
    match offer:
        case ComboPrice(parts=parts):
            return [part.target for part in parts]
        case BuyGet(target=target, reward=reward):
            return [target, reward]
        case UnitPrice(target=target) | Percent(target=target) | Fixed(target=target):
            return [target]
        case CheapestFree(target=target) | FreeItem(target=target):
            return [target]
        case OrderPercent() | OrderFixed():
            return []


def is_running(campaign: Campaign, local: datetime) -> bool:
    """Whether it has begun and not ended."""
    begun = campaign.starts is None or campaign.starts <= _minute(local)
    return begun and not has_ended(campaign.ends, local)


def has_ended(ends: str | None, local: datetime) -> bool:
    return ends is not None and ends <= _minute(local)


def _is_offered(campaign: Campaign, context: OrderContext) -> bool:
    """Whether it is considered at all."""
    opened = not campaign.with_coupon or campaign.campaign_id in context.coupons
    return opened and is_running(campaign, context.local) and campaign.campaign_id not in context.held_out


def is_on(campaign: Campaign, context: OrderContext) -> bool:
    """Whether it counts at that time and place, whatever is ordered and by whom."""
    return (
        is_running(campaign, context.local)
        and sells_at(campaign.hours, context.local)
        and campaign.dining in (None, context.dining)
    )


def _minute(local: datetime) -> str:
    return f"{local:%Y-%m-%dT%H:%M}"


def _unmet_condition(campaign: Campaign, context: OrderContext) -> SkipReason | None:
    """What an order would have to be, whatever its lines are."""
    if not sells_at(campaign.hours, context.local):
        return SkipReason.NOT_NOW
    if campaign.dining not in (None, context.dining):
        return SkipReason.OTHER_DINING
    if not context.identified and (campaign.first_order or campaign.limits.uses_per_person is not None):
        return SkipReason.NOT_IDENTIFIED
    if campaign.first_order and not context.first_order:
        return SkipReason.NOT_FIRST_ORDER
    if campaign.campaign_id in context.exhausted:
        return SkipReason.LIMIT_REACHED
    return None


def _without_effect(campaign: Campaign, cart: _Cart) -> SkipReason | None:
    """Why it takes nothing off these lines, even alone."""
    if cart.total < campaign.minimum:
        return SkipReason.MINIMUM_NOT_REACHED
    if _reduction(campaign.offer, cart).amount <= 0:
        return SkipReason.NOTHING_ELIGIBLE
    return SkipReason.LIMIT_REACHED if _apply(campaign, cart) is None else None


def _best(cart: _Cart, campaigns: Sequence[Campaign]) -> _Applied:
    """Every allowed combination is tried, each stage worked out once for all that begin alike."""
    ordered = _by_stage(campaigns)
    found: list[tuple[tuple[int, list[tuple[int, str]]], _Applied]] = []

    def walk(at: int, cart: _Cart, applied: _Applied) -> None:
        if at == len(ordered):
            found.append(((cart.total, sorted(campaign.rank for campaign, _ in applied)), applied))
            return
        walk(at + 1, cart, applied)
        if may_combine(ordered[at], [campaign for campaign, _ in applied]) and (after := _apply(ordered[at], cart)):
            walk(at + 1, after[0], (*applied, (ordered[at], after[1])))

    walk(0, cart, ())
    return min(found, key=lambda each: each[0])[1]


def _greedy(cart: _Cart, campaigns: Sequence[Campaign]) -> _Applied:
    """Each by rank that may join those before it, and makes the order cheaper."""
    chosen: list[Campaign] = []
    best = cart.total
    applied: _Applied = ()
    for campaign in campaigns:
        if not may_combine(campaign, chosen):
            continue
        total, tried = _apply_all(cart, [*chosen, campaign])
        if total < best:
            best, applied = total, tried
            chosen.append(campaign)
    return applied


def _apply_all(cart: _Cart, campaigns: Sequence[Campaign]) -> tuple[int, _Applied]:
    """What is left to pay with all of these that still take something off."""
    applied: list[tuple[Campaign, Discount]] = []
    for campaign in _by_stage(campaigns):
        if after := _apply(campaign, cart):
            cart = after[0]
            applied.append((campaign, after[1]))
    return cart.total, tuple(applied)


def _by_stage(campaigns: Iterable[Campaign]) -> list[Campaign]:
    return sorted(campaigns, key=lambda each: (each.offer.stage, each.rank))


def may_combine(campaign: Campaign, others: Sequence[Campaign]) -> bool:
    """Whether it counts in an order in which these do."""
    if len(others) >= MAX_DISCOUNTS:
        return False
    return all(
        campaign.stackable and other.stackable and (campaign.group is None or campaign.group != other.group)
        for other in others
    )


def _apply(campaign: Campaign, cart: _Cart) -> tuple[_Cart, Discount] | None:
    """The cart after a campaign, and what that gave; None where it gives nothing."""
    on_lines = campaign.offer.stage <= Stage.LINES
    if (sum(line.amount for line in cart.lines) if on_lines else cart.due) < campaign.minimum:
        return None
    reduction = _reduction(campaign.offer, cart)
    if reduction.amount <= 0:
        return None
    amount = reduction.amount if campaign.most_amount is None else min(reduction.amount, campaign.most_amount)
    if campaign.limits.budget is not None and amount > campaign.limits.budget:
        return None
    at = sorted(reduction.weights)
    shares = dict(zip(at, allocate(amount, [reduction.weights[line] for line in at]), strict=True))
    discount = Discount(
        campaign.campaign_id,
        campaign.name,
        str(campaign.offer.kind),
        amount,
        tuple(LineShare(line, amount) for line, amount in shares.items() if amount),
    )
    remaining = tuple(amount - shares.get(line, 0) for line, amount in enumerate(cart.remaining))
    unused = tuple(units - reduction.units.get(line, 0) for line, units in enumerate(cart.unused))
    return replace(cart, remaining=remaining, unused=unused, due=sum(remaining) if on_lines else cart.due), discount


def _reduction(offer: Offer, cart: _Cart) -> _Reduction:
    """What an offer would take off, if anything."""
    match offer:
        case UnitPrice(price=price, target=target, most_units=most):
            return _off_each_unit(cart, target, most, lambda unit: unit - price)
        case Fixed(amount=amount, target=target, most_units=most):
            return _off_each_unit(cart, target, most, lambda unit: min(amount, unit))
        case Percent(target=target, most_units=most):
            return _share_of(cart, _first(most, _by_price(cart, target)), offer.basis_points)
        case FreeItem(target=target):
            return _share_of(cart, _first(offer.units, reversed([*_by_price(cart, target)])), HUNDRED_PERCENT)
        case CheapestFree(target=target):
            return _cheapest_free(offer, cart, [*_by_price(cart, target)])
        case BuyGet():
            return _buy_get(offer, cart)
        case ComboPrice():
            return _combo_price(offer, cart)
        case OrderPercent(basis_points=basis_points):
            return _Reduction(share(cart.total, basis_points), dict(enumerate(cart.remaining)))
        case OrderFixed(amount=amount):
            return _Reduction(min(amount, cart.total), dict(enumerate(cart.remaining)))


def _by_price(cart: _Cart, target: Target) -> Iterator[int]:
    """The lines of the units that an offer may still use, a line once for each, the dearest first. Which of two lines
    that cost alike comes first must not depend on their order: other offers may look for one and not for the other."""
    lines = [at for at, line in enumerate(cart.lines) if cart.unused[at] and _matches(target, line)]
    for at in sorted(lines, key=lambda at: _price_rank(cart.lines[at])):
        yield from [at] * cart.unused[at]


def _price_rank(line: CartLine) -> tuple[int, str, str, list[str]]:
    return -line.unit_price, line.product_id, line.category, sorted(line.options)


def _matches(target: Target, line: CartLine) -> bool:
    named = line.product_id in target.products or line.category in target.categories
    return (named or not (target.products or target.categories)) and (
        not target.options or not line.options.isdisjoint(target.options)
    )


def _first(most: int | None, units: Iterable[int]) -> list[int]:
    return [*units][:most]


def _units_by_line(units: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for at in units:
        found[at] = found.get(at, 0) + 1
    return found


def _prices(cart: _Cart, units: Iterable[int]) -> dict[int, int]:
    """What these units cost, by line."""
    return {at: count * cart.lines[at].unit_price for at, count in _units_by_line(units).items()}


def _off_each_unit(cart: _Cart, target: Target, most: int | None, off: Callable[[int], int]) -> _Reduction:
    cheaper = (at for at in _by_price(cart, target) if off(cart.lines[at].unit_price) > 0)
    units = _units_by_line(_first(most, cheaper))
    weights = {at: count * off(cart.lines[at].unit_price) for at, count in units.items()}
    return _Reduction(sum(weights.values()), weights, units)


def _share_of(cart: _Cart, units: Sequence[int], basis_points: int, bought: Iterable[int] = ()) -> _Reduction:
    weights = _prices(cart, units)
    return _Reduction(share(sum(weights.values()), basis_points), weights, _units_by_line([*units, *bought]))


def _cheapest_free(offer: CheapestFree, cart: _Cart, units: Sequence[int]) -> _Reduction:
    grouped = units[: len(units) - len(units) % offer.take]
    groups = [grouped[at : at + offer.take] for at in range(0, len(grouped), offer.take)]
    paid = offer.take - offer.free
    return _share_of(
        cart,
        [at for group in groups for at in group[paid:]],
        HUNDRED_PERCENT,
        [at for group in groups for at in group[:paid]],
    )


def _buy_get(offer: BuyGet, cart: _Cart) -> _Reduction:
    """Where the same products are bought and rewarded they are taken by falling price: so many are bought, then so many
    given. Of others, those are bought first that cannot be given."""
    if offer.target == offer.reward:
        units = [*_by_price(cart, offer.target)]
        size = offer.buy + offer.get
        given = [at for place, at in enumerate(units) if place % size >= offer.buy]
        paired = len(given) and max(place for place in range(len(units)) if place % size >= offer.buy) + 1
        bought = [at for place, at in enumerate(units[:paired]) if place % size < offer.buy]
        return _share_of(cart, given, offer.basis_points, bought)
    rewards = [*_by_price(cart, offer.reward)]
    wanted = sorted(_by_price(cart, offer.target), key=lambda at: _matches(offer.reward, cart.lines[at]))
    bought, given = [], []
    while len(wanted) >= offer.buy:
        buying, wanted = wanted[: offer.buy], wanted[offer.buy :]
        left = _without(rewards, buying)
        getting = [*reversed(left)][: offer.get]
        if not getting:
            break
        bought += buying
        given += getting
        rewards, wanted = _without(left, getting), _without(wanted, getting)
    return _share_of(cart, given, offer.basis_points, bought)


def _combo_price(offer: ComboPrice, cart: _Cart) -> _Reduction:
    """Sets of the dearest units, as long as one costs less together."""
    pools = [[*_by_price(cart, part.target)] for part in offer.parts]
    used: list[int] = []
    amount = 0
    while True:
        picked: list[int] = []
        for part, pool in zip(offer.parts, pools, strict=True):
            picked += _without(pool, picked)[: part.units]
        saved = sum(cart.lines[at].unit_price for at in picked) - offer.price
        if len(picked) < sum(part.units for part in offer.parts) or saved <= 0:
            break
        used += picked
        amount += saved
        pools = [_without(pool, picked) for pool in pools]
    return _Reduction(amount, _prices(cart, used), _units_by_line(used))


def _without(units: Sequence[int], removed: Iterable[int]) -> list[int]:
    """These units but for those, as far as they are among them."""
    to_remove = _units_by_line(removed)
    left = []
    for at in units:
        if to_remove.get(at):
            to_remove[at] -= 1
        else:
            left.append(at)
    return left
