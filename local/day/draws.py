"""Numbers drawn by a seed, and what a year of a real pizzeria says of when people come and how much they order (358 days of
2015, `pizzaplace` of great-tables; arrivals in a quarter of an hour vary as Poisson's do)."""

import hashlib
import math
import random
from collections.abc import Callable, Iterator, Sequence

type Draw = Callable[[], float]
"""The next number in [0, 1)."""

HOURS = (5.8, 11.8, 11.5, 6.9, 6.9, 9.0, 10.9, 11.2, 9.4, 7.7, 5.6, 3.1)
"""Shares of a day's orders in %, from OPENS on."""
OPENS = 11
WEEKDAYS = (13.1, 13.9, 14.2, 15.2, 16.6, 14.8, 12.3)
"""Shares of a week's orders in %, from Monday on."""
UNITS = ((1, 38.0), (2, 28.8), (3, 15.0), (4, 14.6), (6, 3.6))
"""Of an order, and how often in %."""
DAY = 24 * 3600


def stream(seed: int | str, name: str) -> Draw:
    """Numbers for one purpose: random() alone is the same in every version of Python."""
    return random.Random(int.from_bytes(hashlib.sha256(f"{seed}\0{name}".encode()).digest())).random


def hour_of(at: float) -> int:
    return int(at % DAY // 3600)


def arrivals(days: int, draw: Draw, orders_a_day: float) -> Iterator[float]:
    """Seconds since the midnight of a first Monday, by thinning: drawn at the highest rate of the week, and kept at the
    hour's share of it."""

    def rate(at: float) -> float:
        hour = hour_of(at) - OPENS
        share = HOURS[hour] / 100 if 0 <= hour < len(HOURS) else 0
        return orders_a_day * share * WEEKDAYS[int(at // DAY) % 7] / 100 * 7 / 3600

    highest = orders_a_day * max(HOURS) / 100 * max(WEEKDAYS) / 100 * 7 / 3600
    at = 0.0
    while True:
        at += exponential(draw, 1 / highest)
        if at >= days * DAY:
            return
        if draw() < rate(at) / highest:
            yield at


def chosen[Value](weighted: Sequence[tuple[Value, float]], draw: Draw) -> Value:
    left = draw() * sum(weight for _, weight in weighted)
    for value, weight in weighted:
        left -= weight
        if left < 0:
            return value
    return weighted[-1][0]


def exponential(draw: Draw, mean: float) -> float:
    return -math.log(1 - draw()) * mean


def lognormal(draw: Draw, mean: float, variation: float) -> float:
    """Of that mean, its standard deviation being that share of it (Box-Muller)."""
    spread = math.sqrt(math.log(1 + variation**2))
    normal = math.sqrt(-2 * math.log(1 - draw())) * math.cos(2 * math.pi * draw())
    return mean * math.exp(spread * normal - spread**2 / 2)
