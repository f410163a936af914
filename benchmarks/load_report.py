"""What a load's measurements say, minute by minute, and what of them grows."""

import os
import platform
import re
import statistics
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

NAMES_AN_ORDER = re.compile(r"(?<=/orders/)[^/]+|(?<=/lines/)\d+")
FEW = 100
"""Requests of a kind, below which it has no row of its own."""
MEGABYTE = 1_000_000


class TimedRequest(NamedTuple):
    """`at`: seconds since 1970; `seconds` until its answer was read."""

    at: float
    method: str
    path: str
    status: int
    seconds: float

    @property
    def kind(self) -> str:
        return f"{self.method} {NAMES_AN_ORDER.sub('{}', self.path)}"


class Sample(NamedTuple):
    """`resident`: bytes by role and process."""

    at: float
    load: float
    resident: dict[str, dict[int, int]]


class Slope(NamedTuple):
    """A line through one figure a minute: how much it gains in a minute, and the half of that gain's 95 % interval."""

    gain: float
    half: float
    mean: float
    minutes: int

    @property
    def grows(self) -> bool:
        """By more than chance, and by more than a twentieth of its mean in all."""
        return self.gain > self.half and self.gain * self.minutes > 0.05 * self.mean

    def __str__(self) -> str:
        return f"{self.gain:+.2f} ± {self.half:.2f}{', grows' if self.grows else ''}"


def slope(figures: Sequence[float]) -> Slope:
    """Of at least three minutes."""
    minutes, mean = len(figures), statistics.fmean(figures)
    middle = (minutes - 1) / 2
    spread = sum((minute - middle) ** 2 for minute in range(minutes))
    gain = sum((minute - middle) * each for minute, each in enumerate(figures)) / spread
    off = sum((each - mean - gain * (minute - middle)) ** 2 for minute, each in enumerate(figures))
    return Slope(gain, _student(minutes - 2) * (off / (minutes - 2) / spread) ** 0.5, mean, minutes)


def _student(freedom: int) -> float:
    """The 97.5 % point of Student's distribution, within 1 % from three degrees of freedom on (Cornish-Fisher)."""
    z = 1.959964
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum(term / float(freedom) ** power for power, term in enumerate(terms, 1))


def at_rank(figures: Iterable[float], rank: float) -> float:
    """0 where there are none."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(rank * len(ordered)))] if ordered else 0.0


@dataclass(frozen=True)
class Measured:
    """`since`: the first measured second since 1970; what was before is warm-up, what is after `minutes` the end of the day.
    `lags`: of each paid order when it was, and after how many seconds the kitchen's screen heard of it, if it did; `late`: of
    each step of the robot when it was due, and after how many seconds it was done."""

    since: float
    minutes: int
    requests: list[TimedRequest]
    samples: list[Sample]
    lags: list[tuple[float, float | None]]
    late: list[tuple[float, float]]
    dead_letters: int
    differences: list[str]
    orders: int

    def failures(self) -> list[str]:
        broken = [f"{each.kind} answered {each.status}" for each in self.requests if each.status >= 500]
        unheard = [f"{sum(lag is None for _, lag in self.lags)} paid orders of which no screen heard"]
        parked = [f"{self.dead_letters} dead letters"]
        grown = [f"{name} grows: {each}" for name, each in self.slopes().items() if each.grows]
        return [
            *self.differences,
            *broken,
            *(unheard if any(lag is None for _, lag in self.lags) else ()),
            *(parked if self.dead_letters else ()),
            *grown,
        ]

    def by_minute[Each](self, what: Iterable[tuple[float, Each]]) -> list[list[Each]]:
        """What happened in each measured minute."""
        found: list[list[Each]] = [[] for _ in range(self.minutes)]
        for at, each in what:
            if 0 <= (minute := int((at - self.since) // 60)) < self.minutes:
                found[minute].append(each)
        return found

    def kinds(self) -> dict[str, list[list[float]]]:
        """Milliseconds by minute, of each kind of request that was frequent."""
        found: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        for each in self.requests:
            found[each.kind].append((each.at, 1000 * each.seconds))
        by_minute = {kind: self.by_minute(each) for kind, each in sorted(found.items())}
        return {kind: each for kind, each in by_minute.items() if sum(map(len, each)) >= FEW}

    def relative(self) -> list[list[float]]:
        """Each request by minute, to the median of its kind: no mix of kinds is in it."""
        kinds = self.kinds().values()
        medians = [at_rank([ms for minute in kind for ms in minute], 0.5) for kind in kinds]
        return [
            [ms / median for kind, median in zip(kinds, medians, strict=True) for ms in kind[minute]]
            for minute in range(self.minutes)
        ]

    def memory(self, role: str) -> list[float]:
        """Megabytes in each minute of those processes that were there in all of them."""
        minutes = self.by_minute((each.at, each.resident[role]) for each in self.samples)
        lasting = set.intersection(*(set(sample) for minute in minutes for sample in minute))
        return [
            statistics.fmean(sum(sample[each] for each in lasting) for sample in minute) / MEGABYTE
            for minute in minutes
        ]

    def slopes(self) -> dict[str, Slope]:
        """Of what should not grow. The emulator is not among it: it keeps the table, the stream, logs and mails in memory."""
        lags = self.by_minute((at, 1000 * lag) for at, lag in self.lags if lag is not None)
        return {
            "p50 of a request to its kind's, %": slope([100 * at_rank(each, 0.5) for each in self.relative()]),
            "p50 from paid to the kitchen's screen, ms": slope([at_rank(each, 0.5) for each in lags]),
            "memory of the functions, MB": slope(self.memory("functions")),
            "memory of the stream's poller, MB": slope(self.memory("stream poller")),
        }


def report(measured: Measured, at: datetime) -> str:
    return "\n".join(_lines(measured, at)) + "\n"


def _lines(measured: Measured, at: datetime) -> Iterator[str]:
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], check=True, capture_output=True, text=True
    ).stdout
    within = [each for minute in measured.by_minute((each.at, each) for each in measured.requests) for each in minute]
    milliseconds = [1000 * each.seconds for each in within]
    late = [1000 * each for minute in measured.by_minute(measured.late) for each in minute]
    loads = [
        each for minute in measured.by_minute((each.at, each.load) for each in measured.samples) for each in minute
    ]
    yield "# A load that goes on"
    yield ""
    yield "Written by `benchmarks.load --write`; what it is: [README](README.md#a-load-that-goes-on)."
    yield ""
    yield f"{at:%Y-%m-%d}, commit {commit.strip()}; {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}."
    yield f"The machine's load was {statistics.fmean(loads):.1f} on average, {max(loads):.1f} at most."
    yield ""
    yield "| in all | |"
    yield "|---|---:|"
    yield f"| minutes, orders | {measured.minutes}, {measured.orders} |"
    yield f"| requests, answered with 5xx, with 429 | {len(within)}, {sum(each.status >= 500 for each in measured.requests)}, {sum(each.status == 429 for each in within)} |"
    yield f"| a request, p50, p99 | {at_rank(milliseconds, 0.5):.0f} ms, {at_rank(milliseconds, 0.99):.0f} ms |"
    yield f"| a step of the robot, from when it was due, p50, p99 | {at_rank(late, 0.5):.0f} ms, {at_rank(late, 0.99):.0f} ms |"
    yield f"| dead letters, parked records | {measured.dead_letters} |"
    yield f"| differences in the accounts | {len(measured.differences) or 'none'} |"
    yield ""
    yield "| what should not grow | in a minute, with its 95 % interval | mean |"
    yield "|---|---:|---:|"
    for name, each in measured.slopes().items():
        yield f"| {name} | {each} | {each.mean:.1f} |"
    emulator = slope(measured.memory("emulator"))
    an_order = emulator.gain * measured.minutes * 1000 / max(1, measured.orders)
    yield f"| memory of the emulator, MB: it keeps table, stream, logs and mails, {an_order:.0f} KB an order | {emulator.gain:+.2f} ± {emulator.half:.2f} | {emulator.mean:.1f} |"
    yield ""
    yield "| kind of request | requests | p50 ms | p99 ms | p50, ms more a minute |"
    yield "|---|---:|---:|---:|---:|"
    for kind, minutes in measured.kinds().items():
        every = [ms for minute in minutes for ms in minute]
        growth = slope([at_rank(each, 0.5) for each in minutes if each])
        yield f"| {kind} | {len(every)} | {at_rank(every, 0.5):.0f} | {at_rank(every, 0.99):.0f} | {growth.gain:+.2f} ± {growth.half:.2f} |"
    yield ""
    yield "| minute | requests | p50 ms | p99 ms | paid to screen p50 ms | p99 ms | functions MB | emulator MB | load |"
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    requests = measured.by_minute((each.at, 1000 * each.seconds) for each in measured.requests)
    lags = measured.by_minute((at, 1000 * lag) for at, lag in measured.lags if lag is not None)
    machine = measured.by_minute((each.at, each.load) for each in measured.samples)
    rows = zip(requests, lags, measured.memory("functions"), measured.memory("emulator"), machine, strict=True)
    for minute, (ms, lag, functions, emulator_mb, load) in enumerate(rows, 1):
        figures = at_rank(ms, 0.5), at_rank(ms, 0.99), at_rank(lag, 0.5), at_rank(lag, 0.99), functions, emulator_mb
        yield f"| {minute} | {len(ms)} | {' | '.join(f'{each:.0f}' for each in figures)} | {statistics.fmean(load):.1f} |"
