"""What stands on the menu."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Literal, get_args

from bytemeburger.errors import Invalid
from bytemeburger.hours.rules import sells_at

type StoredProduct = Mapping[str, Any]

type Category = Literal["combo", "burger", "side", "drink", "dessert"]
"""Combos first, then in the order in which a meal is put together; each step is optional."""
CATEGORIES: tuple[Category, ...] = get_args(Category.__value__)

ImageType = Literal["image/jpeg", "image/png", "image/webp"]
IMAGE_TYPES: Mapping[ImageType, str] = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
MAX_IMAGE_BYTES = 2 * 1024 * 1024

UNPAID_ALLOWANCE = 20
"""So many units of a counted product may be reserved for unpaid orders however few there are."""


def require_combos_of_products(product_id: str, saved: StoredProduct, menu: Iterable[StoredProduct]) -> None:
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
                members = {"product_id": product_id, "name": saved["name"], "slot_id": slot["slot_id"]}
                raise Invalid("choice-not-offerable", **members, choice=choice["product_id"])
    combos = [each["product_id"] for each in others.values() if not each["removed"] and has_choice(each, product_id)]
    if saved["category"] == "combo" and combos:
        raise Invalid("product-in-combos", product_id=product_id, name=saved["name"], combos=combos)


def has_choice(combo: StoredProduct, product_id: str) -> bool:
    """Whether one of its slots has that product among its choices."""
    return any(choice["product_id"] == product_id for slot in combo.get("slots") or [] for choice in slot["choices"])


def sold_choices(
    slot: Mapping[str, Any], menu: Mapping[str, StoredProduct]
) -> list[tuple[Mapping[str, Any], StoredProduct]]:
    """A slot's choices that stand on the menu, each with its product."""
    named = ((choice, menu.get(choice["product_id"])) for choice in slot["choices"])
    return [
        (choice, part) for choice, part in named if part and not part.get("removed") and part["category"] != "combo"
    ]


def allergens(product: StoredProduct, menu: Mapping[str, StoredProduct]) -> tuple[list[str], list[str]]:
    """What it contains whatever is chosen (a combo: what each choice of a slot has in common, so all of a fixed part),
    and what the choices and options may add to that."""
    certain, possible = dict.fromkeys(product["allergens"]), _of_options(product)
    for slot in product.get("slots") or []:
        parts = [part for _, part in sold_choices(slot, menu)]
        for part in parts:
            possible |= dict.fromkeys(part["allergens"]) | _of_options(part)
        certain |= {each: None for each in possible if parts and all(each in part["allergens"] for part in parts)}
    return list(certain), [each for each in possible if each not in certain]


def _of_options(product: StoredProduct) -> dict[str, None]:
    """A dictionary for a set that keeps its order."""
    options = (option for group in product.get("option_groups") or [] for option in group["options"])
    return dict.fromkeys(each for option in options for each in option.get("allergens") or [])


def make_seconds(product: StoredProduct, option_ids: Collection[str]) -> int:
    """How long its station takes for a unit with these options; 0 for what is at hand."""
    options = (option for group in product.get("option_groups") or [] for option in group["options"])
    extra = sum(each.get("make_seconds") or 0 for each in options if each["option_id"] in option_ids)
    return (product.get("make_seconds") or 0) + extra


def usual_seconds(product: StoredProduct) -> int:
    """Of a unit with the options that nobody has to choose."""
    options = (option for group in product.get("option_groups") or [] for option in group["options"])
    return make_seconds(product, {each["option_id"] for each in options if each["default"] and each["available"]})


def sold_now(product: Mapping[str, Any], local: datetime) -> bool:
    """On the menu, within its hours and not sold out."""
    return (
        product["available"]
        and not product.get("removed", False)
        and product.get("units", 1) > 0
        and sells_at(product.get("hours") or [], local)
    )
