"""What customers and managers see of the menu."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bytemeburger import settings
from bytemeburger.menu.rules import CATEGORIES, allergens, sold_choices, sold_now
from bytemeburger.table import Plain

_SHOWN = ("product_id", "category", "name", "description", "price", "allergens")


def for_customer(product: Plain, menu: Mapping[str, Plain], local: datetime) -> dict[str, Any]:
    """A product as the kiosk shows it at that local time; `price` in centavos.

    `allergens` is what it contains whatever is chosen, `possible_allergens` what choices may add; each option and each
    choice says what it adds itself, so what is chosen so far contains `allergens` and those of the chosen.
    """
    surely, perhaps = allergens(product, menu)
    return {
        **{name: product[name] for name in _SHOWN},
        "allergens": surely,
        "possible_allergens": perhaps,
        "option_groups": _option_groups(product),
        "slots": [slot | {"choices": _choices(slot, menu)} for slot in product.get("slots") or []],
        "hours": product.get("hours") or [],
        "image_url": _image_url(product),
        "available": sold_now(product, local),
    }


def for_manager(product: Plain) -> dict[str, Any]:
    """A product as it is saved, with its version for `If-Match`, and its stock where it is counted."""
    return {
        **{name: product[name] for name in _SHOWN},
        "option_groups": _option_groups(product),
        "slots": product.get("slots") or [],
        "hours": product.get("hours") or [],
        "image": product.get("image"),
        "image_url": _image_url(product),
        "available": product["available"],
        "removed": product.get("removed", False),
        "stock": {"units": max(0, product["units"]), "low_at": product["low_at"]} if product.get("counted") else None,
        "version": product["version"],
    }


def in_order(products: Iterable[Plain]) -> list[Plain]:
    """By category, in the order in which a meal is put together, then by price."""
    return sorted(
        products,
        key=lambda product: (CATEGORIES.index(product["category"]), product["price"], product["product_id"]),
    )


def _choices(slot: Plain, menu: Mapping[str, Plain]) -> list[dict[str, Any]]:
    return [{**choice, "allergens": part["allergens"]} for choice, part in sold_choices(slot, menu)]


def _option_groups(product: Plain) -> list[dict[str, Any]]:
    """Options from before they had allergens have none."""
    return [
        group | {"options": [{"allergens": []} | option for option in group["options"]]}
        for group in product.get("option_groups") or []
    ]


def _image_url(product: Plain) -> str | None:
    image = product.get("image")
    return f"{settings.images_url()}/{image}" if image else None
