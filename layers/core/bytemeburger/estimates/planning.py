"""What is promised for work that joins a kitchen's queue now."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bytemeburger import clock
from bytemeburger.estimates.model import PromisedTimes, Work
from bytemeburger.estimates.rules import NOTHING_LEARNED, PromisedSeconds, Station, load, ready_in, start_by
from bytemeburger.menu import views
from bytemeburger.menu.rules import sold_choices, usual_seconds
from bytemeburger.table import Plain

THOUSAND = 1000
MIN_START_SECONDS = 15
"""Nobody waits for less."""


def promise(work: Sequence[Work], kitchen: Plain | None, at: datetime) -> PromisedTimes:
    """The times for an order of this work that is paid then. `kitchen`: `records.read_kitchen`; what it does not know of is
    one free place."""
    planned, seconds = plan(work, kitchen, at)
    p50, p90 = (clock.text(at + timedelta(seconds=math.ceil(each))) for each in (seconds.p50, seconds.p90))
    return PromisedTimes(p50, p90, math.ceil(planned), _starts(work, kitchen))


def usual_work(products: Iterable[Plain]) -> list[Work]:
    """Of an order of one average unit of each category that has to be made."""
    return [Work(0, category, round(_mean(each)), 1) for category, each in _seconds(products).items()]


def usual_wait(work: Sequence[Work], kitchen: Plain | None, at: datetime) -> views.Wait | None:
    """Of an order of the usual work; None where there is none."""
    if not work:
        return None
    _, promise = plan(work, kitchen, at)
    return {"p50_minutes": math.ceil(promise.p50 / 60), "p90_minutes": math.ceil(promise.p90 / 60)}


def slow_products(
    products: Sequence[Plain], kitchen: Plain | None, at: datetime, busy_minutes: int | None
) -> frozenset[str]:
    """Those that take longer than others of their category, while an order of one would almost surely be ready only after
    more than so many minutes; and the combos that cannot be had without such a product."""
    if busy_minutes is None:
        return frozenset()
    slow = {
        product_id
        for category, each in _seconds(products).items()
        for usual in [_mean(each)]
        for product_id, seconds in each.items()
        if seconds > usual and plan([Work(0, category, seconds, 1)], kitchen, at)[1].p90 > busy_minutes * 60
    }
    known = {product["product_id"]: product for product in products}
    for combo in products:
        parts = [{part["product_id"] for _, part in sold_choices(slot, known)} for slot in combo.get("slots") or []]
        if any(choices and choices <= slow for choices in parts):
            slow.add(combo["product_id"])
    return frozenset(slow)


def _mean(seconds: Mapping[str, int]) -> float:
    return sum(seconds.values()) / len(seconds)


def _seconds(products: Iterable[Plain]) -> dict[str, dict[str, int]]:
    """Of each category how long a unit of each product takes that has to be made."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for product in products:
        if not product.get("removed") and (seconds := usual_seconds(product)):
            found[product["category"]][product["product_id"]] = seconds
    return found


def plan(work: Iterable[Work], kitchen: Plain | None, at: datetime) -> tuple[float, PromisedSeconds]:
    """In how many seconds the work is done as planned, and as it is promised."""
    since = at.timestamp()
    planned = ready_in(
        Station([max(0.0, time - since) for time in _free_at(kitchen, station) or [since]], ours=units)
        for station, units in _units(work, kitchen).items()
    )
    half, most = _factors(planned, kitchen)
    return planned, PromisedSeconds(planned * half, planned * most)


def _starts(work: Iterable[Work], kitchen: Plain | None) -> dict[str, int] | None:
    """As in `PromisedTimes`; None where all begin at once."""
    alone = {
        station: ready_in([Station([0.0] * (len(_free_at(kitchen, station)) or 1), ours=units)])
        for station, units in _units(work, kitchen).items()
    }
    ready = max(alone.values(), default=0.0)
    starts = {station: math.floor(start_by(own, ready)) for station, own in alone.items()}
    return {station: after for station, after in starts.items() if after >= MIN_START_SECONDS} or None


def _units(work: Iterable[Work], kitchen: Plain | None) -> dict[str, list[float]]:
    """How long each unit takes, by station."""
    units: defaultdict[str, list[float]] = defaultdict(list)
    for each in work:
        units[each.station] += [each.seconds * speed(kitchen, each.station)] * each.units
    return units


def _free_at(kitchen: Plain | None, station: str) -> Sequence[float]:
    """Of each of its places, as `records.Kitchen` has it; none of a station that is not known."""
    return ((kitchen or {}).get("free_at") or {}).get(station) or []


def probable(planned: float, kitchen: Plain | None) -> float:
    """The seconds that what is planned so probably takes."""
    return planned * _factors(planned, kitchen)[0]


def speed(kitchen: Plain | None, station: str) -> float:
    """How much longer the station's units take than they should."""
    speeds = (kitchen or {}).get("speeds") or {}
    return float(speeds.get(station, THOUSAND) / THOUSAND)


def _factors(planned: float, kitchen: Plain | None) -> tuple[float, float]:
    """Of a plan, P50 and P90."""
    factors = ((kitchen or {}).get("factors") or {}).get(str(load(planned)))
    if not factors:
        return NOTHING_LEARNED.factors(0, 0)
    half, most = factors
    return half / THOUSAND, most / THOUSAND
