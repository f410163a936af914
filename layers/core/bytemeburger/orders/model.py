"""The parts of an order, as values with their transitions. Money in centavos, times as UTC texts.

A part is stored as a map (`values`), which the version before this one reads too. Among the stored `refunds` stand the
watched codes, as UNCLOSED: that version keeps what it finds there, and would lose a list that it does not know.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal, NotRequired, Self, TypedDict, cast

from bytemeburger.formats import Time, Translations
from bytemeburger.orders.rules import Reason, Status, reason
from bytemeburger.values import Value


@dataclass(frozen=True)
class Option(Value):
    """Of an option group, as it was chosen."""

    option_id: str
    name: Translations
    price: int


@dataclass(frozen=True)
class Choice(Value):
    """What was chosen for a slot of a combo. Older orders did not store its category."""

    slot_id: str
    product_id: str
    name: Translations
    price: int
    options: tuple[Option, ...]
    category: str | None = None

    @property
    def amount(self) -> int:
        """What it adds to the price of the combo."""
        return self.price + sum(option.price for option in self.options)


@dataclass(frozen=True)
class Line(Value):
    """Name and prices are those of the menu when it was ordered. `unit_price` is with options and choices; `done`: the
    kitchen has ticked it off."""

    product_id: str
    category: str
    name: Translations
    options: tuple[Option, ...]
    choices: tuple[Choice, ...]
    note: str | None
    unit_price: int
    quantity: int
    done: bool = False

    @property
    def amount(self) -> int:
        return self.unit_price * self.quantity

    @property
    def parts(self) -> "tuple[Line | Choice, ...]":
        """Everything to prepare for it, parts of a combo included."""
        return self, *self.choices

    @property
    def product_ids(self) -> tuple[str, ...]:
        return tuple(part.product_id for part in self.parts)


@dataclass(frozen=True)
class Step(Value):
    """Of an order's history: the status it took, who let it, and why (`rules.Reason`, or what staff once wrote)."""

    status: Status
    at: str
    by: str
    reason: str | None = None

    def coded(self) -> "Step":
        """Its reason is nothing but a code."""
        return replace(self, reason=str(reason(self.reason))) if self.reason is not None else self


@dataclass(frozen=True)
class StaffNote(Value):
    """What a member of staff wrote beside a reason."""

    at: str
    by: str
    note: str


class PaymentStatus(StrEnum):
    PENDING = "PENDING"
    """It may be paid."""
    PAID = "PAID"
    LAPSED = "LAPSED"
    """It came to nothing; another attempt may follow."""


@dataclass(frozen=True)
class Payment(Value):
    """An attempt to pay. `provider` is a payment provider, what a person took, or `free`; `qr_data` is shown until
    `expires_at` and not stored longer than until the payment; `missing_since`: the provider does not know it."""

    provider: str
    provider_order_id: str
    payment_id: str | None
    attempt: int
    amount: int
    status: PaymentStatus
    qr_data: str | None = None
    expires_at: str | None = None
    missing_since: str | None = None

    @property
    def pending(self) -> bool:
        return self.status == PaymentStatus.PENDING

    @property
    def paid(self) -> bool:
        return self.status == PaymentStatus.PAID

    def lapse(self) -> "Payment":
        return replace(self, status=PaymentStatus.LAPSED)


def stored_payment(stored: Mapping[str, Any] | None) -> Payment | None:
    """The payment of a stored order. The first release wrote REVIEW, and no more than that, for a status that it did
    not know of a payment that it had not stored yet."""
    return Payment.of(stored) if stored and stored["status"] != "REVIEW" else None


class RefundStatus(StrEnum):
    UNDECIDED = "UNDECIDED"
    """Money that came late: a person decides whether it goes back."""
    DUE = "DUE"
    """Owed, and not yet requested."""
    REQUESTED = "REQUESTED"
    """The provider took it."""
    REFUSED = "REFUSED"
    """The provider would not, or could not."""
    DONE = "DONE"


@dataclass(frozen=True)
class Refund(Value):
    """Money that goes back, one refund per payment. `reason` is a `rules.Reason`, or what staff once wrote as they
    liked; `at`: since when it has its status; `attempt` makes the provider's idempotency key; `method`: how a person
    returned it by hand."""

    provider_order_id: str
    amount: int
    status: RefundStatus
    reason: str
    by: str
    at: str
    attempt: int
    method: str | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """Attempts were not counted once."""
        return super().of({"attempt": 1} | dict(stored))

    @property
    def open(self) -> bool:
        """Whether something is still to be done for it."""
        match self.status:
            case RefundStatus.UNDECIDED | RefundStatus.DUE | RefundStatus.REQUESTED | RefundStatus.REFUSED:
                return True
            case RefundStatus.DONE:
                return False

    @property
    def was_requested(self) -> bool:
        """Whether it was requested of the provider and is not done."""
        return self.status in (RefundStatus.REQUESTED, RefundStatus.REFUSED)

    @property
    def code(self) -> Reason:
        return reason(self.reason)

    def become(self, status: RefundStatus, at: str) -> "Refund":
        """Refunds only go forward: DONE stays DONE."""
        return self if self.status in (RefundStatus.DONE, status) else replace(self, status=status, at=at)

    def end(self, amount: int, at: str) -> "Refund":
        """This much of it was given back."""
        return replace(self, status=RefundStatus.DONE, amount=amount, at=at) if self.open else self

    def limit(self, amount: int) -> "Refund":
        """Nobody owes more than this."""
        return replace(self, amount=min(self.amount, max(amount, 0))) if self.open else self

    def ask_again(self, at: str) -> "Refund":
        """The provider answers a repeated attempt as it did before, so asking anew is another one."""
        return replace(self, status=RefundStatus.DUE, at=at, attempt=self.attempt + 1)

    def return_by_hand(self, method: str, by: str, at: str) -> "Refund":
        return replace(self, status=RefundStatus.DONE, method=method, by=by, at=at)


UNCLOSED = "UNCLOSED"


@dataclass(frozen=True)
class WatchedCode(Value):
    """A QR code that may still be paid though its order needs the money no more: what comes with it goes back.
    `missing_since`: the provider does not know it."""

    provider_order_id: str
    reason: str
    by: str
    at: str
    missing_since: str | None = None

    def plain(self) -> dict[str, Any]:
        return super().plain() | {"amount": 0, "status": UNCLOSED, "attempt": 1}


def refund_or_code(stored: Mapping[str, Any]) -> Refund | WatchedCode:
    """What stands among the stored refunds."""
    return WatchedCode.of(stored) if stored["status"] == UNCLOSED else Refund.of(stored)


@dataclass(frozen=True)
class PaymentException(Value):
    """What was done with a payment without us: `says` and `status` are the provider's word and what it means to us,
    `amount` is what the payer has of the money again."""

    provider_order_id: str
    says: str
    amount: int
    status: str
    at: str


def refund_of_payment(payment: Payment | None, refunds: Iterable[Refund]) -> Refund | None:
    """The refund of the money that paid an order, from when it is owed on; None while there is none."""
    if payment is None or not payment.paid:
        return None
    return next((each for each in refunds if each.provider_order_id == payment.provider_order_id), None)


def is_charged_back(payment: Payment | None, exceptions: Iterable[PaymentException]) -> bool:
    """Whether the payer has all of the money that paid an order again, without our doing."""
    if payment is None or not payment.paid:
        return False
    amounts = [each.amount for each in exceptions if each.provider_order_id == payment.provider_order_id]
    return bool(amounts) and 0 < payment.amount <= amounts[-1]


def is_refunded(order: Mapping[str, Any]) -> bool:
    """Whether the money that paid a stored order goes back or is charged back, so that nobody makes it."""
    payment = stored_payment(order.get("payment"))
    if refund_of_payment(payment, [each for each in _parts(order) if isinstance(each, Refund)]):
        return True
    return is_charged_back(payment, map(PaymentException.of, order.get("exceptions") or []))


def is_settled(order: Mapping[str, Any]) -> bool:
    """Whether no refund of a stored order is open, and none of its codes is watched."""
    return all(isinstance(each, Refund) and not each.open for each in _parts(order))


def _parts(order: Mapping[str, Any]) -> Iterable[Refund | WatchedCode]:
    return map(refund_or_code, order.get("refunds") or [])


class StoredChoice(TypedDict):
    product_id: str
    category: NotRequired[str]


class StoredLine(TypedDict):
    product_id: str
    category: str
    choices: NotRequired[list[StoredChoice]]
    unit_price: int
    quantity: int
    done: NotRequired[bool]


class StoredStep(TypedDict):
    status: Status
    at: str


class StoredPayment(TypedDict):
    provider: NotRequired[str]
    provider_order_id: NotRequired[str]
    status: str


class StoredRefund(TypedDict):
    provider_order_id: str
    amount: int
    status: RefundStatus | Literal["UNCLOSED"]


class StoredException(TypedDict):
    provider_order_id: str
    amount: int


class StoredShare(TypedDict):
    line: int
    amount: int


class StoredDiscount(TypedDict):
    campaign_id: str
    amount: int
    lines: list[StoredShare]


class StoredUse(TypedDict):
    campaign_id: str


class StoredWork(TypedDict):
    line: int
    station: str
    seconds: int
    units: int


class Promise(TypedDict):
    """When it will probably (`p50`) and almost surely (`p90`) be ready; frozen when it was paid."""

    p50: Time
    p90: Time


class StoredPromise(Promise):
    planned: int


def promise_of(stored: Mapping[str, Any] | None) -> Promise | None:
    return {"p50": stored["p50"], "p90": stored["p90"]} if stored else None


class StoredOrder(TypedDict):
    """What of an order, as its item and the table's stream show it, is read without a `records.Order`. What came later
    than the first release, or is nothing yet, may be missing."""

    store: str
    order_id: str
    time_zone: str
    business_day: str
    status: Status
    lines: list[StoredLine]
    total: int
    history: list[StoredStep]
    updated_at: str
    version: int
    number: NotRequired[int]
    paid_at: NotRequired[str]
    customer: NotRequired[str]
    payment: NotRequired[StoredPayment]
    refunds: NotRequired[list[StoredRefund]]
    exceptions: NotRequired[list[StoredException]]
    discounts: NotRequired[list[StoredDiscount]]
    campaign_uses: NotRequired[list[StoredUse]]
    uses_returned: NotRequired[bool]
    campaign_groups: NotRequired[dict[str, str]]
    work: NotRequired[list[StoredWork]]
    promise: NotRequired[StoredPromise]


def stored_order(image: Mapping[str, Any] | None) -> StoredOrder | None:
    """The order that an image of the table's stream shows; None where it is of something else."""
    return cast("StoredOrder", image) if image is not None and image.get("type") == "order" else None


def net_amounts(order: StoredOrder) -> list[int]:
    """What is to be paid for each line, which adds up to the total: a line's price less its shares of the discounts."""
    left = [line["quantity"] * line["unit_price"] for line in order["lines"]]
    for discount in order.get("discounts") or []:
        for share in discount["lines"]:
            left[share["line"]] -= share["amount"]
    return left
