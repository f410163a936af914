"""What campaigns take off an order: amounts that were worked out by hand, and what holds whatever is on offer."""

import time
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bytemeburger.campaigns.model import (
    BuyGet,
    Campaign,
    CartLine,
    CheapestFree,
    ComboPrice,
    Fixed,
    FreeItem,
    Limits,
    Offer,
    OrderFixed,
    OrderPercent,
    Part,
    Percent,
    Target,
    UnitPrice,
)
from bytemeburger.campaigns.rules import (
    MAX_COMPARED,
    MAX_DISCOUNTS,
    OrderContext,
    Outcome,
    allocate,
    discounts,
    share,
)
from bytemeburger.discounts.model import Kind

NOON = datetime(2026, 11, 27, 12, tzinfo=ZoneInfo("America/Sao_Paulo"))
NOW = OrderContext(NOON)
NAME: Any = {"pt-BR": "Oferta", "en": "Offer"}
BURGERS, DRINKS, DESSERTS = (Target(categories=(each,)) for each in ("burger", "drink", "dessert"))


def line(product_id: str, unit_price: int, quantity: int = 1, category: str = "burger", *options: str) -> CartLine:
    return CartLine(product_id, category, frozenset(options), unit_price, quantity)


def campaign(offer: Offer, campaign_id: str = "a", **more: Any) -> Campaign:
    return Campaign(campaign_id, NAME, offer, **({"stackable": True} | more))


def off(lines: list[CartLine], *offers: Offer, context: OrderContext = NOW, **more: Any) -> list[int]:
    """What each of the offers takes off, by their order."""
    campaigns = [campaign(offer, f"c{at}", **more) for at, offer in enumerate(offers)]
    found = {each.campaign_id: each.amount for each in discounts(lines, campaigns, context).discounts}
    return [found.get(each.campaign_id, 0) for each in campaigns]


def reasons(outcome: Outcome) -> dict[str, str]:
    return {each.campaign_id: each.reason for each in outcome.skipped}


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [
        (1000, [3330, 3330, 3340], [333, 333, 334]),
        (299, [1000, 1000, 1000], [100, 100, 99]),
        (93, [10, 20, 10, 30, 50, 20, 10, 40], [5, 10, 5, 15, 24, 10, 5, 19]),
        (507, [2990, 1290, 790], [299, 129, 79]),
        (10, [0, 990, 10], [0, 10, 0]),
        (5, [0, 0], [3, 2]),
        (0, [1, 2], [0, 0]),
    ],
)
def test_an_amount_is_laid_on_lines_by_largest_remainder(amount: int, weights: list[int], shares: list[int]) -> None:
    assert allocate(amount, weights) == shares


@pytest.mark.parametrize(("amount", "basis_points", "expected"), [(505, 1000, 51), (4999, 1250, 625), (1, 5000, 1)])
def test_a_share_is_rounded_half_up(amount: int, basis_points: int, expected: int) -> None:
    assert share(amount, basis_points) == expected


def test_a_percentage_of_the_order_is_rounded_once_and_laid_on_its_lines() -> None:
    lines = [line("a", 2990), line("b", 1290), line("c", 790)]
    (discount,) = discounts(lines, [campaign(OrderPercent(1000))], NOW).discounts
    assert discount.amount == 507
    assert [(each.line, each.amount) for each in discount.lines] == [(0, 299), (1, 129), (2, 79)]
    assert [each.amount - part.amount for each, part in zip(lines, discount.lines, strict=True)] == [2691, 1161, 711]
    assert discount.name == NAME


def test_nothing_falls_below_zero() -> None:
    assert off([line("a", 1500)], OrderFixed(2000)) == [1500]
    assert off([line("a", 1500, 2)], Fixed(2000)) == [3000]


def test_one_fixed_amount_after_the_other() -> None:
    assert off([line("a", 10000)], OrderFixed(1000), OrderFixed(5000)) == [1000, 5000]


@pytest.mark.parametrize(("units", "free"), [(10, 0), (11, 1), (12, 2), (13, 3), (23, 3), (24, 4), (26, 6)])
def test_buy_ten_get_three_of_the_same(units: int, free: int) -> None:
    assert off([line("a", 500, units)], BuyGet(10, 3)) == [free * 500]


def test_take_three_pay_two_goes_by_groups_of_falling_price() -> None:
    """Which the customer would get by ordering twice; the two cheapest of all would be 1580."""
    lines = [line("a", 2990, 2), line("b", 1290, 2), line("c", 790, 2)]
    assert off(lines, CheapestFree(3)) == [1290 + 790]
    assert off(lines[:2], CheapestFree(3)) == [1290]


@pytest.mark.parametrize(
    ("at", "applies"),
    [
        ("2026-11-27T21:59:59", False),
        ("2026-11-27T22:00:00", True),
        ("2026-11-28T00:30:00", True),
        ("2026-11-28T02:00:00", False),
        ("2026-11-27T00:30:00", False),
    ],
)
def test_an_hour_past_midnight_belongs_to_the_day_on_which_it_began(at: str, applies: bool) -> None:
    night: Any = {"days": ["fri"], "opens": "22:00", "closes": "02:00"}
    context = OrderContext(datetime.fromisoformat(at))
    outcome = discounts([line("a", 1000)], [campaign(OrderPercent(1000), hours=(night,))], context)
    assert outcome.amount == (100 if applies else 0)
    assert reasons(outcome) == ({} if applies else {"a": "not-now"})


def test_the_end_is_no_longer_within_and_what_is_over_is_not_spoken_of() -> None:
    within = campaign(OrderPercent(1000), starts="2026-11-27T12:00", ends="2026-11-27T12:01")
    for minute, amount in ((0, 100), (1, 0)):
        outcome = discounts([line("a", 1000)], [within], OrderContext(NOON.replace(minute=minute)))
        assert (outcome.amount, outcome.skipped) == (amount, ())
    assert discounts([line("a", 1000)], [within], OrderContext(NOON.replace(hour=11, minute=59))).discounts == ()


def test_offers_on_lines() -> None:
    lines = [line("x", 2000, 3), line("y", 3000), line("cola", 700, 2, "drink"), line("pudim", 990, 1, "dessert")]
    assert off(lines, Percent(1000, BURGERS)) == [900]
    assert off(lines, Percent(1000, BURGERS, most_units=2)) == [500]
    assert off(lines, Fixed(150, DRINKS)) == [300]
    assert off(lines, UnitPrice(1990, BURGERS)) == [30 + 1010]
    assert off(lines, UnitPrice(1990, BURGERS, most_units=1)) == [1010]
    assert off(lines, FreeItem(DESSERTS)) == [990]
    assert off(lines, FreeItem(Target(products=("cola",)), units=5)) == [1400]
    assert off(lines, ComboPrice((Part(BURGERS), Part(DRINKS)), 2500)) == [1200 + 200]
    assert off(lines, BuyGet(2, 1, BURGERS, DRINKS)) == [1400]
    assert off(lines, BuyGet(4, 1, BURGERS, DRINKS, basis_points=5000)) == [350]
    assert off(lines, BuyGet(2, 1, Target(), DESSERTS)) == [990]


def test_an_option_names_those_that_have_it() -> None:
    lines = [line("x", 2400, 1, "burger", "bacon"), line("x", 2000)]
    assert off(lines, Percent(5000, Target(options=("bacon",)))) == [1200]
    assert off(lines, Percent(5000, Target(products=("y",), options=("bacon",)))) == [0]


def test_a_unit_serves_one_offer_on_lines() -> None:
    lines = [line("x", 2000, 3), line("cola", 700, 1, "drink")]
    assert sum(off(lines, CheapestFree(3, target=BURGERS), BuyGet(1, 1, BURGERS, DRINKS))) == 2000
    assert off(lines, BuyGet(1, 1, BURGERS, DRINKS), Percent(1000, BURGERS)) == [700, 400]


def test_each_stage_sees_what_those_before_have_left() -> None:
    assert off([line("a", 10000)], OrderFixed(1000), OrderPercent(1000), Percent(5000)) == [1000, 500, 5000]


def test_the_minimum_of_an_offer_on_the_order_counts_what_is_left_of_its_lines() -> None:
    lines = [line("x", 3000), line("cola", 1000, 1, "drink")]
    order = campaign(OrderFixed(500), "order", minimum=4000)
    free = campaign(FreeItem(DRINKS), "free", minimum=4000)
    outcome = discounts(lines, [order, free], NOW)
    assert [(each.campaign_id, each.amount) for each in outcome.discounts] == [("free", 1000)]
    assert reasons(outcome) == {"order": "better-offer"}
    assert reasons(discounts(lines[:1], [order, free], NOW)) == {
        "free": "minimum-not-reached",
        "order": "minimum-not-reached",
    }
    two = [campaign(OrderFixed(500), name, minimum=4000) for name in "ab"]
    assert discounts(lines, two, NOW).amount == 1000


def test_one_of_a_group_and_what_does_not_stack_counts_alone() -> None:
    lines = [line("a", 10000)]
    grouped = [campaign(OrderFixed(amount), f"c{amount}", group="g") for amount in (100, 300, 200)]
    outcome = discounts(lines, grouped, NOW)
    assert [each.campaign_id for each in outcome.discounts] == ["c300"]
    assert reasons(outcome) == {"c100": "better-offer", "c200": "better-offer"}
    alone = campaign(OrderFixed(450), "alone", stackable=False)
    both = [campaign(OrderFixed(200), "b"), campaign(OrderFixed(240), "c")]
    assert [each.campaign_id for each in discounts(lines, [alone, *both], NOW).discounts] == ["alone"]
    assert discounts(lines, [replace_amount(alone, 430), *both], NOW).amount == 440


def replace_amount(of: Campaign, amount: int) -> Campaign:
    return campaign(OrderFixed(amount), of.campaign_id, stackable=of.stackable)


def test_of_equally_good_ones_the_lowest_priority_counts_then_the_first_id() -> None:
    def winner(*ranks: tuple[int, str]) -> str:
        equal = [campaign(OrderFixed(100), name, group="g", priority=priority) for priority, name in ranks]
        (discount,) = discounts([line("a", 1000)], equal, NOW).discounts
        return discount.campaign_id

    assert winner((2, "a"), (1, "b")) == "b"
    assert winner((1, "b"), (1, "a")) == "a"


def test_who_must_be_known_for_what() -> None:
    lines = [line("a", 1000)]
    first = campaign(OrderFixed(100), "first", first_order=True)
    once = campaign(OrderFixed(10), "once", limits=Limits(uses_per_person=1))
    assert reasons(discounts(lines, [first, once], NOW)) == {"first": "not-identified", "once": "not-identified"}
    known = OrderContext(NOON, identified=True)
    assert reasons(discounts(lines, [first, once], known)) == {"first": "not-first-order"}
    assert discounts(lines, [first, once], OrderContext(NOON, identified=True, first_order=True)).amount == 110
    assert reasons(discounts(lines, [once], OrderContext(NOON, identified=True, exhausted=frozenset({"once"})))) == {
        "once": "limit-reached"
    }


def test_a_code_opens_its_campaign_and_without_it_nobody_hears_of_that() -> None:
    secret = campaign(OrderFixed(100), "secret", with_coupon=True)
    outcome = discounts([line("a", 1000)], [secret], NOW)
    assert (outcome.discounts, outcome.skipped) == ((), ())
    assert discounts([line("a", 1000)], [secret], OrderContext(NOON, coupons=frozenset({"secret"}))).amount == 100


def test_how_it_is_eaten() -> None:
    away = campaign(OrderFixed(100), dining="take_away")
    assert reasons(discounts([line("a", 1000)], [away], NOW)) == {"a": "other-dining"}
    assert discounts([line("a", 1000)], [away], OrderContext(NOON, dining="take_away")).amount == 100


def test_what_it_gives_at_most() -> None:
    assert off([line("a", 1000), line("b", 3000)], OrderPercent(5000), most_amount=300) == [300]
    budget = campaign(OrderFixed(100), limits=Limits(budget=99))
    assert reasons(discounts([line("a", 1000)], [budget], NOW)) == {"a": "limit-reached"}


def test_a_campaign_is_stored_and_read_again() -> None:
    for offer in (
        ComboPrice((Part(BURGERS, 2), Part(DRINKS)), 2500),
        BuyGet(2, 1, BURGERS, DRINKS),
        OrderPercent(100),
        FreeItem(DESSERTS),
    ):
        original = campaign(
            offer, limits=Limits(uses=3), hours=({"days": ["fri"], "opens": "10:00", "closes": "11:00"},)
        )
        assert Campaign.of(original.plain()) == original


targets = st.sampled_from([Target(), BURGERS, DRINKS, Target(products=("p1", "p2")), Target(options=("bacon",))])
few, money, points = st.integers(1, 4), st.integers(1, 4000), st.integers(1, 10_000)
offers = st.one_of(
    st.builds(UnitPrice, money, targets, st.none() | few),
    st.builds(Percent, points, targets, st.none() | few),
    st.builds(Fixed, money, targets, st.none() | few),
    st.builds(BuyGet, few, few, targets, targets, points),
    st.builds(CheapestFree, st.just(3), st.integers(1, 2), targets),
    st.builds(FreeItem, targets, few),
    st.builds(ComboPrice, st.lists(st.builds(Part, targets, few), min_size=1, max_size=3).map(tuple), money),
    st.builds(OrderPercent, points),
    st.builds(OrderFixed, money),
)
carts = st.lists(
    st.builds(
        CartLine,
        st.sampled_from(["p1", "p2", "p3", "p4"]),
        st.sampled_from(["burger", "drink"]),
        st.sampled_from([frozenset(), frozenset({"bacon"})]),
        st.sampled_from([0, 500, 990, 1000, 2590]),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=6,
)


def on_offer(larger: int) -> st.SearchStrategy[list[Campaign]]:
    fields = st.tuples(offers, st.booleans(), st.sampled_from([None, "g"]), few, st.sampled_from([0, 0, 3000]))
    return st.lists(fields, max_size=larger).map(
        lambda drawn: [
            Campaign(f"c{at}", NAME, offer, stackable=stackable, group=group, priority=priority, minimum=minimum)
            for at, (offer, stackable, group, priority, minimum) in enumerate(drawn)
        ]
    )


@settings(deadline=None)
@given(carts, on_offer(11), st.randoms(use_true_random=False))
def test_neither_the_order_of_campaigns_nor_that_of_lines_changes_what_is_paid(
    lines: list[CartLine], campaigns: list[Campaign], chance: Any
) -> None:
    shuffled, others = [*lines], [*campaigns]
    chance.shuffle(shuffled)
    chance.shuffle(others)
    outcome, shuffled_outcome = discounts(lines, campaigns, NOW), discounts(shuffled, others, NOW)
    assert [(each.campaign_id, each.amount) for each in outcome.discounts] == [
        (each.campaign_id, each.amount) for each in shuffled_outcome.discounts
    ]
    assert outcome.skipped == shuffled_outcome.skipped


def test_lines_that_differ_in_their_category_alone_are_distinguished() -> None:
    lines = [line("x", 2590), line("x", 2590, 1, "drink")]
    offers = UnitPrice(1, Target(), 1), UnitPrice(1, BURGERS)
    campaigns = [Campaign(f"c{at}", NAME, offer, stackable=True) for at, offer in enumerate(offers)]
    assert discounts(lines, campaigns, NOW).amount == discounts(lines[::-1], campaigns, NOW).amount


def test_each_kind_of_offer_is_read_as_it_was_stored() -> None:
    samples: list[Offer] = [
        ComboPrice((Part(BURGERS), Part(DRINKS, 2)), 2990),
        UnitPrice(990, BURGERS, 2),
        Percent(1000, DRINKS),
        Fixed(500, Target(options=("bacon",))),
        BuyGet(2, 1, BURGERS, DRINKS, 5000),
        CheapestFree(3, 1, BURGERS),
        FreeItem(DRINKS),
        OrderPercent(1000),
        OrderFixed(500),
    ]
    assert {each.kind for each in samples} == set(Kind)
    for each in samples:
        saved = campaign(each)
        assert Campaign.of(saved.plain()) == saved


def test_of_lines_that_cost_alike_the_same_one_is_discounted_wherever_it_stands() -> None:
    lines = [line("x", 1000), line("a", 1000, 1, "drink"), line("z", 1000, 1, "drink")]
    offers = FreeItem(Target()), Percent(5000, DRINKS), CheapestFree(2)
    assert off(lines, *offers) == off(lines[::-1], *offers)
    assert off(lines, *offers[:2]) == off(lines[::-1], *offers[:2])


@settings(deadline=None)
@given(carts, on_offer(11))
def test_what_is_added_up_comes_out_even_and_no_line_below_zero(
    lines: list[CartLine], campaigns: list[Campaign]
) -> None:
    outcome = discounts(lines, campaigns, NOW)
    remaining = [each.amount for each in lines]
    for discount in outcome.discounts:
        assert discount.amount == sum(each.amount for each in discount.lines) > 0
        for each in discount.lines:
            remaining[each.line] -= each.amount
    assert min(remaining) >= 0
    assert sum(remaining) == sum(each.amount for each in lines) - outcome.amount
    applied = [each.campaign_id for each in outcome.discounts]
    assert sorted([*applied, *reasons(outcome)]) == sorted(each.campaign_id for each in campaigns)
    assert len(applied) <= MAX_DISCOUNTS
    alone = [each for each in campaigns if each.campaign_id in applied and not each.stackable]
    assert not alone or len(applied) == 1


@settings(deadline=None)
@given(carts, on_offer(MAX_COMPARED))
def test_a_campaign_more_costs_nobody_more(lines: list[CartLine], campaigns: list[Campaign]) -> None:
    for exhausted in campaigns[:1]:
        full = OrderContext(NOON, exhausted=frozenset({exhausted.campaign_id}))
        assert discounts(lines, campaigns, full).amount <= discounts(lines, campaigns, NOW).amount


@settings(deadline=None)
@given(carts, offers, st.integers(0, 9000), st.integers(0, 9000), few, few)
def test_who_is_given_more_room_pays_no_more(
    lines: list[CartLine], offer: Offer, first: int, second: int, units: int, more_units: int
) -> None:
    def discount(**limits: Any) -> int:
        return discounts(lines, [campaign(offer, **limits)], NOW).amount

    low, high = sorted((first, second))
    assert discount(most_amount=low) <= discount(most_amount=high)
    assert discount(minimum=high) <= discount(minimum=low)
    if isinstance(offer, UnitPrice | Percent | Fixed):
        smaller, larger = (
            discounts(lines, [campaign(type(offer).of(offer.plain() | {"most_units": units}))], NOW).amount
            for units in sorted((units, units + more_units))
        )
        assert smaller <= larger


def test_the_largest_order_under_the_most_campaigns_takes_no_long_time() -> None:
    parts = tuple(Part(Target(categories=("burger", "drink"))) for _ in range(6))
    lines = [line(f"p{at}", 1000 + at, 2, "burger" if at % 2 else "drink") for at in range(50)]
    kinds: list[Offer] = [ComboPrice(parts, 100 + at) for at in range(4)]
    kinds += [Percent(500 + at, most_units=10) for at in range(4)]
    for larger in (MAX_COMPARED, 20):
        campaigns = [campaign(kinds[at % len(kinds)], f"c{at:02}") for at in range(larger)]
        began = time.thread_time()
        assert discounts(lines, campaigns, NOW).discounts
        assert time.thread_time() - began < 0.5
