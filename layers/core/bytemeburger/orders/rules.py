"""What an order may become, and what it costs. Money is integer centavos of BRL."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal

MAX_LINES = 50
MAX_UNITS = 100
MAX_PRODUCTS = 80
"""Different ones, those in combos too: one read of DynamoDB takes 100 keys, one transaction 100 actions."""
MAX_TOTAL = 1_000_000
MAX_BYTES = 100_000
"""Of the lines as JSON, which DynamoDB counts as less. An item ends at 400 KB: payment, refunds and history have
room."""
MAX_RESERVED = 20
"""Units of one counted product in one order: an order that is never paid blocks no more from others."""
MAX_STAFF_NOTES = 20
"""Of one order; the oldest are dropped. A refused refund may be retried any number of times."""
SECONDS_TO_PAY = 15 * 60
MAX_UNPAID = timedelta(minutes=20)
"""From its creation, whenever a QR code is asked for: then an order ends unpaid, and its stock is free."""


class Status(StrEnum):
    AWAITING_PAYMENT = "AWAITING_PAYMENT"
    RECEIVED = "RECEIVED"
    IN_PREPARATION = "IN_PREPARATION"
    READY = "READY"
    COMPLETED = "COMPLETED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"


class Reason(StrEnum):
    """Why an order was called off or money goes back. Everybody reads the code, the customer too, so no person can be
    in it; what else staff want to say is a note that they alone read."""

    OUT_OF_STOCK = "out-of-stock"
    CANNOT_BE_MADE = "cannot-be-made"
    ORDERED_TWICE = "ordered-twice"
    CUSTOMER_WISH = "customer-wish"
    NOT_AS_ORDERED = "not-as-ordered"
    POOR_QUALITY = "poor-quality"
    WAITED_TOO_LONG = "waited-too-long"
    OTHER = "other"

    PAID_TOO_LATE = "paid-too-late"
    PAID_OTHERWISE = "paid-otherwise"
    WRONG_AMOUNT = "wrong-amount"
    REFUNDED_BY_PROVIDER = "refunded-by-provider"
    CHARGED_BACK = "charged-back"
    UNDECIDED = "undecided"


StaffReason = Literal[
    Reason.OUT_OF_STOCK,
    Reason.CANNOT_BE_MADE,
    Reason.ORDERED_TWICE,
    Reason.CUSTOMER_WISH,
    Reason.NOT_AS_ORDERED,
    Reason.POOR_QUALITY,
    Reason.WAITED_TOO_LONG,
    Reason.OTHER,
]
"""What a person may give as the reason; the others are the payment's own."""


IN_QUEUE = (Status.READY, Status.IN_PREPARATION, Status.RECEIVED)
"""The kitchen's statuses in the order of its list."""

KITCHEN_STEPS: Mapping[Status, frozenset[Status]] = {
    Status.RECEIVED: frozenset({Status.IN_PREPARATION}),
    Status.IN_PREPARATION: frozenset({Status.READY}),
    Status.READY: frozenset({Status.COMPLETED, Status.IN_PREPARATION}),
    Status.COMPLETED: frozenset({Status.READY}),
}
"""Where the kitchen may take an order; READY back to IN_PREPARATION is its undo, COMPLETED back to READY its recall.
Every other change of status is the consequence of money or of time (`payments.settlement`)."""

RECALL = timedelta(minutes=10)
"""How long an order can be recalled: whoever waits for one that was handed over by a wrong tap asks by then, and a
number that comes back to the board after longer would be taken for today's next."""


UNMADE = (Status.AWAITING_PAYMENT, Status.RECEIVED, Status.IN_PREPARATION)
"""The kitchen still has to make it, or will once it is paid."""

UNFULFILLED = (Status.EXPIRED, Status.CANCELLED)
"""Ended without being handed over."""

OPEN = (Status.AWAITING_PAYMENT, *IN_QUEUE)
"""Something is still to be done for it."""

FISCAL_YEARS = 5
UNPAID_RETENTION = timedelta(days=90)
HISTORY = timedelta(days=400)
"""How long an order is its person's, in their history and among the uses of a campaign; then the archive alone has it."""


def kitchen_may(current: str, to: str) -> bool:
    return to in KITCHEN_STEPS.get(Status(current), frozenset())


def recallable(completed_at: datetime, at: datetime) -> bool:
    """Whether an order that was completed then may still go back to READY."""
    return at - completed_at <= RECALL


def reason(written: str) -> Reason:
    """The code of a reason as it is stored. Staff once wrote them as they liked: what they wrote is OTHER."""
    return Reason(written) if written in list(Reason) else Reason.OTHER


def legal_retention_end(at: datetime) -> datetime:
    """The end of the fifth year after the one in which money moved (Lei 5.172/1966, art. 173, I and art. 195)."""
    return datetime(at.year + FISCAL_YEARS + 1, 1, 1, tzinfo=UTC)


def kept_until(at: datetime, status: str, money_moved: bool, in_archive: bool = False) -> datetime | None:
    """When an order leaves the table that was paid then, or placed then and never paid; None while it is open.

    Money that moved is evidence; an order that was never paid is good for nothing but a complaint. `in_archive`: the
    archive has it without its person (`orders.archive`), and will have no other state of it.
    """
    if money_moved:
        return at + HISTORY if in_archive else legal_retention_end(at)
    return at + UNPAID_RETENTION if Status(status) in UNFULFILLED else None


def queue_rank(status: str) -> int:
    """The place of a status in the kitchen's list: Ready, then In preparation, then Received."""
    return IN_QUEUE.index(Status(status))
