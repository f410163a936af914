"""What is stored of an order's making, and of what was promised for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bytemeburger.values import Value


@dataclass(frozen=True)
class Work(Value):
    """Units of an order's `line` (its place, from 0) that one station makes: `seconds` each. A station makes what is of one
    category."""

    line: int
    station: str
    seconds: int
    units: int


@dataclass(frozen=True)
class PromisedTimes(Value):
    """When an order will probably (`p50`) and almost surely (`p90`) be ready, UTC texts; `planned`: seconds from its payment,
    as the plan had it; `starts`: how many seconds after the order is begun each station that has less to do for it begins, so
    that all are done together."""

    p50: str
    p90: str
    planned: int
    starts: Mapping[str, int] | None = None
