"""From what a client asks for to the lines of an order, at the menu's prices."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from bytemeburger.errors import Invalid
from bytemeburger.estimates.model import Work
from bytemeburger.menu.rules import StoredProduct, make_seconds, sold_now
from bytemeburger.orders.model import Choice, Line, Option
from bytemeburger.orders.rules import MAX_BYTES, MAX_PRODUCTS, MAX_RESERVED, MAX_TOTAL, MAX_UNITS

type Products = Mapping[str, StoredProduct | None]


class RequestedProduct(Protocol):
    """`options` None means the defaults, a list means exactly these."""

    @property
    def product_id(self) -> str: ...
    @property
    def options(self) -> Sequence[str] | None: ...


class RequestedLine(RequestedProduct, Protocol):
    """`choices` names the product for each slot of a combo."""

    @property
    def quantity(self) -> int: ...
    @property
    def choices(self) -> Mapping[str, RequestedProduct]: ...
    @property
    def note(self) -> str | None: ...


class Quote(NamedTuple):
    """Lines with names and prices frozen, equal ones merged; their total in centavos; the units that they take of each
    counted product."""

    lines: list[Line]
    total: int
    units: dict[str, int]


def price(requested: Iterable[RequestedLine], products: Products, local: datetime) -> Quote:
    """Raises Invalid for a product or option that is unknown, for a choice the product does not offer, for an order beyond
    the limits, and for a product that is not sold at that local time."""
    lines: dict[str, Line] = {}
    for each in requested:
        line = _line(each, products)
        same = lines.setdefault(_json([line]), line)
        lines[_json([line])] = replace(same, quantity=same.quantity + each.quantity)
    priced = list(lines.values())
    total = sum(line.amount for line in priced)
    if (
        sum(line.quantity for line in priced) > MAX_UNITS
        or total > MAX_TOTAL
        or len(_json(priced).encode()) > MAX_BYTES
    ):
        raise too_large()
    units = counted_units(priced, products)
    for product_id, count in units.items():
        if count > MAX_RESERVED:
            raise Invalid("product-limit", **problem_members(product_id, products), limit=MAX_RESERVED)
    for product_id in (product_id for line in priced for product_id in line.product_ids):
        if not sold_now(products[product_id] or {}, local):
            raise Invalid("product-unavailable", **problem_members(product_id, products), units_left=None)
    return Quote(priced, total, units)


def counted_units(lines: Iterable[Line], products: Products) -> dict[str, int]:
    """How many units of each counted product the lines take, those within combos too."""
    units: Counter[str] = Counter()
    for line in lines:
        for product_id in line.product_ids:
            if (products.get(product_id) or {}).get("counted"):
                units[product_id] += line.quantity
    return dict(units)


def work(lines: Iterable[Line], products: Products) -> list[Work]:
    """What the kitchen's stations have to make for the lines, with the options that were chosen; nothing for what is at
    hand."""
    return [
        Work(place, product["category"], seconds, line.quantity)
        for place, line in enumerate(lines)
        for part in line.parts
        if (product := products.get(part.product_id))
        and (seconds := make_seconds(product, {option.option_id for option in part.options}))
    ]


def problem_members(product_id: str, products: Products) -> dict[str, Any]:
    """The members by which a problem names a product of the menu."""
    return {"product_id": product_id, "name": (products[product_id] or {})["name"]}


def _json(lines: Iterable[Line]) -> str:
    return json.dumps([line.plain() for line in lines], ensure_ascii=False)


def _line(requested: RequestedLine, products: Products) -> Line:
    """Of no units yet."""
    product = _product(requested.product_id, products)
    options = _options(requested, product)
    choices = _choices(requested, product, products)
    return Line(
        product_id=requested.product_id,
        category=product["category"],
        name=product["name"],
        options=options,
        choices=choices,
        note=requested.note,
        unit_price=product["price"] + sum(each.price for each in options) + sum(each.amount for each in choices),
        quantity=0,
    )


def _product(product_id: str, products: Products) -> StoredProduct:
    product = products.get(product_id)
    if product is None or product.get("removed"):
        raise Invalid("product-unknown", product_id=product_id)
    return product


def _options(chosen: RequestedProduct, product: StoredProduct) -> tuple[Option, ...]:
    option_ids = None if chosen.options is None else set(chosen.options)
    chosen_options: list[dict[str, Any]] = []
    for group in product.get("option_groups") or []:
        in_group = [
            option
            for option in group["options"]
            if (option["default"] and option["available"] if option_ids is None else option["option_id"] in option_ids)
        ]
        if not group["min"] <= len(in_group) <= group["max"]:
            raise Invalid(
                "options-count", product_id=chosen.product_id, name=product["name"], group_id=group["group_id"]
            )
        chosen_options += in_group
    known = {option["option_id"] for option in chosen_options if option["available"]}
    for option_id in (option_ids or set()) - known:
        raise Invalid("option-unavailable", product_id=chosen.product_id, name=product["name"], option_id=option_id)
    return tuple(map(Option.of, chosen_options))


def _choices(requested: RequestedLine, product: StoredProduct, products: Products) -> tuple[Choice, ...]:
    slots = {slot["slot_id"]: slot for slot in product.get("slots") or []}
    for slot_id in sorted(requested.choices.keys() ^ slots.keys()):
        raise _choice_unknown(requested, product, slot_id)
    choices = []
    for slot_id, slot in slots.items():
        chosen = requested.choices[slot_id]
        offered = {choice["product_id"]: choice["price"] for choice in slot["choices"]}
        if chosen.product_id not in offered:
            raise _choice_unknown(requested, product, slot_id)
        part = _product(chosen.product_id, products)
        if part["category"] == "combo":  # from before this was refused when a combo is saved
            raise _choice_unknown(requested, product, slot_id)
        choices.append(
            Choice(
                slot_id=slot_id,
                product_id=chosen.product_id,
                category=part["category"],
                name=part["name"],
                price=offered[chosen.product_id],
                options=_options(chosen, part),
            )
        )
    return tuple(choices)


def _choice_unknown(requested: RequestedLine, product: StoredProduct, slot_id: str) -> Invalid:
    return Invalid("choice-unknown", product_id=requested.product_id, name=product["name"], slot_id=slot_id)


def too_large() -> Invalid:
    return Invalid(
        "order-too-large",
        limit=MAX_UNITS,
        limit_total=MAX_TOTAL,
        limit_products=MAX_PRODUCTS,
        limit_bytes=MAX_BYTES,
    )
