"""The sales report. Money in centavos."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bytemeburger.table import Plain

AMOUNTS = ("orders", "units", "parts", "amount")
WITH_PARTS = ("category", "product")


def rows(by: str, counters: Iterable[tuple[str, Plain]]) -> list[dict[str, Any]]:
    """One row per day, product, category or hour, from (name, counter) pairs; those of one name added up. Products and
    categories have `units_in_combos` besides."""
    added: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, counter in counters:
        for effect in ("sale", "refund"):
            for amount in AMOUNTS:
                added[name][f"{effect}_{amount}"] += counter.get(f"{effect}_{amount}", 0)
    return [{by: name, **_row(by, of_name)} for name, of_name in sorted(added.items())]


def total(by_day: Iterable[dict[str, Any]]) -> dict[str, int]:
    """The days' rows added up: in those of products and categories an order counts more than once."""
    added = _row("day", defaultdict(int))
    for row in by_day:
        for name in added:
            added[name] += row[name]
    return added


def as_csv(by: str, reported: Sequence[dict[str, Any]]) -> str:
    """The rows for a spreadsheet, amounts in centavos."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [by, *_row(by, defaultdict(int))])
    writer.writeheader()
    writer.writerows(reported)
    return text.getvalue()


def _row(by: str, added: Mapping[str, int]) -> dict[str, int]:
    """`net` is what was kept; `refunded` is positive. Rows of products had neither orders nor parts once; what was sold
    then and is refunded now takes none away."""
    row = {
        "orders": max(0, added["sale_orders"] + added["refund_orders"]),
        "units": added["sale_units"] + added["refund_units"],
        "sold": added["sale_amount"],
        "refunded": -added["refund_amount"],
        "net": added["sale_amount"] + added["refund_amount"],
    }
    if by in WITH_PARTS:
        row["units_in_combos"] = max(0, added["sale_parts"] + added["refund_parts"])
    return row
