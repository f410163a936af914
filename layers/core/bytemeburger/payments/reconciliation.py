"""What one run of the reconciler works through, in which order, and what it does with each order. Why it is found so:
docs/decisions/reconciler.md."""

import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from random import SystemRandom
from threading import Condition

from bytemeburger import clock
from bytemeburger.errors import Conflict
from bytemeburger.orders.records import DUE_SHARDS, Order
from bytemeburger.orders.rules import MAX_UNPAID, Status
from bytemeburger.payments import providers, records
from bytemeburger.payments.gateway import PaymentGateway
from bytemeburger.payments.records import Due
from bytemeburger.payments.settlement import check, end_unpaid
from bytemeburger.telemetry import logger

QUARTERS = 4
"""Runs at once, each for its shards of the stores: template.yaml has a rule for each."""
MAX_OF_ACCOUNT = 4
"""Orders of a provider account that a run asks about at once."""
STORES_IN_SWEEP = 40


def shards(quarter: int | None) -> Iterable[int]:
    """Those that a run looks after; all where it is none of the quarters."""
    return range(DUE_SHARDS) if quarter is None else range(quarter, DUE_SHARDS, QUARTERS)


def searches(quarter: int | None) -> list[Callable[[], Iterable[Due]]]:
    """What a run searches: its shards, and for what was overlooked, of which one of the quarters is enough."""
    return [*(partial(records.due, shard) for shard in shards(quarter)), *([] if quarter else [overlooked])]


def find(search: Callable[[], Iterable[Due]]) -> tuple[list[Due], bool]:
    """What a search finds, and whether it went well; one that fails finds the rest in the next run, and delays no other."""
    found = list[Due]()
    try:
        found.extend(search())
    except Exception:
        logger.exception("not searched for what is due")
        return found, False
    return found, True


def overlooked() -> Iterator[Due]:
    """Unsettled orders of the next few stores that the index of what is due does not know, because the version before wrote
    them while both were running. Each run takes the stores behind those of the run before."""
    for store in records.next_stores(STORES_IN_SWEEP):
        yield from records.find_overlooked(store)


def in_turn(found: Iterable[Due], at: datetime) -> list[Due]:
    """Of two halves of the orders, each is asked first every other minute: where time suffices for half of them, each waits
    two minutes and no longer. Within a half the order is random."""
    minute = int(at.timestamp()) // 60

    def half(due: Due) -> int:
        return (zlib.crc32(due.order_id.encode()) + minute) % 2

    shuffled = list(found)
    SystemRandom().shuffle(shuffled)
    return sorted(shuffled, key=half)


def account(store: str) -> str:
    """Whose limits a store's questions use up: its provider account's, or nobody's but its own."""
    try:
        return f"account {providers.credentials(store).user_id}"
    except Exception:  # what is wrong with a store's secret fails its own orders, each with a line in the log
        return f"store {store}"


class Turns:
    """Hands out orders to threads: accounts take turns, and no more than MAX_OF_ACCOUNT of one are out at once."""

    def __init__(self, found: Iterable[Due], accounts: Callable[[str], str]):
        self._accounts = accounts
        self._waiting: dict[str, deque[Due]] = {}
        self._out = Counter[str]()
        self._changed = Condition()
        for each in found:
            self._waiting.setdefault(accounts(each.store), deque()).append(each)

    def __iter__(self) -> Iterator[Due]:
        """Orders for one thread; each is handed back by asking for the next."""
        while (order := self._take()) is not None:
            try:
                yield order
            finally:
                self._give_back(order)

    def _take(self) -> Due | None:
        with self._changed:
            while self._waiting:
                for account in self._waiting:
                    if self._out[account] < MAX_OF_ACCOUNT:
                        return self._hand_out(account)
                self._changed.wait()
        return None

    def _hand_out(self, account: str) -> Due:
        """The account's next; its turn comes again behind all others."""
        queue = self._waiting.pop(account)
        order = queue.popleft()
        if queue:
            self._waiting[account] = queue
        self._out[account] += 1
        return order

    def _give_back(self, order: Due) -> None:
        with self._changed:
            self._out[self._accounts(order.store)] -= 1
            self._changed.notify_all()


def overdue(order: Order, at: datetime) -> float:
    """For how many seconds an order has waited to be ended or settled since its time was over."""
    return _since(clock.instant(order.due_at), at) if order.status == Status.AWAITING_PAYMENT else 0.0


def oldest_left_over(left_over: Sequence[Due], at: datetime) -> float:
    """As `overdue`, of orders for which there was no time to look; at least, as the time of none was longer."""
    return max((_since(each.since + MAX_UNPAID, at) for each in left_over if each.since), default=0.0)


def _since(due_at: datetime, at: datetime) -> float:
    return max(0.0, (at - due_at).total_seconds())


def reconcile(order: Order, gateway: PaymentGateway) -> None:
    """End an order whose time is over, or settle what the provider says of it. Raises what the provider's silence is."""
    if order.status == Status.AWAITING_PAYMENT and order.due_at < clock.text(clock.now()):
        try:
            end_unpaid(order.order_id, Status.EXPIRED, "reconciler", gateway)
        except Conflict:
            logger.info("paid after all, or still being paid", extra={"order_id": order.order_id})
        else:
            return
    check(order, gateway)
