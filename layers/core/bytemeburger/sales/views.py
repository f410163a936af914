"""The sales report. Money in centavos."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from bytemeburger.table import Plain

AMOUNTS = ("orders", "units", "amount")


def rows(by: str, counters: Iterable[tuple[str, Plain]]) -> list[dict[str, Any]]:
    """One row per day, product, category or hour, from (name, counter) pairs; those of one name added up."""
    added: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, counter in counters:
        for effect in ("sale", "refund"):
            for amount in AMOUNTS:
                added[name][f"{effect}_{amount}"] += counter.get(f"{effect}_{amount}", 0)
    return [{by: name, **_row(of_name)} for name, of_name in sorted(added.items())]


def total(reported: Iterable[dict[str, Any]]) -> dict[str, int]:
    """All rows added up. An order of several products or categories stands in none of their rows' `orders`."""
    added = _row(defaultdict(int))
    for row in reported:
        for name in added:
            added[name] += row[name]
    return added


def as_csv(by: str, reported: Sequence[dict[str, Any]]) -> str:
    """The rows for a spreadsheet, amounts in centavos."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [by, *_row(defaultdict(int))])
    writer.writeheader()
    writer.writerows(reported)
    return text.getvalue()


def _row(added: defaultdict[str, int]) -> dict[str, int]:
    """`net` is what was kept; `refunded` is positive."""
    return {
        "orders": added["sale_orders"] + added["refund_orders"],
        "units": added["sale_units"] + added["refund_units"],
        "sold": added["sale_amount"],
        "refunded": -added["refund_amount"],
        "net": added["sale_amount"] + added["refund_amount"],
    }
