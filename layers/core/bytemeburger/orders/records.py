"""Orders, one item each. Lines, money, status and payment live in the item, so every step is one conditional write.

An order stands in exactly one GSI1 partition, and in each at the time of its creation, so that a step within one costs the
index a single write.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import cast

from pynamodb.attributes import BooleanAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.operand import Path

from bytemeburger import clock, table
from bytemeburger.attributes import typed_item
from bytemeburger.discounts import records as discounts
from bytemeburger.discounts.model import Discount, Skip, Use
from bytemeburger.errors import NotFound
from bytemeburger.estimates import planning
from bytemeburger.estimates import records as estimates
from bytemeburger.estimates.model import PromisedTimes, Work
from bytemeburger.hours.rules import business_day
from bytemeburger.item_attributes import IntegerAttribute, PlainMapAttribute, ValueAttribute, ValueListAttribute
from bytemeburger.menu import records as menu
from bytemeburger.orders import model, references, rules
from bytemeburger.orders.model import (
    Line,
    Payment,
    Refund,
    RefundStatus,
    StaffNote,
    Step,
    StoredOrder,
    WatchedCode,
)
from bytemeburger.orders.rules import Status
from bytemeburger.table import BY_PERSON, BY_RECEIPT, BY_STATE, Item, Key, Page, Plain, pages, query, query_all

MAX_AT_COUNTER = timedelta(hours=2)
MAX_RECENT = 20
DUE_SHARDS = 16
"""Partitions of the index of what is unsettled: those of a store are in one of them. More would not be read more quickly."""


class Order(Item):
    """Times are UTC texts, money is centavos, `business_day` is the store's local date.

    `payment`: the attempt to pay that counts now. `refund_status` is the last refund's, for the stream's filters;
    `taken_back` adds up what the `exceptions` come to, for the filters too. `reserved`: units taken of counted
    products, until they are given back, and `reserved_in` where their stock counts them (nowhere for those that left
    the shelf, and for orders from before that was counted). `reference` and `pix_txid` are stored only to be searched
    by. `receipt_cpf`: encrypted by `customers.protected_cpf`; `receipt_of`: the keyed hash of that CPF; `receipt_kept`:
    its owner asked to be forgotten, and nothing but the law keeps it. `customer`: a pseudonym of a CPF or the `sub` of
    a verified customer, who either placed the order signed in or `claimed` it. `discounts`: what campaigns took off the
    lines, `skipped` why others did not; `campaign_uses`: what it took of those with limits, which is counted there
    until `uses_returned`. `archivable`: placed since there is an archive, which has it once it has ended. `work`: what
    stations make for it, where the store promises times; `promise`: when it will be ready, as its payment froze it;
    `backlog`: what the kitchen's backlog counts for it, until it is Ready or ends.
    """

    type = UnicodeAttribute(default_for_new="order")
    order_id = UnicodeAttribute()
    store = UnicodeAttribute()
    time_zone = UnicodeAttribute()
    business_day = UnicodeAttribute()
    status = UnicodeAttribute()
    dining = UnicodeAttribute()
    lines = ValueListAttribute(Line.of)
    total = IntegerAttribute()
    discounts = ValueListAttribute(Discount.of)
    skipped = ValueListAttribute(Skip.of)
    campaign_uses = ValueListAttribute(Use.of)
    uses_returned = BooleanAttribute(null=True)
    archivable = BooleanAttribute(null=True)
    campaign_groups = PlainMapAttribute(null=True)
    work = ValueListAttribute(Work.of)
    promise = ValueAttribute(PromisedTimes.of, null=True)
    backlog = PlainMapAttribute(null=True)
    history = ValueListAttribute(Step.of)
    staff_notes = ValueListAttribute(StaffNote.of)
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    due_at = UnicodeAttribute()
    paid_at = UnicodeAttribute(null=True)
    number = IntegerAttribute(null=True)
    reference = UnicodeAttribute(null=True)
    pix_txid = UnicodeAttribute(null=True)
    fingerprint = UnicodeAttribute()
    customer = UnicodeAttribute(null=True)
    claimed = BooleanAttribute(null=True)
    receipt_cpf = UnicodeAttribute(null=True)
    receipt_of = UnicodeAttribute(null=True)
    receipt_kept = BooleanAttribute(null=True)
    reserved = PlainMapAttribute(null=True)
    reserved_in = UnicodeAttribute(null=True)
    payment = ValueAttribute(model.stored_payment, null=True)
    refunds_and_codes = ValueListAttribute(model.refund_or_code, attr_name="refunds")
    refund_status = UnicodeAttribute(null=True)
    exceptions = ValueListAttribute(model.PaymentException.of)
    taken_back = IntegerAttribute(null=True)
    gsi1pk = UnicodeAttribute(attr_name="GSI1PK", null=True)
    gsi1sk = UnicodeAttribute(attr_name="GSI1SK", null=True)
    gsi2pk = UnicodeAttribute(attr_name="GSI2PK", null=True)
    gsi2sk = UnicodeAttribute(attr_name="GSI2SK", null=True)
    gsi3pk = UnicodeAttribute(attr_name="GSI3PK", null=True)
    gsi3sk = UnicodeAttribute(attr_name="GSI3SK", null=True)
    gsi4pk = UnicodeAttribute(attr_name="GSI4PK", null=True)
    gsi4sk = UnicodeAttribute(attr_name="GSI4SK", null=True)
    expires_at = TTLAttribute(null=True)

    def index(self) -> None:
        order_id, store, status, created_at = self.order_id, self.store, self.status, self.created_at
        refunds, exceptions, customer, receipt_of = self.refunds, self.exceptions, self.customer, self.receipt_of
        in_time = f"{created_at}#{order_id}"
        self.updated_at = clock.text(clock.now())
        if not (self.reference and self.pix_txid):  # they follow from the id, and an item of before may lack one
            self.reference, self.pix_txid = references.reference(order_id), references.pix_txid(order_id)
        self.refund_status = refunds[-1].status if refunds else model.UNCLOSED if self.watched else None
        by_payment = {each.provider_order_id: each.amount for each in exceptions}
        self.taken_back = sum(by_payment.values()) if exceptions else None
        if status == Status.AWAITING_PAYMENT:
            place = "UNPAID"
        elif status in rules.IN_QUEUE:
            place = "QUEUE"
        elif not self.settled:
            place = "REFUND"
        else:
            place = f"DAY#{self.business_day}"
        self.gsi1pk, self.gsi1sk = f"STORE#{store}#{place}", in_time
        self.gsi2pk, self.gsi2sk = (f"CUSTOMER#{customer}", in_time) if customer else (None, None)
        moved_at = self.paid_at or created_at
        retention = f"KEPT#{moved_at}#{order_id}" if self.receipt_kept else f"HELD#{in_time}"
        self.gsi3pk, self.gsi3sk = (f"RECEIPT#{receipt_of}", retention) if receipt_of else (None, None)
        since = created_at if status == Status.AWAITING_PAYMENT else ""
        due = f"DUE#{_shard(store):02d}", f"{since}#{store}#{order_id}"
        self.gsi4pk, self.gsi4sk = due if self.unsettled else (None, None)
        in_archive = bool(self.archivable and self.final and not receipt_of)
        self.expires_at = rules.kept_until(clock.instant(moved_at), status, self.money_moved, in_archive)

    def stored(self) -> StoredOrder:
        """For what takes orders from the table's stream too."""
        return cast("StoredOrder", self.plain())

    @property
    def subtotal(self) -> int:
        """What the lines come to before the discounts."""
        return sum(line.amount for line in self.lines)

    @property
    def begun(self) -> bool:
        """Whether the kitchen has taken it up: what it took in stock is used then, however it ends."""
        return any(step.status == Status.IN_PREPARATION for step in self.history)

    @property
    def money_moved(self) -> bool:
        """Whether money moved: then the law requires its retention."""
        return bool(self.paid_at or self.refunds_and_codes)

    @property
    def settled(self) -> bool:
        """Whether no refund of it is open, and none of its codes is watched."""
        return not self.watched and not any(each.open for each in self.refunds)

    @property
    def final(self) -> bool:
        """Whether it has ended, and its money too: of what a payer's bank takes back nobody knows when that ends."""
        return self.status not in rules.OPEN and self.settled and not self.exceptions

    @property
    def refunds(self) -> list[Refund]:
        """Money that goes back, or about which a person decides."""
        return [each for each in self.refunds_and_codes if isinstance(each, Refund)]

    @refunds.setter
    def refunds(self, refunds: Iterable[Refund]) -> None:
        self.refunds_and_codes = [*refunds, *self.watched]

    @property
    def watched(self) -> list[WatchedCode]:
        """Codes that may still be paid, though the order needs no money of them."""
        return [each for each in self.refunds_and_codes if isinstance(each, WatchedCode)]

    @watched.setter
    def watched(self, watched: Iterable[WatchedCode]) -> None:
        self.refunds_and_codes = [*self.refunds, *watched]

    def watches(self, provider_order_id: str) -> bool:
        return any(each.provider_order_id == provider_order_id for each in self.watched)

    def refund_of(self, provider_order_id: str) -> Refund | None:
        return next((each for each in self.refunds if each.provider_order_id == provider_order_id), None)

    @property
    def unsettled(self) -> bool:
        """Whether time or the provider may still decide something about it, so that the reconciler has to look."""
        owed = any(each.open and each.status != RefundStatus.UNDECIDED for each in self.refunds)
        return self.status == Status.AWAITING_PAYMENT or owed or bool(self.watched)

    @property
    def paid_with(self) -> str | None:
        """The provider's order that paid it."""
        return self.payment.provider_order_id if self.payment and self.payment.paid else None

    def change_status(self, status: Status, at: str, by: str, reason: str | None = None) -> None:
        """Take the status and write it into the history."""
        self.status = status
        self.history = [*self.history, Step(status, at, by, reason)]

    def receive(self, payment: Payment, by: str) -> None:
        """Take the money that makes the order, and number it: the only way to RECEIVED."""
        now = clock.now()
        self.business_day = business_day(now, self.time_zone)
        self.number = next_number(self.store, self.business_day)
        self.paid_at = clock.text(now)
        if self.work:
            self.promise = planning.promise(self.work, estimates.read_kitchen(self.store), now)
        self.payment = payment
        self.change_status(Status.RECEIVED, self.paid_at, by)

    def add_staff_note(self, note: str | None, by: str) -> None:
        """Keep what a member of staff wrote, if anything."""
        if note:
            written = StaffNote(clock.text(clock.now()), by, note)
            self.staff_notes = [*self.staff_notes, written][-rules.MAX_STAFF_NOTES :]

    @property
    def refund_of_payment(self) -> Refund | None:
        return model.refund_of_payment(self.payment, self.refunds)

    @property
    def refunded(self) -> bool:
        """As `model.is_refunded`: nobody makes it any more."""
        return self.refund_of_payment is not None or model.is_charged_back(self.payment, self.exceptions)


def key(order_id: str) -> Key:
    return f"ORDER#{order_id}", "ORDER"


def read(order_id: str) -> Order:
    """The order as it is now. Raises NotFound."""
    try:
        return Order.get(*key(order_id), consistent_read=True)
    except DoesNotExist:
        raise NotFound("order-not-found") from None


def of_store(order_id: str, store: str) -> Order:
    """The order as it is now, for the staff of its store. Raises NotFound for an order of another store."""
    order = read(order_id)
    if order.store != store:
        raise NotFound("order-not-found")
    return order


def from_item(item: Plain) -> Order:
    """The order of a plain item."""
    return Order.from_raw_data(typed_item(item))


def change(order_id: str, decide: Callable[[Order], bool], also: Sequence[Plain] = ()) -> Order:
    """Read the order, let `decide` alter it, write it back; see `table.change`. Stock, campaigns and the kitchen's backlog
    follow in the same transaction, as do the actions in `also`, which may be refused."""
    return table.change(
        lambda: read(order_id), decide, lambda order: [*_stock(order), *_uses(order), *_backlog(order), *also]
    )


def reserved_in(order: Order) -> str | None:
    """Where the stock counts what the order has reserved; None once that has left the shelf for good. What is in
    preparation may still stand there."""
    match Status(order.status):
        case Status.AWAITING_PAYMENT:
            return menu.UNPAID
        case Status.RECEIVED | Status.IN_PREPARATION:
            return menu.PAID
        case Status.EXPIRED | Status.CANCELLED if not order.begun:
            return menu.UNITS
    return None


def _stock(order: Order) -> list[Plain]:
    origin, goal = order.reserved_in, reserved_in(order)
    if not order.reserved or origin == goal:
        return []
    if origin is None and goal != menu.UNITS:  # what has left the shelf does not come back with the kitchen's undo
        return []
    units, order.reserved_in = order.reserved, goal
    if goal == menu.UNITS:
        order.reserved = order.reserved_in = None
    return menu.move(order.store, units, origin, goal)


def _uses(order: Order) -> list[Plain]:
    """What it took of campaigns goes back once, when it ends unmade."""
    if not order.campaign_uses or order.uses_returned or reserved_in(order) != menu.UNITS:
        return []
    order.uses_returned = True
    return discounts.give_back(order.store, order.campaign_uses)


def _backlog(order: Order) -> list[Plain]:
    """The kitchen has its work behind it once, and the kitchen's undo does not bring it back."""
    if not order.backlog or (order.status in rules.UNMADE and not order.refunded):
        return []
    seconds, order.backlog = order.backlog, None
    return [estimates.subtract_from_backlog(order.store, seconds)]


def queue(store: str) -> list[Plain]:
    """What the kitchen has to do: Ready, In preparation, Received; in each what was paid first. It is put into this order
    here: a status in the index's key would move the order's copy with each step, at twice the write units."""
    found = query_all(BY_STATE, f"STORE#{store}#QUEUE")
    return sorted(found, key=lambda each: (rules.queue_rank(each["status"]), each["paid_at"], each["order_id"]))


def recently_completed(store: str, time_zone: str, at: datetime) -> list[Plain]:
    """The orders that can be recalled, the last completed first, at most MAX_RECENT. Of those that were placed long
    before they were handed over, only the last hours' are looked through: an older one is recalled by its id."""
    since, until = clock.text(at - MAX_AT_COUNTER), f"{clock.text(at)}#~"
    days = {business_day(each, time_zone) for each in (at - MAX_AT_COUNTER, at)}
    found = [
        order
        for day in days
        for order in query_all(
            BY_STATE, f"STORE#{store}#DAY#{day}", between=(since, until), where={"status": Status.COMPLETED}
        )
        if rules.recallable(_completed_at(order), at) and not model.is_refunded(order)
    ]
    return sorted(found, key=_completed_at, reverse=True)[:MAX_RECENT]


def _completed_at(order: Plain) -> datetime:
    return clock.instant(order["history"][-1]["at"])


def _shard(store: str) -> int:
    return zlib.crc32(store.encode()) % DUE_SHARDS


def unpaid(store: str) -> Iterable[Plain]:
    """The orders that wait for money; what was placed first comes first."""
    return query_all(BY_STATE, f"STORE#{store}#UNPAID")


def refunding(store: str) -> Iterable[Plain]:
    """The orders with a refund under way, those that the kitchen still works on too."""
    yield from query_all(BY_STATE, f"STORE#{store}#REFUND")
    yield from (order for order in queue(store) if not model.is_settled(order))


def of_day(store: str, day: str, where: Mapping[str, str | int], *, limit: int, cursor: str | None) -> Page:
    """One page of a business day's orders that have the values in `where`: those at work, those that wait for money,
    those with a refund under way, then the ended ones, newest first. Raises Malformed for a foreign cursor."""
    places = [(BY_STATE, partition) for partition in _of_store(store, day)]
    where_on_day = {**where, "business_day": day}
    placed = ("0", _end_of_day_anywhere(day))  # those of later days are not read to be left out
    return pages(places, where=where_on_day, between=placed, limit=limit, cursor=cursor, selective=bool(where))


def open_or_of_day(store: str, day: str) -> list[Iterable[Plain]]:
    """Every order of any day for which something is still to be done, and every ended one of that business day: in parts,
    each of which is read when it is iterated, so that they can be read at once."""
    return [query_all(BY_STATE, partition) for partition in _of_store(store, day)]


def _end_of_day_anywhere(day: str) -> str:
    """A UTC text when the day is over in every time zone."""
    return (min(date.fromisoformat(day), date.max - timedelta(days=2)) + timedelta(days=2)).isoformat()


def _of_store(store: str, day: str) -> list[str]:
    return [f"STORE#{store}#{name}" for name in ("QUEUE", "UNPAID", "REFUND", f"DAY#{day}")]


def of_customer(customer: str, *, limit: int, cursor: str | None, until: str | None = None) -> Page:
    """One page of a customer's orders, newest first; those placed after `until` (UTC text) are left out."""
    placed = ("0", f"{until}~") if until else None
    return query(BY_PERSON, f"CUSTOMER#{customer}", between=placed, newest_first=True, limit=limit, cursor=cursor)


def has_ordered(customer: str) -> bool:
    """Whether any of their last orders was not called off, and did not expire, as far as the index shows it yet."""
    page = of_customer(customer, limit=MAX_RECENT, cursor=None)
    return any(order["status"] not in rules.UNFULFILLED for order in page.items)


def of_cpf(
    customer: str, receipt_of: str, *, limit: int, cursor: str | None
) -> tuple[list[Order], list[Order], str | None]:
    """One page of the orders of a CPF's pseudonym, then of those with the CPF on their receipts, and the cursor of the
    next page. An order can be both. Raises Malformed for a foreign cursor."""
    places = [(BY_PERSON, f"CUSTOMER#{customer}"), (BY_RECEIPT, f"RECEIPT#{receipt_of}")]
    page = pages(places, limit=limit, cursor=cursor)
    keys = [(item["PK"], item["SK"]) for item in page.items if "type" not in item]
    found = table.fetch(keys) if keys else {}
    orders = [from_item(item) for item in page.items if "type" in item]
    return orders, [from_item(found[key]) for key in keys if key in found], page.cursor


def with_receipt(receipt_of: str, until: str, limit: int) -> tuple[list[Order], bool]:
    """Orders placed until then with a CPF on their receipts whose owner has not yet been forgotten there; whether these
    are all."""
    page = query(BY_RECEIPT, f"RECEIPT#{receipt_of}", between=("HELD#", f"HELD#{until}~"), limit=limit)
    found = table.fetch([(item["PK"], item["SK"]) for item in page.items]) if page.items else {}
    return [from_item(item) for item in found.values()], page.cursor is None


def receipts_kept_until(receipt_of: str) -> str | None:
    """Until when (UTC text) the law requires the retention of an erased person's CPF on receipts; None where no receipt
    has it."""
    for item in query(BY_RECEIPT, f"RECEIPT#{receipt_of}", prefix="KEPT#", newest_first=True, limit=1).items:
        _, moved_at, _ = item["GSI3SK"].split("#")  # an item of before has the time of its creation there
        return clock.text(rules.legal_retention_end(clock.instant(moved_at)))
    return None


def next_number(store: str, day: str) -> int:
    """The next pick-up number of the store's business day, from 1. A number may be skipped, never given twice."""
    return int(table.update((f"STORE#{store}#COUNTER", f"DAY#{day}"), Path("number").add(1))["number"])
