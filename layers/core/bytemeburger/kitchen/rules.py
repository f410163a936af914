"""What a kitchen has to do by its queue, and what one change of an order says of how fast it is. Seconds throughout."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bytemeburger.estimates.rules import Station, free_after, ready_in
from bytemeburger.orders.model import StoredOrder, is_refunded
from bytemeburger.orders.rules import Status

QUICKEST, SLOWEST = 0.2, 5.0
"""Of what units should take: beyond, somebody ticked off before making it, or forgot to."""


@dataclass(frozen=True)
class FinishedUnits:
    """Units of a station that took `actual` where `planned` was expected at usual speed."""

    station: str
    actual: float
    planned: float


@dataclass(frozen=True)
class PromiseOutcome:
    """How long an order took that was promised: `missed` its P90 or not."""

    planned: float
    actual: float
    missed: bool


def free_in(
    queue: Iterable[StoredOrder], places: Mapping[str, int], speeds: Mapping[str, float], at: datetime
) -> dict[str, list[float]]:
    """When the places of each station are free behind all that the queue, in its order, has to have prepared."""
    begun: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    waiting: defaultdict[str, list[float]] = defaultdict(list)
    for order in queue:
        if order["status"] == Status.READY or is_refunded(order):
            continue
        for work in order.get("work") or []:
            if order["lines"][work["line"]].get("done"):
                continue
            station, usual = work["station"], work["seconds"] * speeds.get(work["station"], 1.0)
            if order["status"] == Status.IN_PREPARATION:
                elapsed = (at - datetime.fromisoformat(order["history"][-1]["at"])).total_seconds()
                begun[station] += [(usual, elapsed)] * work["units"]
            else:
                waiting[station] += [usual] * work["units"]
    return {station: free_after(count, begun[station], waiting[station]) for station, count in places.items()}


def concerns_kitchen(old: StoredOrder | None, new: StoredOrder) -> bool:
    """Whether a change of an order altered what is to be prepared."""
    if old is None or old["status"] != new["status"] or is_refunded(old) != is_refunded(new):
        return True
    return [line.get("done") for line in old["lines"]] != [line.get("done") for line in new["lines"]]


def finished_units(old: StoredOrder | None, new: StoredOrder, places: Mapping[str, int]) -> Iterator[FinishedUnits]:
    """Of each station that has finished its last unit of an order with this change: it was ticked off, or all was Ready."""
    if old is None or old["status"] != Status.IN_PREPARATION or _was_ready(old):
        return
    begun = datetime.fromisoformat(old["history"][-1]["at"])
    actual = (datetime.fromisoformat(new["updated_at"]) - begun).total_seconds()
    units: defaultdict[str, list[float]] = defaultdict(list)
    for work in new.get("work") or []:
        units[work["station"]] += [work["seconds"]] * work["units"]
    for station in _open_stations(old) - (set() if new["status"] == Status.READY else _open_stations(new)):
        planned = ready_in([Station([0.0] * places.get(station, 1), ours=units[station])])
        yield FinishedUnits(station, min(SLOWEST * planned, max(QUICKEST * planned, actual)), planned)


def promise_outcome(old: StoredOrder | None, new: StoredOrder) -> PromiseOutcome | None:
    """What an order that became Ready for the first time by this change says of its promise."""
    promise = new.get("promise")
    if (
        old is None
        or promise is None
        or new["status"] != Status.READY
        or old["status"] == Status.READY
        or _was_ready(old)
    ):
        return None
    ready_at = new["history"][-1]["at"]
    actual = (datetime.fromisoformat(ready_at) - datetime.fromisoformat(new["paid_at"])).total_seconds()
    planned = max(1.0, promise["planned"])
    return PromiseOutcome(planned, min(10 * planned, max(0.1 * planned, actual)), missed=ready_at > promise["p90"])


def _was_ready(order: StoredOrder) -> bool:
    return any(step["status"] == Status.READY for step in order["history"])


def _open_stations(order: StoredOrder) -> set[str]:
    """Which have units of it to make."""
    work = order.get("work") or []
    return {each["station"] for each in work if not order["lines"][each["line"]].get("done")}
