"""The sales report. Money in centavos."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal, NotRequired, TypedDict, cast

from bytemeburger.formats import BusinessDay, Centavos, Count, Format
from bytemeburger.sales.records import PLACES
from bytemeburger.table import Plain

AMOUNTS = ("orders", "units", "parts", "amount")
WITH_PARTS = ("category", "product")
FIGURES: tuple[Literal["orders", "units", "sold", "refunded", "net"], ...] = (
    "orders",
    "units",
    "sold",
    "refunded",
    "net",
)


class SalesFigures(TypedDict):
    """`net` is sold minus refunded; `refunded` is positive. `units` were sold on their own."""

    orders: Count
    units: int
    sold: Centavos
    refunded: int
    net: int


class SalesRow(SalesFigures):
    """Of a day, a product, a category, an hour or a payment method, whichever was asked for. Those of products and
    categories have `units_in_combos` besides; the combo's own row has all their money."""

    day: NotRequired[BusinessDay]
    product: NotRequired[str]
    category: NotRequired[str]
    hour: NotRequired[str]
    method: NotRequired[str]
    units_in_combos: NotRequired[Count]


Period = TypedDict("Period", {"from": BusinessDay, "to": BusinessDay})


class SalesReport(Period):
    """`total` is that of the days: an order counts in more than one row of products and categories."""

    currency: Literal["BRL"]
    by: Annotated[str, Format(enum=tuple(PLACES))]
    rows: list[SalesRow]
    total: SalesFigures


def rows(by: str, counters: Iterable[tuple[str, Plain]]) -> list[SalesRow]:
    """One row per day, product, category, hour or payment method, from (name, counter) pairs; those of one name added
    up."""
    added: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, counter in counters:
        for effect in ("sale", "refund"):
            for amount in AMOUNTS:
                added[name][f"{effect}_{amount}"] += counter.get(f"{effect}_{amount}", 0)
    return [_row(by, name, of_name) for name, of_name in sorted(added.items())]


def total(by_day: Iterable[SalesRow]) -> SalesFigures:
    """The days' rows added up: in those of products and categories an order counts more than once."""
    added = _figures(defaultdict(int))
    for row in by_day:
        for name in FIGURES:
            added[name] += row[name]
    return added


def as_csv(by: str, reported: Sequence[SalesRow]) -> str:
    """The rows for a spreadsheet, amounts in centavos."""
    text = io.StringIO()
    writer = csv.DictWriter(text, _row(by, "", defaultdict(int)).keys())
    writer.writeheader()
    writer.writerows(reported)
    return text.getvalue()


def _row(by: str, name: str, added: Mapping[str, int]) -> SalesRow:
    """Rows of products had no parts once; what was sold then and is refunded now takes none away."""
    parts = {"units_in_combos": max(0, added["sale_parts"] + added["refund_parts"])} if by in WITH_PARTS else {}
    return cast("SalesRow", {by: name, **_figures(added), **parts})


def _figures(added: Mapping[str, int]) -> SalesFigures:
    """Rows of products had no orders once; what was sold then and is refunded now takes none away."""
    return {
        "orders": max(0, added["sale_orders"] + added["refund_orders"]),
        "units": added["sale_units"] + added["refund_units"],
        "sold": added["sale_amount"],
        "refunded": -added["refund_amount"],
        "net": added["sale_amount"] + added["refund_amount"],
    }
