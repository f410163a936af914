"""Table stream: book each sale and each refund once, in the counters that reports and suggestions read; and learn how fast the
kitchen of a store is that promises times."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bytemeburger.orders.model import StoredOrder, stored_order
from bytemeburger.sales import records
from bytemeburger.sales.rules import BookEntry, Release, bookings, release
from bytemeburger.stream import Change, stream_consumer


class PromisedStep(NamedTuple):
    """One change of a promised order."""

    old: StoredOrder | None
    new: StoredOrder


type SalesWork = BookEntry | Release | PromisedStep


def work_of(change: Change) -> Iterator[SalesWork]:
    old, new = stored_order(change.old), stored_order(change.new)
    yield from map(records.entry, bookings(old, new))
    if new and (released := release(old, new)):
        yield released
    if new and new.get("promise"):
        yield PromisedStep(old, new)


@stream_consumer(work_of)
def handler(work: Sequence[SalesWork]) -> None:
    records.book([each for each in work if isinstance(each, BookEntry)])
    for each in work:
        if isinstance(each, Release):
            records.book_release(each)
    if steps := [each for each in work if isinstance(each, PromisedStep)]:
        from bytemeburger.kitchen import pace  # it loads the orders' model, which stores without promises never need

        pace.follow(steps)
