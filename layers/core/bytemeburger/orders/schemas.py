"""Bodies about orders. Prices are never read from a client."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bytemeburger.campaigns.coupons import MAX_CODE_LENGTH, fold
from bytemeburger.customers.schemas import Cpf
from bytemeburger.orders.rules import MAX_LINES, MAX_TOTAL, MAX_UNITS, StaffReason, Status
from bytemeburger.schemas import Body, Identifier, Note, unique

StaffNoteText = Annotated[Note, Field(max_length=200, description="Read by staff alone.")]


class NewChoice(Body):
    product_id: Identifier
    options: (
        Annotated[
            list[Identifier], Field(max_length=50, json_schema_extra={"uniqueItems": True}), AfterValidator(unique)
        ]
        | None
    ) = Field(default=None, description="None: the defaults.")


def _sorted(choices: dict[str, NewChoice]) -> dict[str, NewChoice]:
    """The members of a JSON object have no order, so those of a request that is repeated may come in another."""
    return dict(sorted(choices.items()))


class NewLine(NewChoice):
    quantity: int = Field(ge=1, le=MAX_UNITS)
    choices: Annotated[dict[Identifier, NewChoice], AfterValidator(_sorted)] = Field(
        default={}, max_length=6, description="One product for each slot of a combo."
    )
    note: Annotated[Note, Field(max_length=140)] | None = Field(default=None, description="For the kitchen.")

    @property
    def product_ids(self) -> tuple[str, ...]:
        """Of all that is made for it, those within a combo too."""
        return self.product_id, *(choice.product_id for choice in self.choices.values())


Dining = Literal["eat_in", "take_away"]
Code = Annotated[str, Field(min_length=1, max_length=MAX_CODE_LENGTH, description="A coupon's."), AfterValidator(fold)]


def _nothing(value: object) -> bool:
    return value is None


class Basket(Body):
    """What is ordered, whoever orders it. What was added to it later is last, and not written where it is not there: an
    order keeps a hash of the text."""

    receipt_cpf: Cpf | None = Field(default=None, description="CPF on the receipt, whoever the customer is.")
    dining: Dining = "eat_in"
    lines: list[NewLine] = Field(min_length=1, max_length=MAX_LINES)
    coupon: Code | None = Field(default=None, exclude_if=_nothing)
    expected_total: int | None = Field(
        default=None,
        ge=0,
        le=MAX_TOTAL,
        description="What was shown: another total answers 409, and nothing is ordered.",
        exclude_if=_nothing,
    )


class _ByCustomer(Body):
    store: Identifier | None = None
    customer_ref: str | None = Field(default=None, max_length=256, description="As answered by POST /identify.")


class NewOrder(Basket, _ByCustomer):
    """Its members are written in this order, store and customer first: an order keeps a hash of the text."""


class Cart(Body):
    """What may become an order, to be priced."""

    dining: Dining = "eat_in"
    lines: list[NewLine] = Field(min_length=1, max_length=MAX_LINES)
    coupon: Code | None = None


class CustomerCart(Cart, _ByCustomer):
    """A customer's own."""


class NewStaffOrder(Basket):
    note: StaffNoteText | None = None


class CheckOff(Body):
    done: bool


class OrderReason(Body):
    """Why staff call an order off, or give its money back."""

    reason: StaffReason
    note: StaffNoteText | None = None


class CounterPayment(Body):
    method: Literal["cash", "card", "pix"]


class ReturnedMoney(Body):
    method: Literal["cash", "pix"]


class Advance(Body):
    to: Literal[Status.IN_PREPARATION, Status.READY, Status.COMPLETED]
