"""From what a client asks for to the lines of an order, at the menu's prices."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bytemeburger.errors import Invalid
from bytemeburger.menu.views import sold_now
from bytemeburger.orders.rules import MOST_PRODUCTS, MOST_TOTAL, MOST_UNITS, total

type Product = Mapping[str, Any]
type Products = Mapping[str, Product | None]


class Chosen(Protocol):
    """`options` None means the defaults, a list means exactly these."""

    @property
    def product_id(self) -> str: ...
    @property
    def options(self) -> Sequence[str] | None: ...


class Wanted(Chosen, Protocol):
    """`choices` names the product for each slot of a combo."""

    @property
    def quantity(self) -> int: ...
    @property
    def choices(self) -> Mapping[str, Chosen]: ...
    @property
    def note(self) -> str | None: ...


def product_ids(wanted: Iterable[Wanted]) -> set[str]:
    """Every product that is named. Raises Invalid for more than one order can hold."""
    named = {name for line in wanted for name in (line.product_id, *(c.product_id for c in line.choices.values()))}
    if len(named) > MOST_PRODUCTS:
        raise _too_large()
    return named


def price(wanted: Iterable[Wanted], products: Products, local: datetime) -> tuple[list[dict[str, Any]], int]:
    """The lines with names and prices frozen, equal lines merged, and their total in centavos.

    Raises Invalid for a product or option that is unknown or not sold at that local time, for a choice the product
    does not offer, and for an order beyond the limits.
    """
    lines: dict[str, dict[str, Any]] = {}
    for each in wanted:
        line = _line(each, products, local)
        same = lines.setdefault(json.dumps(line, sort_keys=True), line | {"quantity": 0})
        same["quantity"] += each.quantity
    priced = list(lines.values())
    due = total(priced)
    if sum(line["quantity"] for line in priced) > MOST_UNITS or due > MOST_TOTAL:
        raise _too_large()
    return priced, due


def counted_units(lines: Iterable[Mapping[str, Any]], products: Products) -> dict[str, int]:
    """How many units of each counted product the lines take, those within combos too."""
    units: Counter[str] = Counter()
    for line in lines:
        for product_id in (line["product_id"], *(choice["product_id"] for choice in line["choices"])):
            if (products.get(product_id) or {}).get("counted"):
                units[product_id] += line["quantity"]
    return dict(units)


def _line(wanted: Wanted, products: Products, local: datetime) -> dict[str, Any]:
    product = _sold(wanted.product_id, products, local)
    options = _options(wanted, product)
    choices = _choices(wanted, product, products, local)
    return {
        "product_id": wanted.product_id,
        "category": product["category"],
        "name": product["name"],
        "options": options,
        "choices": choices,
        "note": wanted.note,
        "unit_price": product["price"]
        + sum(option["price"] for option in options)
        + sum(choice["price"] + sum(option["price"] for option in choice["options"]) for choice in choices),
    }


def _sold(product_id: str, products: Products, local: datetime) -> Product:
    product = products.get(product_id)
    if product is None or product.get("removed"):
        raise Invalid("product-unknown", product_id=product_id)
    if not sold_now(product, local):
        raise Invalid("product-unavailable", product_id=product_id)
    return product


def _options(chosen: Chosen, product: Product) -> list[dict[str, Any]]:
    asked = None if chosen.options is None else set(chosen.options)
    taken: list[dict[str, Any]] = []
    for group in product.get("option_groups") or []:
        of_group = [
            option
            for option in group["options"]
            if (option["default"] and option["available"] if asked is None else option["option_id"] in asked)
        ]
        if not group["min"] <= len(of_group) <= group["max"]:
            raise Invalid("options-count", product_id=chosen.product_id, group_id=group["group_id"])
        taken += of_group
    known = {option["option_id"] for option in taken if option["available"]}
    for option_id in (asked or set()) - known:
        raise Invalid("option-unavailable", product_id=chosen.product_id, option_id=option_id)
    return [{name: option[name] for name in ("option_id", "name", "price")} for option in taken]


def _choices(wanted: Wanted, product: Product, products: Products, local: datetime) -> list[dict[str, Any]]:
    slots = {slot["slot_id"]: slot for slot in product.get("slots") or []}
    for slot_id in sorted(wanted.choices.keys() ^ slots.keys()):
        raise Invalid("choice-unknown", product_id=wanted.product_id, slot_id=slot_id)
    taken = []
    for slot_id, slot in slots.items():
        chosen = wanted.choices[slot_id]
        offered = {choice["product_id"]: choice["price"] for choice in slot["choices"]}
        if chosen.product_id not in offered:
            raise Invalid("choice-unknown", product_id=wanted.product_id, slot_id=slot_id)
        part = _sold(chosen.product_id, products, local)
        taken.append(
            {
                "slot_id": slot_id,
                "product_id": chosen.product_id,
                "name": part["name"],
                "price": offered[chosen.product_id],
                "options": _options(chosen, part),
            }
        )
    return taken


def _too_large() -> Invalid:
    return Invalid("order-too-large", limit=MOST_UNITS, limit_total=MOST_TOTAL, limit_products=MOST_PRODUCTS)
