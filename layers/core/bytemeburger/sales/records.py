"""The books, one item of counters per store and business day, and what is bought together, one item per product.

An item of the books holds beside its counters which orders they contain (`booked`), so that a change that is delivered
again, in whatever batch and however late, adds nothing: a write of it is all there is to an entry. A day's first thousand
pick-up numbers are in its item TOTAL, the next ones in TOTAL#0001.

What was bought together is written before the books. An order that was counted there stands `in_flight` in those items until the
books are seen to contain it, from when on nobody counts it again.

The version before kept an item for each counter, and one for each effect that was booked. Those are read on.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta
from itertools import batched, count

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from bytemeburger import clock, table
from bytemeburger.attributes import typed_item
from bytemeburger.hours.rules import local_time
from bytemeburger.item_attributes import IntegerAttribute, PlainListAttribute, PlainMapAttribute
from bytemeburger.sales.rules import (
    Amounts,
    BookEntry,
    Booking,
    CampaignAmounts,
    Figures,
    GroupAmounts,
    Release,
    co_purchases,
)
from bytemeburger.table import (
    IS_NEW,
    MAIN,
    Item,
    Key,
    Plain,
    TransactionCancelled,
    fetch,
    put_action,
    query_all,
    transact,
    update_action,
)

GUARD_RETENTION = timedelta(days=60)
IN_FLIGHT_RETENTION = timedelta(days=7)
TOTAL, TOGETHER, RELEASED = "TOTAL", "TOGETHER", "RELEASED"
NUMBERS_IN_ITEM = 1000
AT_ONCE = 16
MAX_KEYS = 100
"""Of one BatchGetItem."""
FIGURES = (
    *(
        f"{column}_{amount}"
        for column in ("sale", "refund")
        for amount in ("orders", "units", "parts", "amount", "gross", "discount")
    ),
    "sale_squares",
    "refund_squares",
)
"""The places of a stored list of figures; zeros at its end are left out. What came later stands last."""
SUMS = tuple(f"{column}_{amount}" for column in ("sale", "refund") for amount in ("orders", "units", "amount"))
"""Those of the whole day, which the version before knows."""
PLACES = {"day": "TOTAL", "category": "CATEGORY", "product": "PRODUCT", "hour": "HOUR", "method": "METHOD"}
"""How a report is asked for, and what the names of its counters begin with."""

type Found = Mapping[Key, Plain]


class DayBook(Item):
    """The counters of a business day, for a thousand of its pick-up numbers. Those of the whole day stand in attributes of
    their own, as the version before kept them; the others in `places`, by name, as lists of FIGURES. `booked`: by effect,
    the numbers of the orders contained, as the bits of a hexadecimal number."""

    type = UnicodeAttribute(default_for_new="counter")
    places = PlainMapAttribute(default=dict)
    booked = PlainMapAttribute(default=dict)
    sale_orders = IntegerAttribute(null=True)
    sale_units = IntegerAttribute(null=True)
    sale_amount = IntegerAttribute(null=True)
    refund_orders = IntegerAttribute(null=True)
    refund_units = IntegerAttribute(null=True)
    refund_amount = IntegerAttribute(null=True)

    def unchanged(self) -> Condition:
        """The version before adds to sums and counts no version: a sale to the one, all else to the other of these."""
        condition: Condition = _is("sale_orders", self.sale_orders) & _is("refund_amount", self.refund_amount)
        return condition

    def contains(self, effect: str, number: int) -> bool:
        return bool(int(self.booked.get(effect, "0"), 16) & _bit(number))

    def mark(self, entry: BookEntry) -> None:
        self.booked[entry.effect] = f"{int(self.booked.get(entry.effect, '0'), 16) | _bit(entry.number):x}"

    def add(self, entry: BookEntry) -> None:
        for name, amount in entry.figures[TOTAL].items():
            setattr(self, name, (getattr(self, name) or 0) + amount)
        for place, figures in entry.figures.items():
            if place != TOTAL:
                known = unpacked(self.places.get(place, []))
                self.places[place] = packed({name: known[name] + figures.get(name, 0) for name in FIGURES})


class CoPurchases(Item):
    """In how many orders each other product stood beside this one. `in_flight`: the orders, day and number, that are counted
    here and were perhaps not booked when this was written."""

    type = UnicodeAttribute(default_for_new="together")
    orders = PlainMapAttribute(default=dict)
    in_flight = PlainListAttribute(default=list)


def packed(figures: Figures) -> list[int]:
    values = [figures.get(name, 0) for name in FIGURES]
    while values and not values[-1]:
        values.pop()
    return values


def unpacked(stored: Sequence[int]) -> dict[str, int]:
    return dict(zip(FIGURES, [*stored, *[0] * (len(FIGURES) - len(stored))], strict=True))


def entry(booking: Booking) -> BookEntry:
    """What a booking adds to the counters of its day and of its hour, and so on."""
    order, column = booking.order, booking.column.lower()
    hour = local_time(clock.instant(order["paid_at"]), order["time_zone"]).hour
    counted: dict[str, Amounts | CampaignAmounts | GroupAmounts] = dict.fromkeys(
        (TOTAL, f"HOUR#{hour:02d}", f"METHOD#{order['payment']['provider']}"), booking.total
    )
    counted |= {f"CATEGORY#{category}": amounts for category, amounts in booking.by("category").items()}
    counted |= {f"PRODUCT#{product_id}": amounts for product_id, amounts in booking.by("product_id").items()}
    counted |= {f"CAMPAIGN#{campaign_id}": amounts for campaign_id, amounts in booking.by_campaign().items()}
    counted |= {f"CAMPAIGN#{each}#{group}": amounts for (each, group), amounts in booking.by_group().items()}
    return BookEntry(
        booking.effect,
        order["order_id"],
        order["store"],
        order["business_day"],
        order["number"],
        {
            place: {f"{column}_{name}": amount for name, amount in asdict(amounts).items() if amount}
            for place, amounts in counted.items()
        },
        co_purchases(order) if booking.effect == "SALE" else {},
    )


def book(entries: Sequence[BookEntry]) -> None:
    """Add entries to the counters of their days, each once, whoever adds them again. Raises Unavailable."""
    by_day, by_product = defaultdict[Key, list[BookEntry]](list), defaultdict[Key, list[BookEntry]](list)
    for each in entries:
        by_day[_day_book(each.store, each.day, each.number)].append(each)
        for product_id in each.co_purchases:
            by_product[_co_purchases_key(each.store, product_id)].append(each)
    guards = [_guard(each, effect) for each in entries for effect in (each.effect, TOGETHER)]
    found = _fetch_all([*by_day, *by_product, *guards])
    days = {key: _of(DayBook, key, found) for key in by_day}

    def is_booked(store: str, name: str) -> bool:
        """Whether the books that were read contain the sale of an order."""
        day, _, number = name.rpartition("#")
        read = days.get(_day_book(store, day, int(number)))
        return read is not None and read.contains("SALE", int(number))

    def count_together(key: Key) -> None:
        _count_co_purchases(key, found, by_product[key], is_booked)

    def book_day(key: Key) -> None:
        _book_day(key, found, by_day[key])

    with ThreadPoolExecutor(AT_ONCE) as workers:
        for _ in workers.map(count_together, by_product):
            pass
        for _ in workers.map(book_day, by_day):
            pass


def _count_co_purchases(
    key: Key, found: Found, entries: Sequence[BookEntry], is_booked: Callable[[str, str], bool]
) -> None:
    """Count what stood beside a product in these orders, once."""
    product_id, store = key[0].rpartition("#")[2], entries[0].store
    oldest = (clock.now() - IN_FLIGHT_RETENTION).date().isoformat()

    def decide(item: CoPurchases) -> bool:
        new = {
            _name(each): each.co_purchases[product_id]
            for each in entries
            if not (_name(each) in item.in_flight or is_booked(store, _name(each)) or _guard(each, TOGETHER) in found)
        }
        for others in new.values():
            for other in others:
                item.orders[other] = item.orders.get(other, 0) + 1
        kept = [name for name in item.in_flight if not is_booked(store, name) and name > oldest]
        item.in_flight = [*kept, *new]
        return bool(new)

    _change(CoPurchases, key, found, decide)


def _book_day(key: Key, found: Found, entries: Sequence[BookEntry]) -> None:
    def decide(day: DayBook) -> bool:
        new = False
        for each in entries:
            if day.contains(each.effect, each.number):
                continue
            if _guard(each, each.effect) not in found:
                day.add(each)
            day.mark(each)
            new = True
        return new

    _change(DayBook, key, found, decide)


def book_release(release: Release) -> bool:
    """Count uses of campaigns that an order gave back or took again, on its day; whether that was new."""
    guard = {
        "PK": f"ORDER#{release.order_id}",
        "SK": f"EFFECT#{release.effect}",
        "type": "effect",
        "expires_at": int((clock.now() + GUARD_RETENTION).timestamp()),
    }
    counted = update_action(
        (_partition(release.store, release.day), RELEASED),
        Path("type").set("released"),
        *(Path([f"CAMPAIGN#{each}"]).add(release.sign) for each in release.campaign_ids),
    )
    try:
        transact([put_action(guard, IS_NEW), counted])
    except TransactionCancelled:
        return False
    return True


def books(store: str, days: Sequence[str]) -> list[tuple[str, Plain]]:
    """The items of counters of at most 100 business days as (day, item), in two round trips; one more for each thousand
    orders of a day. Numbers go up by one: where there is no first item, there is no second."""
    read: list[tuple[str, Plain]] = []
    for part in count():
        found = fetch([_day_book(store, day, part * NUMBERS_IN_ITEM + 1) for day in days]) if days else {}
        of_part = [(pk.rpartition("#")[2], item) for (pk, _), item in sorted(found.items())]
        if not of_part:
            return read
        read += of_part
        days = [day for day, _ in of_part]
    raise AssertionError


def of_campaigns(store: str, days: Sequence[str]) -> Iterator[tuple[str, str, str | None, Plain]]:
    """The counters of at most 100 business days as (day, campaign, its group or None, counter): the round trips of `books`,
    and one."""
    added: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for day, book in books(store, days):
        for place, figures in book.get("places", {}).items():
            if place.startswith("CAMPAIGN#"):
                added[day, place.removeprefix("CAMPAIGN#")].update(unpacked(figures))
    for (pk, _), item in fetch((_partition(store, day), RELEASED) for day in days).items():
        for place, released in item.items():
            if place.startswith("CAMPAIGN#"):
                added[pk.rpartition("#")[2], place.removeprefix("CAMPAIGN#")]["released"] += released
    for (day, place), figures in sorted(added.items()):
        campaign_id, _, group = place.partition("#")
        yield day, campaign_id, group or None, dict(figures)


def counters(store: str, books: Iterable[tuple[str, Plain]], by: str) -> Iterator[tuple[str, Plain]]:
    """The counters of some books as (name, counter), the name being a day, a product, a category, an hour or a payment
    method, which may come more than once. A round trip for each day to which the version before added."""
    prefix = f"{PLACES[by]}#"
    for day, book in books:
        if by == "day":
            yield day, book
            continue
        for place, figures in book.get("places", {}).items():
            if place.startswith(prefix):
                yield place.removeprefix(prefix), unpacked(figures)
        if not _adds_up(book):
            for counter in query_all(MAIN, _partition(store, day), prefix=prefix):
                yield counter["SK"].removeprefix(prefix), counter


def _adds_up(book: Plain) -> bool:
    """Whether an item has all that its sums contain: what the version before adds to them, before a deployment or after a
    rollback, has counters of its own."""
    by_hour = Counter[str]()
    for place, figures in book.get("places", {}).items():
        if place.startswith("HOUR#"):
            by_hour.update(unpacked(figures))
    return all(book.get(name, 0) == by_hour[name] for name in SUMS)


def bought_with(store: str, product_id: str) -> dict[str, int]:
    """In how many orders each other product stood beside this one."""
    added = Counter[str]()
    for item in query_all(MAIN, f"STORE#{store}#WITH#{product_id}"):
        if item["SK"] == TOGETHER:
            added.update(item["orders"])
        else:  # as the version before counted
            added[item["SK"].removeprefix("PRODUCT#")] += item["orders"]
    return added


def _fetch_all(keys: Iterable[Key]) -> Found:
    found: dict[Key, Plain] = {}
    for some in batched(dict.fromkeys(keys), MAX_KEYS, strict=False):
        found |= fetch(some)
    return found


def _change[Changed: Item](kind: type[Changed], key: Key, found: Found, decide: Callable[[Changed], bool]) -> None:
    """As `table.change`, for an item that was read already."""
    read = [found]
    table.change(lambda: _of(kind, key, read.pop() if read else fetch([key])), decide)


def _of[Kind: Item](kind: type[Kind], key: Key, found: Found) -> Kind:
    """The item under a key, a new one where there is none."""
    stored = found.get(key)
    return kind.from_raw_data(typed_item(stored)) if stored else kind(*key)


def _is(name: str, value: int | None) -> Condition:
    return Path(name).does_not_exist() if value is None else Path(name) == value


def _partition(store: str, day: str) -> str:
    return f"STORE#{store}#SALES#{day}"


def _day_book(store: str, day: str, number: int) -> Key:
    part = (number - 1) // NUMBERS_IN_ITEM
    return _partition(store, day), f"{TOTAL}#{part:04d}" if part else TOTAL


def _co_purchases_key(store: str, product_id: str) -> Key:
    return f"STORE#{store}#WITH#{product_id}", TOGETHER


def _guard(entry: BookEntry, effect: str) -> Key:
    """What the version before wrote when it had booked an effect."""
    return f"ORDER#{entry.order_id}", f"EFFECT#{effect}"


def _name(entry: BookEntry) -> str:
    return f"{entry.day}#{entry.number}"


def _bit(number: int) -> int:
    return 1 << (number - 1) % NUMBERS_IN_ITEM
