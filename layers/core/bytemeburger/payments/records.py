"""What the reconciler finds: the index of unsettled orders, and, with `RECONCILER` / `SWEEP`, how far it has come in looking
through the stores for what is not in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.operand import Path

from bytemeburger import clock, table
from bytemeburger.orders import records
from bytemeburger.stores import records as stores
from bytemeburger.table import BY_DUE, query_all
from bytemeburger.telemetry import logger

_SWEEP = ("RECONCILER", "SWEEP")


@dataclass(frozen=True)
class Due:
    """An order about which the provider, or the clock, is asked; `since` when it has waited for money, None where it waits for
    something else."""

    order_id: str
    store: str
    since: datetime | None


def due(shard: int) -> Iterator[Due]:
    """What is unsettled, of the stores of a shard."""
    for item in query_all(BY_DUE, f"DUE#{shard:02d}"):
        yield _due(item["GSI4SK"])


def find_overlooked(store: str) -> Iterator[Due]:
    """The store's unsettled orders that `due` does not know because the version before wrote them last; it does from then
    on."""
    for item in [*records.unpaid(store), *records.refunding(store)]:
        if "GSI4PK" in item:
            continue
        try:
            order = records.change(item["order_id"], lambda order: order.unsettled)
        except Exception:  # one that cannot be written now delays no other
            logger.exception("not entered as due", extra={"store": store, "order_id": item["order_id"]})
            continue
        if order.gsi4sk:
            yield _due(order.gsi4sk)


def _due(place: str) -> Due:
    since, store, order_id = place.split("#")
    return Due(order_id, store, clock.instant(since) if since else None)


def next_stores(count: int) -> list[str]:
    """The stores behind those that were answered last; the first ones again behind the last."""
    before = (table.read_eventual(_SWEEP) or {}).get("cursor")
    page = stores.some_stores(count, before)
    if page.cursor != before:
        cursor = Path("cursor")
        moved = cursor.set(page.cursor) if page.cursor else cursor.remove()
        table.update(_SWEEP, Path("type").set("sweep"), moved)
    return [store["store"] for store in page.items]
