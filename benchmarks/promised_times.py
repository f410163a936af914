"""Promised times on replayed days, beside a flat quote: how often promises were kept, by hour, and how long it was.

    PYTHONPATH=layers/core .venv/bin/python -m benchmarks.promised_times [--seed 1]

Arrivals follow the hours, weekdays and baskets of a year of a real pizzeria (`local/day/draws.py`), doubled; how long a unit
takes is invented: lognormal. On the last third of the days lunch is 25 % slower, which
nobody has seen before.
"""

import argparse
import heapq
from collections import defaultdict
from dataclasses import dataclass

from bytemeburger.estimates.rules import (
    NOTHING_LEARNED,
    Calibration,
    PromisedSeconds,
    Station,
    ready_in,
    remaining,
)
from local.day.draws import DAY, UNITS, arrivals, chosen, hour_of, lognormal, stream

ORDERS_A_DAY = 120
STATION, PLACES = "burger", 4
UNIT_SECONDS = 240
VARIATION = 0.3
LUNCH = range(12, 14)
SLOWER = 1.25
FLAT = 15 * 60
FEW_IN_AN_HOUR = 100


@dataclass(frozen=True)
class PromisedOrder:
    """`at`: seconds since the first midnight; `actual`: how long it took."""

    at: float
    actual: float
    promise: PromisedSeconds

    @property
    def hour(self) -> int:
        return hour_of(self.at)

    @property
    def kept(self) -> bool:
        return self.actual <= self.promise.p90


def replay(days: int, seed: int, slow_from: int) -> list[PromisedOrder]:
    """Every order of the days, with what was promised when it came."""
    when, baskets, work = stream(seed, "arrivals"), stream(seed, "baskets"), stream(seed, "service")
    places = [0.0] * PLACES
    units: list[tuple[float, float]] = []
    """Begun and done, of those that are not done yet."""
    known: Calibration = NOTHING_LEARNED
    unfinished: list[tuple[float, int, float, float, PromisedSeconds]] = []
    """Orders by when they are ready: number, came, planned, promised."""
    found: list[PromisedOrder] = []
    for number, at in enumerate(arrivals(days, when, ORDERS_A_DAY)):
        for begun, finished in [each for each in units if each[1] <= at]:
            known = known.learn_units(STATION, finished - begun, UNIT_SECONDS)
        units = [each for each in units if each[1] > at]
        while unfinished and unfinished[0][0] <= at:
            ready, _, came, planned, promised = heapq.heappop(unfinished)
            known = known.learn(planned, hour_of(came), ready - came, missed=ready - came > promised.p90)
        usual = UNIT_SECONDS * known.speeds.get(STATION, 1.0)
        busy = [remaining(usual, at - begun) for begun, _ in units if begun <= at]
        station = Station(
            free_in=[*busy, *[0.0] * (PLACES - len(busy))],
            waiting=[usual for begun, _ in units if begun > at],
            ours=[usual] * chosen(UNITS, baskets),
        )
        planned = ready_in([station])
        promise = known.promise(planned, hour_of(at))
        slow = SLOWER if at // DAY >= slow_from and hour_of(at) in LUNCH else 1.0
        ready = 0.0
        for _ in station.ours:
            begun = max(at, heapq.heappop(places))
            finished = begun + slow * lognormal(work, UNIT_SECONDS, VARIATION)
            heapq.heappush(places, finished)
            units.append((begun, finished))
            ready = max(ready, finished)
        heapq.heappush(unfinished, (ready, number, at, planned, promise))
        found.append(PromisedOrder(at, ready - at, promise))
    return found


def coverage(quotes: list[PromisedOrder]) -> float:
    return sum(each.kept for each in quotes) / len(quotes)


def by_hour(quotes: list[PromisedOrder]) -> dict[int, list[PromisedOrder]]:
    found: defaultdict[int, list[PromisedOrder]] = defaultdict(list)
    for each in quotes:
        found[each.hour].append(each)
    return {hour: found[hour] for hour in sorted(found) if len(found[hour]) >= FEW_IN_AN_HOUR}


def median_error(quotes: list[PromisedOrder]) -> float:
    """Mean distance of P50 from what it took, as a share of the mean of that."""
    return sum(abs(each.promise.p50 - each.actual) for each in quotes) / sum(each.actual for each in quotes)


def pinball(quotes: list[PromisedOrder]) -> float:
    """Minutes: what a P90 costs that is too short (0.9) or too long (0.1)."""
    off = ((each.actual - each.promise.p90) / 60 for each in quotes)
    return sum(max(0.9 * each, -0.1 * each) for each in off) / len(quotes)


def flat(quotes: list[PromisedOrder]) -> list[PromisedOrder]:
    """The same orders under one promise for all."""
    return [PromisedOrder(each.at, each.actual, PromisedSeconds(FLAT, FLAT)) for each in quotes]


def row(name: str, quotes: list[PromisedOrder]) -> str:
    lunch = [each for each in quotes if each.hour in LUNCH]
    worst = min(map(coverage, by_hour(quotes).values()))
    mean = sum(each.promise.p90 for each in quotes) / len(quotes) / 60
    figures = (
        f"{len(quotes):,}",
        f"{coverage(quotes):.3f}",
        f"{coverage(lunch):.3f}",
        f"{worst:.3f}",
        f"{mean:.1f}",
        f"{pinball(quotes):.2f}",
        f"{median_error(quotes):.1%}",
    )
    return f"| {name} | {' | '.join(figures)} |"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=180)
    options = parser.parse_args()
    slow_from = options.days * 2 // 3
    quotes = replay(options.days, options.seed, slow_from)
    usual = [each for each in quotes if each.at // DAY < slow_from]
    slow = [each for each in quotes if each.at // DAY >= slow_from]
    print("| | orders | P90 kept | 12-14 h | worst hour | mean P90, min | pinball, min | P50 off |")
    print("|---|---|---|---|---|---|---|---|")
    for name, some in (("usual days", usual), ("lunch 25 % slower", slow)):
        print(row(f"{name}, flat 15 min", flat(some)))
        print(row(f"{name}, promised", some))
    print("\nBy hour, the slower days:", {hour: round(coverage(some), 3) for hour, some in by_hour(slow).items()})


if __name__ == "__main__":
    main()
