"""The archive: orders that have ended and that money moved for, without their person, for as long as the law requires their
retention. In the table such an order is for `rules.HISTORY`, or longer: `Order.index`.

An object holds one state of one order and is never written again; of two the one of the higher version counts. Its key has
the year first, by which the bucket lets go of it (stacks/storage.yaml).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from bytemeburger import aws, clock, settings, table
from bytemeburger.errors import Malformed, NotFound
from bytemeburger.orders import records
from bytemeburger.orders.erasure import remove_customer
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import HISTORY, OPEN
from bytemeburger.table import Page, Plain

LEFT_OUT = ("GSI1PK", "GSI1SK", "GSI2PK", "GSI2SK", "GSI3PK", "GSI3SK", "GSI4PK", "GSI4SK", "expires_at")
"""Of an item: by what the table finds and removes it."""
AT_ONCE = 10
"""Connections of botocore's client."""
READ_TOGETHER = 100
"""The keys of one BatchGetItem."""
MAX_READ = 500
"""Objects for one page: those of a filter that few orders pass take two seconds."""
CURSOR = "archive."
type Position = tuple[str, str]
"""Of an order in a day's list: its creation and its id."""
NEWEST: Position = ("9999-12-31T23:59:59.999Z", "")
"""The position before which all orders stand."""


class _State(NamedTuple):
    """A state of an order: what its key says. They sort by the order's creation."""

    created_at: str
    order_id: str
    version: int

    @property
    def position(self) -> Position:
        return self.created_at, self.order_id


def write(order: Order) -> str:
    """Write this state of an order that has ended; answers its key. `order` loses its person, and must not be saved."""
    remove_customer(order)
    order.receipt_cpf = order.receipt_of = order.receipt_kept = None
    item = {name: value for name, value in order.plain().items() if name not in LEFT_OUT}
    key = _key(order.store, order.business_day, _State(order.created_at, order.order_id, order.version))
    aws.client("s3").put_object(
        Bucket=settings.archive_bucket(), Key=key, Body=json.dumps(item).encode(), ContentType="application/json"
    )
    return key


def concerns(order: Order) -> bool:
    """Whether an order has a state to be archived: one that has ended, and that money moved for."""
    return order.status not in OPEN and bool(order.paid_at or order.refunds)


def complete_day(store: str, day: str) -> int:
    """Archive what is missing of a business day's orders that the table still has; how many states that was."""
    kept = {(each.order_id, each.version) for each in _states(store, day)}
    missing, cursor = 0, None
    while True:
        page = records.of_day(store, day, {}, limit=READ_TOGETHER, cursor=cursor)
        for item in page.items:
            order = records.read(item["order_id"])
            if concerns(order) and (order.order_id, order.version) not in kept:
                write(order)
                missing += 1
        cursor = page.cursor
        if cursor is None:
            return missing


def of_day(store: str, day: str, where: Mapping[str, str | int], *, limit: int, cursor: str | None) -> Page:
    """As `records.of_day`; the archive's orders come last. Raises Malformed for a foreign cursor."""
    if cursor and cursor.startswith(CURSOR):
        return _page(store, day, where, limit, _position(cursor))
    page = records.of_day(store, day, where, limit=limit, cursor=cursor)
    if page.cursor is not None or not _is_archived(day):
        return page
    return Page(page.items, _cursor(NEWEST)) if page.items else _page(store, day, where, limit, NEWEST)


def rest_of_day(store: str, day: str, in_table: Iterable[Plain]) -> Iterator[Plain]:
    """The day's orders that the archive alone has."""
    if _is_archived(day):
        known = {order["order_id"] for order in in_table}
        yield from _read(store, day, [each for each in _states(store, day) if each.order_id not in known])


def of_store(order_id: str, store: str, day: str | None) -> Order:
    """As `records.of_store`: an order that the table no longer has is looked for in that business day's archive. Raises
    NotFound."""
    try:
        return records.of_store(order_id, store)
    except NotFound:
        states = [each for each in _states(store, day) if each.order_id == order_id] if day else []
        if not (day and states):
            raise
        return records.from_item(next(_read(store, day, states)))


def _page(store: str, day: str, where: Mapping[str, str | int], limit: int, position: Position) -> Page:
    """What is still in the table too was on an earlier page."""
    rest, items, read = _before(store, day, position), list[Plain](), 0
    while read < MAX_READ and len(items) < limit:
        together = list(islice(rest, READ_TOGETHER if where else limit - len(items)))
        if not together:
            return Page(items, None)
        in_table = table.fetch(records.key(each.order_id) for each in together)
        for state, order in zip(together, _read(store, day, together), strict=True):
            if len(items) == limit:
                return Page(items, _cursor(position))
            read, position = read + 1, state.position
            if records.key(state.order_id) not in in_table and where.items() <= order.items():
                items.append(order)
    return Page(items, _cursor(position) if next(rest, None) else None)


def _cursor(position: Position) -> str:
    return CURSOR + "/".join(position)


def _position(cursor: str) -> Position:
    created_at, _, order_id = cursor.removeprefix(CURSOR).partition("/")
    with suppress(ValueError, OverflowError):  # a time that UTC has no year for
        if clock.text(clock.instant(created_at)) == created_at:
            return created_at, order_id
    raise Malformed("parameter-invalid", parameter="cursor")


def _is_archived(day: str) -> bool:
    """Whether orders of that business day may have left the table: it begins on the day before in UTC, east of there."""
    return clock.now().date() - date.fromisoformat(day) >= HISTORY - timedelta(days=1)


def _key(store: str, day: str, state: _State) -> str:
    return f"{_folder(store, day)}{state.created_at}/{state.order_id}/{state.version}.json"


def _folder(store: str, day: str) -> str:
    return f"{day[:4]}/{store}/{day}/"


def _before(store: str, day: str, position: Position) -> Iterator[_State]:
    """As `_states`, those behind a position of the list. S3 lists the oldest first alone, so a day is listed by its hours,
    each when it is wanted."""
    folder = _folder(store, day)
    found = (each for page in _list(folder, Delimiter=":") for each in page.get("CommonPrefixes", []))
    hours = [each["Prefix"].removeprefix(folder) for each in found]
    for hour in sorted((each for each in hours if each < position[0]), reverse=True):
        yield from (each for each in _states(store, day, hour) if each.position < position)


def _states(store: str, day: str, hour: str = "") -> list[_State]:
    """The last archived state of each order of a day, or of an hour of it (`2026-11-24T12:`, UTC), newest order first."""
    folder = _folder(store, day)
    last: dict[str, _State] = {}
    for found in (each for page in _list(folder + hour) for each in page.get("Contents", [])):
        created_at, order_id, name = found["Key"].removeprefix(folder).split("/")
        state = _State(created_at, order_id, int(name.removesuffix(".json")))
        last[order_id] = max(state, last.get(order_id, state))
    return sorted(last.values(), reverse=True)


def _list(prefix: str, **more: str) -> Iterator[Plain]:
    """The pages of S3's answer, which may be as short as it likes."""
    listing = aws.client("s3").get_paginator("list_objects_v2")
    yield from listing.paginate(Bucket=settings.archive_bucket(), Prefix=prefix, **more)


def _read(store: str, day: str, states: Sequence[_State]) -> Iterator[Plain]:
    def read(state: _State) -> Plain:
        answer = aws.client("s3").get_object(Bucket=settings.archive_bucket(), Key=_key(store, day, state))
        order: Plain = json.loads(answer["Body"].read())
        return order

    from concurrent.futures import ThreadPoolExecutor  # what is asked for is hardly ever that old

    with ThreadPoolExecutor(AT_ONCE) as reading:
        yield from reading.map(read, states)
