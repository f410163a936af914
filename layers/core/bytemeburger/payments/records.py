"""How far the reconciler has come in looking through the stores, one after the other: `RECONCILER` / `SWEEP`."""

from pynamodb.expressions.operand import Path

from bytemeburger import table
from bytemeburger.stores import records as stores

_SWEEP = ("RECONCILER", "SWEEP")


def next_stores(count: int) -> list[str]:
    """The stores behind those that were answered last; the first ones again behind the last."""
    before = (table.read_eventual(_SWEEP) or {}).get("cursor")
    page = stores.some_stores(count, before)
    if page.cursor != before:
        cursor = Path("cursor")
        moved = cursor.set(page.cursor) if page.cursor else cursor.remove()
        table.update(_SWEEP, Path("type").set("sweep"), moved)
    return [store["store"] for store in page.items]
