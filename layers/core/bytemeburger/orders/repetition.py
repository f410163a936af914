"""An earlier order as what a client may send to POST /orders today. Prices and availability are those of the menu now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bytemeburger.errors import Invalid
from bytemeburger.orders.model import Choice, Line
from bytemeburger.orders.pricing import Product, counted_units, named, price, require_few


@dataclass(frozen=True)
class _Again:
    product_id: str
    options: list[str] | None
    quantity: int = 1
    choices: Mapping[str, "_Again"] = field(default_factory=dict)
    note: str | None = None


def repeat(lines: Iterable[Line], products: Mapping[str, Product], local: datetime) -> dict[str, Any]:
    """`lines` (to send, each with `unit_price` now and `unit_price_then`, in centavos), their `total`, and what is
    `unavailable` with the code of the problem."""
    offered, unavailable, total = [], [], 0
    for line in lines:
        again = _again(line)
        try:
            ((priced,), _) = price([again], products, local)
            units = counted_units([priced], products)
            require_few(units, products)
            for product_id, some in units.items():
                left = max(0, products[product_id]["units"])
                if left < some:
                    raise Invalid("product-unavailable", **named(product_id, products), units_left=left)
        except Invalid as problem:
            unavailable.append({"product_id": again.product_id, "name": line.name, "code": problem.code})
            continue
        total += priced.amount
        offered.append(
            {
                "line": {
                    "product_id": again.product_id,
                    "quantity": again.quantity,
                    "options": again.options,
                    "choices": {
                        slot: {"product_id": choice.product_id, "options": choice.options}
                        for slot, choice in again.choices.items()
                    },
                    "note": again.note,
                },
                "name": priced.name,
                "quantity": again.quantity,
                "unit_price": priced.unit_price,
                "unit_price_then": line.unit_price,
            }
        )
    return {"lines": offered, "total": total, "currency": "BRL", "unavailable": unavailable}


def _again(line: Line) -> _Again:
    return _Again(
        product_id=line.product_id,
        options=_chosen(line),
        quantity=line.quantity,
        choices={choice.slot_id: _Again(choice.product_id, _chosen(choice)) for choice in line.choices},
        note=line.note,
    )


def _chosen(part: Line | Choice) -> list[str]:
    return [option.option_id for option in part.options]
