"""An earlier order as what a client may send to POST /orders today. Prices and availability are those of the menu now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypedDict

from bytemeburger.errors import Invalid
from bytemeburger.formats import Centavos, Count, Identifier, Translations
from bytemeburger.menu.rules import StoredProduct
from bytemeburger.orders.model import Choice, Line
from bytemeburger.orders.pricing import price, problem_members


@dataclass(frozen=True)
class _Request:
    product_id: str
    options: list[str] | None
    quantity: int = 1
    choices: Mapping[str, "_Request"] = field(default_factory=dict)
    note: str | None = None


class RepeatedChoice(TypedDict):
    product_id: Identifier
    options: list[Identifier]


class RepeatedLine(RepeatedChoice):
    """As POST /orders takes it."""

    quantity: Count
    choices: dict[Identifier, RepeatedChoice]
    note: str | None


class OfferedLine(TypedDict):
    """A `line` to send; `unit_price` is that of now."""

    line: RepeatedLine
    name: Translations
    quantity: Count
    unit_price: Centavos
    unit_price_then: Centavos


class UnavailableLine(TypedDict):
    """`code` is that of the problem in which ordering it would end."""

    product_id: Identifier
    name: Translations
    code: str


class RepeatedOrder(TypedDict):
    store: Identifier
    lines: list[OfferedLine]
    total: Centavos
    currency: Literal["BRL"]
    unavailable: list[UnavailableLine]


def repeat(store: str, lines: Iterable[Line], products: Mapping[str, StoredProduct], local: datetime) -> RepeatedOrder:
    """What can be had again of these lines in a store, and what cannot."""
    offered: list[OfferedLine] = []
    unavailable: list[UnavailableLine] = []
    total = 0
    for line in lines:
        request = _request(line)
        try:
            (priced,), _, units = price([request], products, local)
            for product_id, count in units.items():
                left = max(0, products[product_id]["units"])
                if left < count:
                    raise Invalid("product-unavailable", **problem_members(product_id, products), units_left=left)
        except Invalid as problem:
            unavailable.append({"product_id": request.product_id, "name": line.name, "code": problem.code})
            continue
        total += priced.amount
        offered.append(
            {
                "line": {
                    "product_id": request.product_id,
                    "quantity": request.quantity,
                    "options": _chosen(line),
                    "choices": {
                        choice.slot_id: {"product_id": choice.product_id, "options": _chosen(choice)}
                        for choice in line.choices
                    },
                    "note": request.note,
                },
                "name": priced.name,
                "quantity": request.quantity,
                "unit_price": priced.unit_price,
                "unit_price_then": line.unit_price,
            }
        )
    return {"store": store, "lines": offered, "total": total, "currency": "BRL", "unavailable": unavailable}


def _request(line: Line) -> _Request:
    return _Request(
        product_id=line.product_id,
        options=_chosen(line),
        quantity=line.quantity,
        choices={choice.slot_id: _Request(choice.product_id, _chosen(choice)) for choice in line.choices},
        note=line.note,
    )


def _chosen(part: Line | Choice) -> list[str]:
    return [option.option_id for option in part.options]
