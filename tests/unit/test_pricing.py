from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bytemeburger.errors import Invalid
from bytemeburger.orders.pricing import price
from bytemeburger.orders.rules import MAX_RESERVED, MAX_UNITS

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def product(price: int, category: str = "burger", **more: Any) -> dict[str, Any]:
    return {"name": {"en": "A name"}, "price": price, "available": True, "category": category} | more


def option(option_id: str, price: int = 0, *, default: bool = False, available: bool = True) -> dict[str, Any]:
    return {"option_id": option_id, "name": {}, "price": price, "default": default, "available": available}


MENU: dict[str, dict[str, Any] | None] = {
    "x-burger": product(
        2590,
        counted=True,
        option_groups=[
            {"group_id": "extras", "min": 0, "max": 2, "options": [option("bacon", 400), option("egg", 300)]},
            {
                "group_id": "doneness",
                "min": 1,
                "max": 1,
                "options": [option("medium", default=True), option("well"), option("rare", available=False)],
            },
        ],
    ),
    "pudim": product(990, "dessert"),
    "guarana": product(750, "drink"),
    "cola": product(790, "drink", counted=True),
    "sold-out": product(100, available=False),
    "gone": product(100, removed=True),
    "breakfast": product(100, hours=[{"days": ["tue"], "opens": "06:00", "closes": "10:00"}]),
    "combo": product(
        3000,
        "combo",
        slots=[
            {"slot_id": "main", "choices": [{"product_id": "x-burger", "price": 0}]},
            {
                "slot_id": "drink",
                "choices": [{"product_id": "guarana", "price": 0}, {"product_id": "cola", "price": 50}],
            },
        ],
    ),
    "unknown": None,
}


@dataclass
class Line:
    product_id: str
    quantity: int = 1
    options: list[str] | None = None
    choices: dict[str, "Line"] = field(default_factory=dict)
    note: str | None = None


def combo(main: Line, drink: Line, quantity: int = 1) -> Line:
    return Line("combo", quantity, choices={"main": main, "drink": drink})


def test_a_line_has_the_menus_name_and_price() -> None:
    lines, total, _ = price([Line("pudim", 2, note="two spoons")], MENU, NOON)
    assert [line.plain() for line in lines] == [
        {
            "product_id": "pudim",
            "category": "dessert",
            "name": {"en": "A name"},
            "options": [],
            "choices": [],
            "note": "two spoons",
            "unit_price": 990,
            "quantity": 2,
        }
    ]
    assert total == 1980


def test_options_cost_extra_per_unit() -> None:
    _, total, _ = price([Line("x-burger", 2, options=["bacon", "egg", "well"])], MENU, NOON)
    assert total == 2 * (2590 + 400 + 300)


def test_who_says_nothing_gets_the_defaults() -> None:
    (line,), _, _ = price([Line("x-burger")], MENU, NOON)
    assert [each.option_id for each in line.options] == ["medium"]


def test_a_combo_costs_its_price_and_what_its_choices_cost_more() -> None:
    (line,), total, _ = price([combo(Line("x-burger", options=["bacon", "well"]), Line("cola"), 2)], MENU, NOON)
    assert total == 2 * (3000 + 400 + 50)
    assert [choice.product_id for choice in line.choices] == ["x-burger", "cola"]


def test_units_within_combos_are_counted_too() -> None:
    wanted = [combo(Line("x-burger"), Line("cola"), 2), Line("x-burger", 3), Line("pudim")]
    assert price(wanted, MENU, NOON).units == {"x-burger": 5, "cola": 2}


@given(st.lists(st.tuples(st.sampled_from(["guarana", "pudim"]), st.integers(1, 9)), min_size=1, max_size=10))
def test_equal_lines_are_merged_and_every_centavo_is_counted(wanted: list[tuple[str, int]]) -> None:
    lines, total, _ = price([Line(*each) for each in wanted], MENU, NOON)
    assert len(lines) == len({product_id for product_id, _ in wanted})
    prices = {"guarana": 750, "pudim": 990}
    assert total == sum(prices[product_id] * quantity for product_id, quantity in wanted)


def test_lines_that_differ_in_options_or_note_stay_apart() -> None:
    wanted = [Line("x-burger"), Line("x-burger", options=["well"]), Line("x-burger", note="no salt")]
    assert len(price(wanted, MENU, NOON).lines) == 3


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ([Line("unknown")], "product-unknown"),
        ([Line("never-seen")], "product-unknown"),
        ([Line("gone")], "product-unknown"),
        ([Line("sold-out")], "product-unavailable"),
        ([Line("breakfast")], "product-unavailable"),
        ([Line("x-burger", MAX_UNITS), Line("x-burger")], "order-too-large"),
        ([Line("x-burger", MAX_RESERVED), combo(Line("x-burger"), Line("guarana"))], "product-limit"),
        ([Line("x-burger", options=[])], "options-count"),
        ([Line("x-burger", options=["medium", "well"])], "options-count"),
        ([Line("x-burger", options=["rare"])], "option-unavailable"),
        ([Line("x-burger", options=["well", "gold"])], "option-unavailable"),
        ([Line("combo")], "choice-unknown"),
        ([combo(Line("pudim"), Line("cola"))], "choice-unknown"),
        ([Line("pudim", choices={"main": Line("x-burger")})], "choice-unknown"),
        ([combo(Line("x-burger", options=["gold", "well"]), Line("cola"))], "option-unavailable"),
    ],
)
def test_what_cannot_be_sold_is_refused(wanted: list[Line], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        price(wanted, MENU, NOON)
    assert refused.value.code == code
