"""Admission control: a store that limits its kitchen's backlog takes no order of a customer whose work would go beyond it
(`records.add_to_backlog`)."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from bytemeburger import clock
from bytemeburger.errors import Invalid, Unavailable
from bytemeburger.estimates import planning
from bytemeburger.estimates.model import Work
from bytemeburger.estimates.rules import may_admit
from bytemeburger.stores.records import BacklogLimit, backlog_limit
from bytemeburger.table import Plain
from bytemeburger.telemetry import count

MIN_RETRY_SECONDS = 15
"""Work is taken off the backlog order by order: nobody need ask more often."""
MINUTE_SECONDS = 60


def seconds_of(work: Iterable[Work]) -> dict[str, int]:
    """What an order's work adds to the backlog of each station."""
    seconds: Counter[str] = Counter()
    for each in work:
        seconds[each.station] += each.seconds * each.units
    return dict(seconds)


def require_possible(own: Mapping[str, int], limit: BacklogLimit) -> None:
    """Raises Invalid for an order that not even a kitchen without a backlog takes."""
    if not all(may_admit(0, seconds, limit.seconds(station)) for station, seconds in own.items()):
        raise Invalid("order-exceeds-kitchen", limit_minutes=limit.minutes)


def refusal(
    own: Mapping[str, int], backlog: Plain | None, limit: BacklogLimit, kitchen: Plain | None, at: datetime
) -> Unavailable:
    """What whoever has to wait is answered: in how many seconds (`free_in`) it is worth another try, and for who reads it, by
    which minute that is (`free_at`). `backlog`: what stood against the order; `kitchen`: `records.read_kitchen`."""
    count("KitchenFull")
    retry_after = max(MIN_RETRY_SECONDS, _seconds_full(own, backlog, limit, kitchen))
    free_at = _minute(at + timedelta(seconds=retry_after))
    return Unavailable("kitchen-full", retry_after=retry_after, free_at=free_at, free_in=retry_after)


def full_until(work: Iterable[Work], store: Plain, at: datetime) -> str | None:
    """By which minute a store, as its menu is read, probably admits an order of this work again (UTC text); None where it does
    now. What it never admits counts for nothing. A second would make another menu each second, for caches to fetch."""
    limit = backlog_limit(store)
    if limit is None:
        return None
    own = {name: each for name, each in seconds_of(work).items() if may_admit(0, each, limit.seconds(name))}
    seconds = _seconds_full(own, store["backlog"], limit, store["kitchen"])
    return _minute(at + timedelta(seconds=seconds)) if seconds else None


def _minute(instant: datetime) -> str:
    """The next whole minute, as the screens show it."""
    return clock.text(datetime.fromtimestamp(math.ceil(instant.timestamp() / MINUTE_SECONDS) * MINUTE_SECONDS, UTC))


def _seconds_full(own: Mapping[str, int], backlog: Plain | None, limit: BacklogLimit, kitchen: Plain | None) -> int:
    """Until the kitchen has probably done so much that this fits; 0 where it does now."""
    waits = [0.0]
    for station, seconds in own.items():
        before, most = (backlog or {}).get(station, 0), limit.seconds(station)
        if not may_admit(before, seconds, most):
            waits.append((before + seconds - most) / limit.places[station] * planning.speed(kitchen, station))
    return math.ceil(planning.probable(max(waits), kitchen))
