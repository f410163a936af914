"""What customers and managers see of the menu."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypedDict

from bytemeburger import settings
from bytemeburger.formats import Centavos, Count, Identifier, Translations, Version
from bytemeburger.hours.rules import SellingHours
from bytemeburger.menu.rules import CATEGORIES, Category, allergens, sold_choices, sold_now
from bytemeburger.table import Plain

type Allergens = list[str]


class ProductOption(TypedDict):
    """`price` is extra, per unit; `default`: chosen when the customer says nothing; `make_seconds`: how much longer a unit
    takes with it, null where no longer."""

    option_id: Identifier
    name: Translations
    price: Centavos
    default: bool
    available: bool
    allergens: Allergens
    make_seconds: Count | None


class ProductOptions(TypedDict):
    """Of these a customer takes `min` to `max`."""

    group_id: Identifier
    name: Translations
    min: Count
    max: Count
    options: list[ProductOption]


class SlotChoice(TypedDict):
    """`price` is extra, on top of the combo's."""

    product_id: Identifier
    price: Centavos


class OfferedChoice(SlotChoice):
    allergens: Allergens


class _Slot(TypedDict):
    slot_id: Identifier
    name: Translations


class ComboSlot(_Slot):
    choices: list[SlotChoice]


class OfferedSlot(_Slot):
    choices: list[OfferedChoice]


class _Product(TypedDict):
    product_id: Identifier
    category: Category
    name: Translations
    description: Translations
    price: Centavos
    option_groups: list[ProductOptions]
    hours: list[SellingHours]
    image_url: str | None


class MenuProduct(_Product):
    """`allergens` is what it contains whatever is chosen, `possible_allergens` what choices may add; each option and
    each choice says what it adds itself, so what is chosen so far contains `allergens` and those of the chosen."""

    allergens: Allergens
    possible_allergens: Allergens
    slots: list[OfferedSlot]
    available: bool


class Wait(TypedDict):
    """In how many minutes an order of one unit of each category that the kitchen makes would probably (`p50_minutes`) and
    almost surely be ready now."""

    p50_minutes: Count
    p90_minutes: Count


class SuggestedProduct(MenuProduct):
    """`orders`: how many had it together with something of the cart."""

    orders: Count


class Suggestions(TypedDict):
    store: Identifier
    products: list[SuggestedProduct]


class ProductStock(TypedDict):
    """`units` are left to sell; at `low_at` the store gets an e-mail."""

    units: Count
    low_at: Count


class ManagedProduct(_Product):
    """As it is saved; `stock` is null where it is not counted, `make_seconds` where it is at hand."""

    allergens: Allergens
    slots: list[ComboSlot]
    image: str | None
    available: bool
    removed: bool
    make_seconds: Count | None
    stock: ProductStock | None
    version: Version


class ProductList(TypedDict):
    products: list[ManagedProduct]


class MenuArrangement(TypedDict):
    """In which order the products of a category are shown."""

    product_ids: list[Identifier]


class ProductAvailability(TypedDict):
    product_id: Identifier
    available: bool


class StockLevel(TypedDict):
    """`units` are left to sell, null where nothing is counted; `reserved` are those of open orders."""

    product_id: Identifier
    units: Count | None
    reserved: Count
    low_at: Count


class ImageUpload(TypedDict):
    """A form to be posted to `url` with these `fields`, then the file; `image` is for the product."""

    image: str
    url: str
    fields: dict[str, str]


def for_customer(product: Plain, menu: Mapping[str, Plain], local: datetime) -> MenuProduct:
    """A product as the kiosk shows it at that local time."""
    certain, possible = allergens(product, menu)
    return {
        **_product(product),
        "allergens": certain,
        "possible_allergens": possible,
        "slots": [
            {"slot_id": slot["slot_id"], "name": slot["name"], "choices": _offered(slot, menu)}
            for slot in product.get("slots") or []
        ],
        "available": sold_now(product, local),
    }


def for_manager(product: Plain) -> ManagedProduct:
    """A product as it is saved, with its version for `If-Match`, and its stock where it is counted."""
    return {
        **_product(product),
        "allergens": product["allergens"],
        "slots": [
            {
                "slot_id": slot["slot_id"],
                "name": slot["name"],
                "choices": [{"product_id": each["product_id"], "price": each["price"]} for each in slot["choices"]],
            }
            for slot in product.get("slots") or []
        ],
        "image": product.get("image"),
        "available": product["available"],
        "removed": product.get("removed", False),
        "make_seconds": product.get("make_seconds"),
        "stock": {"units": max(0, product["units"]), "low_at": product["low_at"]} if product.get("counted") else None,
        "version": product["version"],
    }


def in_order(products: Iterable[Plain]) -> list[Plain]:
    """By category, in the order in which a meal is put together, then as the store has arranged them, then by price."""
    return sorted(
        products,
        key=lambda product: (
            CATEGORIES.index(product["category"]),
            product["place"],
            product["price"],
            product["product_id"],
        ),
    )


def _product(product: Plain) -> _Product:
    image = product.get("image")
    return {
        "product_id": product["product_id"],
        "category": product["category"],
        "name": product["name"],
        "description": product["description"],
        "price": product["price"],
        "option_groups": [
            {
                "group_id": group["group_id"],
                "name": group["name"],
                "min": group["min"],
                "max": group["max"],
                "options": [_option(option) for option in group["options"]],
            }
            for group in product.get("option_groups") or []
        ],
        "hours": product.get("hours") or [],
        "image_url": f"{settings.images_url()}/{image}" if image else None,
    }


def _option(option: Plain) -> ProductOption:
    """Options from before they had allergens have none, and take no time."""
    return {
        "option_id": option["option_id"],
        "name": option["name"],
        "price": option["price"],
        "default": option["default"],
        "available": option["available"],
        "allergens": option.get("allergens") or [],
        "make_seconds": option.get("make_seconds"),
    }


def _offered(slot: Plain, menu: Mapping[str, Plain]) -> list[OfferedChoice]:
    return [
        {"product_id": choice["product_id"], "price": choice["price"], "allergens": part["allergens"]}
        for choice, part in sold_choices(slot, menu)
    ]
