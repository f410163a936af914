"""What is known of a store's kitchen.

`STORE#s` / `KITCHEN` is small, and stands beside store and menu: what it has to do, and how plans are stretched.
`STORE#s#ESTIMATES` / `LEARNED` is what that was learned from. `STORE#s` / `BACKLOG`, where a store limits it, counts for each
station the seconds of work at usual speed that were admitted and are not done: an order is counted in the transaction that
writes it, and taken off in the one that makes it Ready, ends it or gives its money back; it keeps what it was counted with.

Shares are stored in thousandths, instants in whole seconds since 1970.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import reduce
from operator import and_

from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from bytemeburger import table
from bytemeburger.estimates.rules import LOADS, NOTHING_LEARNED, Calibration
from bytemeburger.item_attributes import PlainMapAttribute
from bytemeburger.stores.records import BacklogLimit
from bytemeburger.table import Item, Key, Plain

THOUSAND = 1000


class Kitchen(Item):
    """`free_at`: of each station when its places are free behind all that waits; `speeds`: how much longer its units take
    than they should; `factors`: P50 and P90 of a plan, by its load."""

    type = UnicodeAttribute(default_for_new="kitchen")
    free_at = PlainMapAttribute()
    speeds = PlainMapAttribute()
    factors = PlainMapAttribute()


class Learned(Item):
    """A `rules.Calibration`."""

    type = UnicodeAttribute(default_for_new="learned")
    ratios = PlainMapAttribute(default_for_new=dict)
    levels = PlainMapAttribute(default_for_new=dict)
    speeds = PlainMapAttribute(default_for_new=dict)

    @property
    def calibration(self) -> Calibration:
        return Calibration(
            {int(load): tuple(each / THOUSAND for each in ratios) for load, ratios in self.ratios.items()},
            {int(hour): level / THOUSAND for hour, level in self.levels.items()},
            {station: speed / THOUSAND for station, speed in self.speeds.items()},
        )

    @calibration.setter
    def calibration(self, known: Calibration) -> None:
        self.ratios = {str(load): [*map(_thousandths, ratios)] for load, ratios in known.ratios.items()}
        self.levels = {str(hour): _thousandths(level) for hour, level in known.levels.items()}
        self.speeds = {station: _thousandths(speed) for station, speed in known.speeds.items()}


def kitchen_key(store: str) -> Key:
    return f"STORE#{store}", "KITCHEN"


def backlog_key(store: str) -> Key:
    return f"STORE#{store}", "BACKLOG"


def read_kitchen(store: str) -> Plain | None:
    """As it was a moment ago; None where nothing was ever promised."""
    return table.read_eventual(kitchen_key(store))


def show_kitchen(store: str, free_in: Mapping[str, list[float]], known: Calibration, at: datetime, hour: int) -> None:
    """Let everybody plan by what the kitchen has to do now; `free_in`: seconds from `at` on."""
    since = at.timestamp()
    free_at = {station: [int(since + seconds) for seconds in places] for station, places in free_in.items()}
    factors = {str(load): [*map(_thousandths, known.factors(load, hour))] for load in range(len(LOADS) + 1)}
    speeds = {station: _thousandths(speed) for station, speed in known.speeds.items()}
    table.update(
        kitchen_key(store),
        Kitchen.type.set("kitchen"),
        Kitchen.free_at.set(free_at),
        Kitchen.speeds.set(speeds),
        Kitchen.factors.set(factors),
    )


def add_to_backlog(store: str, own: Mapping[str, int], limit: BacklogLimit | None) -> Plain:
    """The action that adds to the backlog; refused, with what it was then, where that would go beyond the limit. None:
    never refused."""
    condition = None
    if limit:
        fits: Iterable[Condition] = (
            Path(station).does_not_exist() | (Path(station) <= limit.seconds(station) - seconds)
            for station, seconds in own.items()
        )
        condition = reduce(and_, fits)
    added = (Path(station).add(seconds) for station, seconds in own.items())
    return table.update_action(
        backlog_key(store), Path("type").set("backlog"), *added, condition=condition, answer_old=condition is not None
    )


def subtract_from_backlog(store: str, own: Mapping[str, int]) -> Plain:
    """The action that undoes what `add_to_backlog` added."""
    return table.update_action(backlog_key(store), *(Path(station).add(-seconds) for station, seconds in own.items()))


def read_learned(store: str) -> Learned:
    """A new one where nothing was learned yet."""
    key = f"STORE#{store}#ESTIMATES", "LEARNED"
    try:
        return Learned.get(*key, consistent_read=True)
    except DoesNotExist:
        learned = Learned(*key)
        learned.calibration = NOTHING_LEARNED
        return learned


def _thousandths(share: float) -> int:
    return round(share * THOUSAND)
