"""What is promised for work that joins a kitchen's queue now."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bytemeburger import clock
from bytemeburger.estimates.model import PromisedTimes, Work
from bytemeburger.estimates.rules import NOTHING_LEARNED, Promise, Station, load, ready_in
from bytemeburger.menu import views

THOUSAND = 1000


def promise(work: Iterable[Work], kitchen: Mapping[str, Any] | None, at: datetime) -> PromisedTimes:
    """The times for an order of this work that is paid then. `kitchen`: `records.read_kitchen`; what it does not know of is
    one free place."""
    planned, seconds = plan(work, kitchen, at)
    p50, p90 = (clock.text(at + timedelta(seconds=math.ceil(each))) for each in (seconds.p50, seconds.p90))
    return PromisedTimes(p50, p90, math.ceil(planned))


def usual_wait(
    products: Iterable[Mapping[str, Any]], kitchen: Mapping[str, Any] | None, at: datetime
) -> views.Wait | None:
    """Of an order of one average unit of each category that has to be made; None where nothing has."""
    seconds: defaultdict[str, list[int]] = defaultdict(list)
    for product in products:
        if product.get("make_seconds") and not product.get("removed"):
            seconds[product["category"]].append(product["make_seconds"])
    if not seconds:
        return None
    _, promise = plan((Work(0, name, round(sum(each) / len(each)), 1) for name, each in seconds.items()), kitchen, at)
    return {"p50_minutes": math.ceil(promise.p50 / 60), "p90_minutes": math.ceil(promise.p90 / 60)}


def plan(work: Iterable[Work], kitchen: Mapping[str, Any] | None, at: datetime) -> tuple[float, Promise]:
    """In how many seconds the work is done as planned, and as it is promised."""
    known, since = kitchen or {}, at.timestamp()
    speeds, free_at = known.get("speeds") or {}, known.get("free_at") or {}
    ours: defaultdict[str, list[float]] = defaultdict(list)
    for each in work:
        ours[each.station] += [each.seconds * speeds.get(each.station, THOUSAND) / THOUSAND] * each.units
    planned = ready_in(
        Station([max(0.0, time - since) for time in free_at.get(station) or [since]], ours=units)
        for station, units in ours.items()
    )
    factors = (known.get("factors") or {}).get(str(load(planned)))
    half, most = (each / THOUSAND for each in factors) if factors else NOTHING_LEARNED.factors(0, 0)
    return planned, Promise(planned * half, planned * most)
