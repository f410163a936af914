"""From what a client asks for to the lines of an order, at the menu's prices."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from bytemeburger.errors import Invalid
from bytemeburger.orders.rules import MOST_TOTAL, MOST_UNITS, total


class Wanted(Protocol):
    @property
    def product_id(self) -> str: ...
    @property
    def quantity(self) -> int: ...


def price(
    wanted: Iterable[Wanted], products: Mapping[str, Mapping[str, Any] | None]
) -> tuple[list[dict[str, Any]], int]:
    """The lines with names and prices frozen, a repeated product merged, and their total in centavos.

    Raises Invalid for a product that is unknown or not available now, and for an order beyond the limits.
    """
    quantities: dict[str, int] = {}
    for line in wanted:
        quantities[line.product_id] = quantities.get(line.product_id, 0) + line.quantity
    lines = []
    for product_id, quantity in quantities.items():
        product = products.get(product_id)
        if product is None:
            raise Invalid("product-unknown", product_id=product_id)
        if not product["available"]:
            raise Invalid("product-unavailable", product_id=product_id)
        lines.append(
            {
                "product_id": product_id,
                "name": product["name"],
                "quantity": quantity,
                "unit_price": product["price"],
            }
        )
    due = total(lines)
    if sum(quantities.values()) > MOST_UNITS or due > MOST_TOTAL:
        raise Invalid("order-too-large", limit=MOST_UNITS, limit_total=MOST_TOTAL)
    return lines, due
