"""The books, one set of counters per store and business day, and what is bought together.

The guard of an effect is written in one transaction with its counters, so that there are both or neither. It outlives
every way in which the change could be delivered again: the stream (a day) and parked records (30 days).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta

from pynamodb.expressions.operand import Path

from bytemeburger import clock
from bytemeburger.hours.rules import local_time
from bytemeburger.orders.model import StoredOrder
from bytemeburger.sales.rules import Amounts, Booking, CampaignAmounts, pairs
from bytemeburger.table import (
    IS_NEW,
    MAIN,
    Plain,
    TransactionCancelled,
    fetch,
    put_action,
    query_all,
    transact,
    update_action,
)

GUARD_RETENTION = timedelta(days=60)
PLACES = {"day": "TOTAL", "category": "CATEGORY", "product": "PRODUCT", "hour": "HOUR", "method": "METHOD"}
"""How a report is asked for, and the sort key where its counters stand."""


def book(booking: Booking) -> bool:
    """Add a booking to the counters of its day; whether it was new."""
    order = booking.order
    hour = local_time(clock.instant(order["paid_at"]), order["time_zone"]).hour
    partition = _partition(order["store"], order["business_day"])
    paid_with = order["payment"]["provider"]
    counted: dict[str, Amounts | CampaignAmounts] = dict.fromkeys(
        ("TOTAL", f"HOUR#{hour:02d}", f"METHOD#{paid_with}"), booking.total
    )
    counted |= {f"CATEGORY#{category}": amounts for category, amounts in booking.by("category").items()}
    counted |= {f"PRODUCT#{product_id}": amounts for product_id, amounts in booking.by("product_id").items()}
    counted |= {f"CAMPAIGN#{campaign_id}": amounts for campaign_id, amounts in booking.by_campaign().items()}
    column = booking.column.lower()
    return _once(
        order["order_id"],
        booking.effect,
        [
            _add(partition, place, {f"{column}_{name}": amount for name, amount in asdict(amounts).items()})
            for place, amounts in counted.items()
        ],
    )


def book_released(order: StoredOrder, campaign_ids: Iterable[str]) -> bool:
    """Count uses of campaigns that an order gave back, on its day; whether that was new."""
    partition = _partition(order["store"], order["business_day"])
    counted = [_add(partition, f"CAMPAIGN#{campaign_id}", {"released": 1}) for campaign_id in campaign_ids]
    return _once(order["order_id"], "RELEASE", counted)


def of_campaigns(store: str, days: Sequence[str]) -> Iterator[tuple[str, str, Plain]]:
    """The counters of the business days as (day, campaign, counter), one round trip a day."""
    for day in days:
        for counter in query_all(MAIN, _partition(store, day), prefix="CAMPAIGN#"):
            yield day, counter["SK"].removeprefix("CAMPAIGN#"), counter


def count_together(order: StoredOrder) -> bool:
    """Count each pair of the order's products; whether it was new."""
    counted = [
        _add(f"STORE#{order['store']}#WITH#{one}", f"PRODUCT#{other}", {"orders": 1}) for one, other in pairs(order)
    ]
    return bool(counted) and _once(order["order_id"], "TOGETHER", counted)


def counters(store: str, days: Sequence[str], by: str) -> Iterator[tuple[str, Plain]]:
    """The counters of the business days as (name, counter), the name being a day, a product, a category, an hour or a
    payment method.
    Days come in one round trip for up to 100 of them, the others in one per day."""
    if by == "day":
        found = fetch([(_partition(store, day), "TOTAL") for day in days])
        yield from ((pk.rpartition("#")[2], counter) for (pk, _), counter in found.items())
        return
    for day in days:
        for counter in query_all(MAIN, _partition(store, day), prefix=f"{PLACES[by]}#"):
            yield counter["SK"].partition("#")[2], counter


def bought_with(store: str, product_id: str) -> dict[str, int]:
    """In how many orders each other product stood beside this one."""
    found = query_all(MAIN, f"STORE#{store}#WITH#{product_id}")
    return {item["SK"].removeprefix("PRODUCT#"): item["orders"] for item in found}


def _partition(store: str, day: str) -> str:
    return f"STORE#{store}#SALES#{day}"


def _once(order_id: str, effect: str, counted: list[Plain]) -> bool:
    guard = {
        "PK": f"ORDER#{order_id}",
        "SK": f"EFFECT#{effect}",
        "type": "effect",
        "expires_at": int((clock.now() + GUARD_RETENTION).timestamp()),
    }
    try:
        transact([put_action(guard, IS_NEW), *counted])
    except TransactionCancelled:
        return False
    return True


def _add(partition: str, place: str, amounts: Mapping[str, int]) -> Plain:
    added = [Path(name).add(amount) for name, amount in amounts.items()]
    return update_action((partition, place), Path("type").set("counter"), *added)
