"""Follows the orders of a store that promises times: what its kitchen has to do now, and how fast it is."""

from bytemeburger import clock, table
from bytemeburger.estimates import records as estimates
from bytemeburger.estimates.records import Learned
from bytemeburger.hours.rules import local_time
from bytemeburger.kitchen.rules import concerns_kitchen, finished_units, free_in, promise_outcome
from bytemeburger.orders import records as orders
from bytemeburger.orders.model import StoredOrder, stored_order
from bytemeburger.stores import records as stores


def follow(old: StoredOrder | None, new: StoredOrder) -> None:
    """Learn from one change of a promised order, and plan anew. A change that comes twice counts twice: it weighs little."""
    if not concerns_kitchen(old, new):
        return
    store = table.read_eventual(stores.key(new["store"]))
    places = (store or {}).get("kitchen_places")
    if not places:
        return
    finished, outcome = list(finished_units(old, new, places)), promise_outcome(old, new)
    hour = local_time(clock.instant(new["paid_at"]), new["time_zone"]).hour

    def learn(learned: Learned) -> bool:
        known = learned.calibration
        for each in finished:
            known = known.learn_units(each.station, each.actual, each.planned)
        if outcome:
            known = known.learn(outcome.planned, hour, outcome.actual, missed=outcome.missed)
        learned.calibration = known
        return bool(finished or outcome)

    known = table.change(lambda: estimates.read_learned(new["store"]), learn).calibration
    now = clock.now()
    queue = (order for item in orders.queue(new["store"]) if (order := stored_order(item)))
    busy = free_in(queue, places, known.speeds, now)
    estimates.show_kitchen(new["store"], busy, known, now, local_time(now, new["time_zone"]).hour)
