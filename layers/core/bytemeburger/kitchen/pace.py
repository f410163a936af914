"""Follows the orders of a store that promises times: what its kitchen has to do now, and how fast it is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bytemeburger import clock, table
from bytemeburger.estimates import records as estimates
from bytemeburger.estimates.records import Learned
from bytemeburger.hours.rules import local_time
from bytemeburger.kitchen.rules import concerns_kitchen, finished_units, free_in, promise_outcome
from bytemeburger.orders import records as orders
from bytemeburger.orders.model import StoredOrder, stored_order
from bytemeburger.stores import records as stores
from bytemeburger.telemetry import logger

type Transition = tuple[StoredOrder | None, StoredOrder]
"""A promised order before and after a change."""


def follow(transitions: Iterable[Transition]) -> None:
    """Learn from what happened to promised orders, and plan anew, once for each store. A transition that comes twice counts
    twice: it weighs little. So does one that is lost: what fails here is logged, and keeps nobody from booking sales."""
    by_store = defaultdict[str, list[Transition]](list)
    for old, new in transitions:
        if concerns_kitchen(old, new):
            by_store[new["store"]].append((old, new))
    for store, own in by_store.items():
        try:
            _follow(store, own)
        except Exception:
            logger.exception("not learned", extra={"store": store})


def _follow(store: str, transitions: Sequence[Transition]) -> None:
    places = (table.read_eventual(stores.key(store)) or {}).get("kitchen_places")
    if not places:
        return

    def learn(learned: Learned) -> bool:
        known = learned.calibration
        for old, new in transitions:
            for each in finished_units(old, new, places):
                known = known.learn_units(each.station, each.actual, each.planned)
            if outcome := promise_outcome(old, new):
                hour = local_time(clock.instant(new["paid_at"]), new["time_zone"]).hour
                known = known.learn(outcome.planned, hour, outcome.actual, missed=outcome.missed)
        is_news = known != learned.calibration
        learned.calibration = known
        return is_news

    known = table.change(lambda: estimates.read_learned(store), learn).calibration
    now = clock.now()
    queue = (order for item in orders.queue(store) if (order := stored_order(item)))
    busy = free_in(queue, places, known.speeds, now)
    estimates.show_kitchen(store, busy, known, now, local_time(now, transitions[-1][1]["time_zone"]).hour)
