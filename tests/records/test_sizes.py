"""DynamoDB takes no item above 400 KB. What a client may send stays below half of that as it is stored, so that payment,
refunds and history have their room; sizes are those of the real serializer, counted as DynamoDB counts."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bytemeburger.attributes import typed
from bytemeburger.campaigns.model import MAX_ACTIVE
from bytemeburger.campaigns.rules import MAX_DISCOUNTS
from bytemeburger.discounts.model import Discount, Kind, LineShare, Skip, SkipReason, Use
from bytemeburger.errors import Invalid
from bytemeburger.menu import records
from bytemeburger.menu.schemas import Description, OptionBody, OptionGroupBody, SaveProduct, Texts
from bytemeburger.orders import pricing
from bytemeburger.orders.model import Line
from bytemeburger.orders.rules import MAX_BYTES, MAX_LINES, MAX_PRODUCTS, MAX_STAFF_NOTES, Status
from bytemeburger.orders.schemas import NewLine, NewOrder
from bytemeburger.request_body import BODY_LIMIT_BYTES
from tests.capacity_units import size
from tests.records.test_orders import order

pytestmark = pytest.mark.usefixtures("aws")

HALF = 400 * 1024 // 2
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OPTIONS_PER_GROUP = 20
MAX_NAME = Texts.model_json_schema()["properties"]["en"]["maxLength"]


def names(character: str, length: int) -> dict[str, str]:
    return {"pt-BR": character * length, "en": character * length}


def product(number: int, character: str, length: int) -> dict[str, Any]:
    """A burger with 200 options, or a combo of six of those, as `PUT /products` takes and stores them."""
    groups = [
        OptionGroupBody(
            group_id=f"g{group}",
            name=Texts.model_validate(names(character, length)),
            max=OPTIONS_PER_GROUP,
            options=[
                OptionBody(
                    option_id=f"o{group}-{place}".ljust(64, "x"), name=Texts.model_validate(names(character, length))
                )
                for place in range(OPTIONS_PER_GROUP)
            ],
        )
        for group in range(10)
    ]
    saved = SaveProduct(
        category="burger",
        name=Texts.model_validate(names(character, length)),
        description=Description.model_validate({"pt-BR": "", "en": ""}),
        price=1,
        allergens=[],
        option_groups=groups,
    )
    return {**saved.model_dump(by_alias=True), "product_id": f"p{number}".ljust(64, "x")}


def lines(menu: list[dict[str, Any]], options: int, note: str) -> Iterator[NewLine]:
    """Lines that have little in common, one after the other."""
    chosen = [option["option_id"] for group in menu[0]["option_groups"] for option in group["options"]][:options]
    for number, each in enumerate(menu):
        yield NewLine(
            product_id=each["product_id"], quantity=1, options=chosen[: len(chosen) or None], note=f"{number}{note}"
        )


USE = Use("x" * 64, 1, in_all=True, day="2026-11-24", person="h1-" + "x" * 64, coupon="COUPON#" + "x" * 43)


def discount(number: int, lines: int) -> Discount:
    """The largest that a campaign gives."""
    shares = tuple(LineShare(line, 100_000) for line in range(lines))
    return Discount(f"{number}".ljust(64, "x"), names("🍔", 60), Kind.ORDER_PERCENT, 1_000_000, shares)  # type: ignore[arg-type]


@pytest.mark.parametrize("character", ["a", "🍔"])
@pytest.mark.parametrize("length", [1, MAX_NAME])
@pytest.mark.parametrize("options", [0, 7, 50])
@pytest.mark.parametrize("note", ["", "🍔" * 138])
def test_the_largest_order_is_below_half_of_an_item(character: str, length: int, options: int, note: str) -> None:
    menu = [product(number, character, length) for number in range(MAX_LINES)]
    offered = {each["product_id"]: each | {"available": True, "removed": False} for each in menu}
    largest: list[Line] = []
    for count in range(1, MAX_LINES + 1):
        wanted = NewOrder(lines=list(lines(menu, options, note))[:count])
        try:
            largest = pricing.price(wanted.lines, offered, NOON).lines
        except Invalid:
            break
    assert largest
    assert size({"lines": typed([line.plain() for line in largest])}) <= MAX_BYTES
    placed = order(
        order_id="x" * 64,
        store="x" * 64,
        status=Status.AWAITING_PAYMENT,
        lines=largest,
        customer="h1-" + "x" * 64,
        receipt_cpf="x" * 1000,
        receipt_of="x" * 43,
        reserved={str(number).ljust(64, "x"): 100 for number in range(MAX_PRODUCTS)},
        reserved_in="reserved_unpaid",
        discounts=[discount(number, len(largest)) for number in range(MAX_DISCOUNTS)],
        skipped=[Skip(f"{number}".ljust(64, "x"), SkipReason.MINIMUM_NOT_REACHED) for number in range(MAX_ACTIVE)],
        campaign_uses=[USE] * MAX_DISCOUNTS,
        fingerprint="x" * 64,
        change_id="x" * 32,
        correlation_id="x" * 64,
    )
    for number in range(MAX_STAFF_NOTES + 1):
        placed.add_staff_note("🍔" * 200, f"{number}".ljust(64, "x"))
    assert placed.staff_notes
    assert (len(placed.staff_notes), placed.staff_notes[0].by[:2]) == (MAX_STAFF_NOTES, "1x")
    assert size(placed.serialize()) < HALF


def test_a_product_of_the_largest_body_is_below_half_of_an_item() -> None:
    texts = {"pt-BR": "a", "en": "b"}
    groups = [
        {
            "group_id": f"{group}",
            "name": texts,
            "max": 20,
            "options": [{"option_id": f"{group}-{place}", "name": texts} for place in range(30)],
        }
        for group in range(10)
    ]
    body = {
        "category": "burger",
        "name": texts,
        "description": texts,
        "price": 1,
        "allergens": [],
        "option_groups": groups,
    }
    sent = len(json.dumps(body, separators=(",", ":")))
    assert sent < BODY_LIMIT_BYTES
    saved = records.new("centro", "x" * 64)
    for name, value in SaveProduct.model_validate(body).model_dump(by_alias=True).items():
        setattr(saved, name, value)
    grown = size(saved.serialize()) - sent  # by the members that nobody has to send; the longer the texts, the less
    assert BODY_LIMIT_BYTES + max(0, grown) < HALF
