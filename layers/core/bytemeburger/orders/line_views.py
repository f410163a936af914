"""What every reader sees of an order: its lines, and the steps it took."""

from collections.abc import Mapping
from typing import Any, Literal, TypedDict

from bytemeburger.formats import (
    Centavos,
    Count,
    Identifier,
    Time,
    Translations,
)
from bytemeburger.menu.rules import Category
from bytemeburger.orders.rules import Status

type Dining = Literal["eat_in", "take_away"]


class LineOption(TypedDict):
    option_id: Identifier
    name: Translations
    price: Centavos


class LineChoice(TypedDict):
    """What was chosen for a combo's slot; `category` is null in older orders, which did not store it."""

    slot_id: Identifier
    product_id: Identifier
    category: Category | None
    name: Translations
    price: Centavos
    options: list[LineOption]


class PreparationLine(TypedDict):
    product_id: Identifier
    name: Translations
    options: list[LineOption]
    choices: list[LineChoice]
    note: str | None
    quantity: Count


class OrderLine(PreparationLine):
    """With the price at which it was ordered."""

    category: Category
    unit_price: Centavos


class OrderStep(TypedDict):
    status: Status
    at: Time


def preparation_line(line: Mapping[str, Any]) -> PreparationLine:
    return {
        "product_id": line["product_id"],
        "name": line["name"],
        "options": _options(line),
        "choices": [
            {
                "slot_id": choice["slot_id"],
                "product_id": choice["product_id"],
                "category": choice.get("category"),
                "name": choice["name"],
                "price": choice["price"],
                "options": _options(choice),
            }
            for choice in line.get("choices") or []
        ],
        "note": line.get("note"),
        "quantity": line["quantity"],
    }


def priced_line(line: Mapping[str, Any]) -> OrderLine:
    return {**preparation_line(line), "category": line["category"], "unit_price": line["unit_price"]}


def _options(part: Mapping[str, Any]) -> list[LineOption]:
    return [
        {"option_id": option["option_id"], "name": option["name"], "price": option["price"]}
        for option in part.get("options") or []
    ]
