from itertools import product
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bytemeburger.errors import Invalid
from bytemeburger.orders.pricing import price
from bytemeburger.orders.rules import KITCHEN_STEPS, MOST_UNITS, Status, kitchen_may, queue_rank

MENU = {
    "x-burger": {"name": {"en": "Cheeseburger"}, "price": 2590, "available": True},
    "pudim": {"name": {"en": "Flan"}, "price": 990, "available": True},
    "sold-out": {"name": {"en": "Gone"}, "price": 100, "available": False},
    "unknown": None,
}


def line(product_id: str, quantity: int = 1) -> SimpleNamespace:
    return SimpleNamespace(product_id=product_id, quantity=quantity)


def test_the_kitchen_only_goes_forward_and_one_step_back_from_ready() -> None:
    allowed = {(current, to) for current, to in product(Status, Status) if kitchen_may(current, to)}
    assert allowed == {
        (Status.RECEIVED, Status.IN_PREPARATION),
        (Status.IN_PREPARATION, Status.READY),
        (Status.READY, Status.COMPLETED),
        (Status.READY, Status.IN_PREPARATION),
    }


def test_nothing_the_kitchen_does_makes_an_order_received() -> None:
    assert all(Status.RECEIVED not in steps for steps in KITCHEN_STEPS.values())


def test_ready_comes_before_in_preparation_before_received() -> None:
    assert queue_rank("READY") < queue_rank("IN_PREPARATION") < queue_rank("RECEIVED")


def test_a_line_has_the_menus_name_and_price() -> None:
    lines, total = price([line("x-burger", 2)], MENU)
    assert lines == [{"product_id": "x-burger", "name": {"en": "Cheeseburger"}, "quantity": 2, "unit_price": 2590}]
    assert total == 5180


@given(st.lists(st.tuples(st.sampled_from(["x-burger", "pudim"]), st.integers(1, 9)), min_size=1, max_size=10))
def test_repeated_products_are_merged_and_every_centavo_is_counted(wanted: list[tuple[str, int]]) -> None:
    lines, total = price([line(*each) for each in wanted], MENU)
    assert len(lines) == len({product_id for product_id, _ in wanted})
    assert total == sum(MENU[product_id]["price"] * quantity for product_id, quantity in wanted)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ([line("unknown")], "product-unknown"),
        ([line("never-seen")], "product-unknown"),
        ([line("sold-out")], "product-unavailable"),
        ([line("x-burger", MOST_UNITS), line("x-burger")], "order-too-large"),
    ],
)
def test_what_cannot_be_sold_is_refused(wanted: list[SimpleNamespace], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        price(wanted, MENU)
    assert refused.value.code == code
