"""What customers see of the menu."""

from collections.abc import Iterable
from typing import Any

from bytemeburger.menu.rules import CATEGORIES
from bytemeburger.table import Plain


def for_customer(product: Plain) -> dict[str, Any]:
    """A product as the kiosk shows it; `price` in centavos."""
    names = ("product_id", "category", "name", "description", "price", "allergens", "available")
    return {name: product[name] for name in names}


def in_order(products: Iterable[Plain]) -> list[Plain]:
    """By category, in the order in which a meal is put together, then by price."""
    return sorted(
        products,
        key=lambda product: (CATEGORIES.index(product["category"]), product["price"], product["product_id"]),
    )
