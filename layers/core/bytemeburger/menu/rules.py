"""What stands on the menu."""

from collections.abc import Iterable, Mapping
from typing import Any

from bytemeburger.errors import Invalid

type Product = Mapping[str, Any]

CATEGORIES = ("combo", "burger", "side", "drink", "dessert")
"""Combos first, then in the order in which a meal is put together; each step is optional."""

IMAGE_TYPES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
MOST_IMAGE_BYTES = 2 * 1024 * 1024

FEW = 20
"""So many units of a counted product may be reserved for unpaid orders however few there are."""


def require_combos_of_products(product_id: str, saved: Product, menu: Iterable[Product]) -> None:
    """A combo is made of products, never of combos, so its parts have no parts. `menu` has the removed products too: a
    combo keeps the choice that was taken off the menu.

    Raises Invalid for a product to be saved that would break that. Of two that are saved at the same moment each may
    break it for the other, so an order refuses such a choice once more.
    """
    others = {product["product_id"]: product for product in menu if product["product_id"] != product_id}
    for slot in saved["slots"]:
        for choice in slot["choices"]:
            part = others.get(choice["product_id"])
            if part is None or part["category"] == "combo":
                about = {"product_id": product_id, "name": saved["name"], "slot_id": slot["slot_id"]}
                raise Invalid("choice-not-offerable", **about, choice=choice["product_id"])
    combos = [each["product_id"] for each in others.values() if not each["removed"] and offers(each, product_id)]
    if saved["category"] == "combo" and combos:
        raise Invalid("product-in-combos", product_id=product_id, name=saved["name"], combos=combos)


def offers(combo: Product, product_id: str) -> bool:
    """Whether one of its slots has that product among its choices."""
    return any(choice["product_id"] == product_id for slot in combo.get("slots") or [] for choice in slot["choices"])
