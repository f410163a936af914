"""When an order will be ready: a plan of the kitchen's places, and how far plans were off lately. Seconds throughout.

The plan is list scheduling in the order of the queue (Graham 1969): whoever is next takes the place that is free first. It is
multiplied by ratios of actual to planned time of the last orders under a like load: their median gives P50, a high quantile
P90 (split conformal prediction), whose level follows what was missed (Gibbs and Candès 2021, arXiv 2106.00170).

How well its promises hold on replayed days: benchmarks/promised_times.py.
"""

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

MIN_REMAINING_SECONDS = 30
"""Of a unit that takes longer than units do: nobody knows more."""
RING = 200
"""So many ratios are kept of each load."""
FEW = 50
"""With fewer of a load than this, those of all loads count."""
LOADS = (6 * 60, 12 * 60)
"""Planned seconds at which a load ends and the next begins."""
MISSES = 0.1
"""How many promises may be broken."""
FALLBACK = 1.5
"""Of the plan, as long as too few orders have been seen."""
SPEED_WEIGHT = 0.05
MISS_WEIGHT = 0.02
MIN_MISSES, MAX_MISSES = 0.01, 0.3
"""Between these the level of P90 moves."""


@dataclass(frozen=True)
class Station:
    """`free_in`: when each of its places is free; `waiting`: how long each unit takes that stands before ours; `ours`: each
    of our own."""

    free_in: Sequence[float]
    waiting: Sequence[float] = ()
    ours: Sequence[float] = ()


def remaining(usual: float, elapsed: float) -> float:
    """How long a unit still takes that was begun that long ago."""
    return max(MIN_REMAINING_SECONDS, usual - elapsed)


def finishes(station: Station) -> list[float]:
    """When each of our units is done."""
    done, _ = _schedule(station.free_in, (*station.waiting, *station.ours))
    return done[len(station.waiting) :]


def free_after(places: int, begun: Sequence[tuple[float, float]], waiting: Sequence[float]) -> list[float]:
    """When each of the places is free behind all that has to be done: `begun` are units as (usual, elapsed), of which as many
    are being made as there are places; the others wait, before those that are `waiting`."""
    busy = [remaining(usual, elapsed) for usual, elapsed in begun[:places]]
    rest = [usual for usual, _ in begun[places:]]
    _, free = _schedule([*busy, *[0.0] * (places - len(busy))], (*rest, *waiting))
    return sorted(free)


def _schedule(free_in: Sequence[float], units: Sequence[float]) -> tuple[list[float], list[float]]:
    """When each unit is done, and each place free after them."""
    places = [*free_in]
    heapq.heapify(places)
    done = []
    for seconds in units:
        done.append(places[0] + seconds)
        heapq.heapreplace(places, done[-1])
    return done, places


def ready_in(stations: Iterable[Station]) -> float:
    """When an order is ready: after the last unit of the last station."""
    return max((done for station in stations for done in finishes(station)), default=0.0)


def may_admit(clearing: float, own: float, most: float) -> bool:
    """Whether a kitchen that needs so long for what it has admitted may take an order of that much work."""
    return clearing + own <= most


def start_by(own: float, ready: float) -> float:
    """When a short unit is begun that shall be done together with the rest."""
    return max(0.0, ready - own)


def learned_speed(speed: float, actual: float, planned: float) -> float:
    """How much longer units take than they should, after one more of them (EWMA)."""
    return speed + SPEED_WEIGHT * (actual / planned - speed)


def rank(count: int, quantile: float) -> int | None:
    """The place, from 1, of the value among `count` sorted ones that the next stays below with that probability; None where
    there are too few to say."""
    place = math.ceil(round((count + 1) * quantile, 9))
    return place if 1 <= place <= count else None


def adapted(level: float, missed: bool) -> float:
    """The share of misses to aim at after one more order: a miss lowers it, which widens what is promised."""
    return level + MISS_WEIGHT * (MISSES - missed)


@dataclass(frozen=True)
class Calibration:
    """What a store has learned: of each load the last ratios of actual to planned time, of each hour of the day the share of
    misses to aim at, and the speed of each station of its kitchen. A lunch that is slower than plans of its load is seen by
    its hour."""

    ratios: Mapping[int, tuple[float, ...]]
    levels: Mapping[int, float]
    speeds: Mapping[str, float] = field(default_factory=dict)

    def promise(self, planned: float, hour: int) -> "PromisedSeconds":
        """The times that an order will probably (P50) and almost surely (P90) take that is planned so, and comes in that hour
        of the store's day."""
        half, most = self.factors(load(planned), hour)
        return PromisedSeconds(planned * half, planned * most)

    def factors(self, load: int, hour: int) -> tuple[float, float]:
        """Of a plan, P50 and P90, for orders of that load and hour."""
        ratios = self.ratios.get(load, ())
        if len(ratios) < FEW:
            ratios = tuple(each for some in self.ratios.values() for each in some)
        ordered = sorted(ratios)
        half, most = rank(len(ordered), 0.5), rank(len(ordered), 1 - self._level(hour))
        p90 = ordered[most - 1] if most else FALLBACK * max((1.0, *ordered[-1:]))
        return min(ordered[half - 1] if half else 1.0, p90), p90

    def learn(self, planned: float, hour: int, actual: float, *, missed: bool) -> "Calibration":
        """After an order of that hour that was ready after `actual`; `missed`: later than its P90."""
        ratios = (*self.ratios.get(load(planned), ()), actual / planned)[-RING:]
        level = adapted(self._level(hour), missed)
        level = min(MAX_MISSES, max(MIN_MISSES, level))
        return replace(self, ratios={**self.ratios, load(planned): ratios}, levels={**self.levels, hour: level})

    def learn_units(self, station: str, actual: float, planned: float) -> "Calibration":
        """After units of that station that took `actual`."""
        speed = learned_speed(self.speeds.get(station, 1.0), actual, planned)
        return replace(self, speeds={**self.speeds, station: speed})

    def _level(self, hour: int) -> float:
        return self.levels.get(hour, MISSES)


@dataclass(frozen=True)
class PromisedSeconds:
    p50: float
    p90: float


NOTHING_LEARNED = Calibration({}, {})


def load(planned: float) -> int:
    """The place of a plan among the LOADS."""
    return sum(planned >= end for end in LOADS)
