"""Bodies about a store."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from bytemeburger.hours.schemas import Closing, Minute, OpenHours
from bytemeburger.pix.brcode import plain_text
from bytemeburger.pix.rules import MAX_PIX_KEY_LENGTH, pix_key
from bytemeburger.schemas import Body, HumanText

MAX_MINUTES = 240
Places = Annotated[int, Field(ge=1, le=50)]
_KEY_FORMS = (
    "As the DICT has it: CPF or CNPJ without punctuation, phone as +55..., e-mail in lower case, or random key (UUID)."
)


def _printable(text: str) -> str:
    if not plain_text(text, len(text)):
        raise ValueError("nothing of it is left in the letters that a Pix code may hold")
    return text


class PixAccount(Body):
    """Where a static Pix goes."""

    key: Annotated[str, Field(max_length=MAX_PIX_KEY_LENGTH, description=_KEY_FORMS), AfterValidator(pix_key)]
    name: Annotated[HumanText, Field(max_length=25), AfterValidator(_printable)]
    city: Annotated[HumanText, Field(max_length=15), AfterValidator(_printable)]


class WaitLimitSettings(Body):
    """From its payment, or from Ready on: after how many minutes an order is shown as one to hurry up with, and as
    late."""

    warning_minutes: int = Field(ge=1, le=MAX_MINUTES)
    late_minutes: int = Field(ge=2, le=MAX_MINUTES)

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.warning_minutes >= self.late_minutes:
            raise ValueError("the warning comes before it is late")
        return self


class KitchenPlaceSettings(Body):
    """How many units of each category the kitchen makes at a time."""

    burger: Places = 1
    side: Places = 1
    drink: Places = 1
    dessert: Places = 1


class MailHourSettings(Body):
    """When campaign mails go out, in the store's local time; `closes` at or before `opens` is on the next day."""

    opens: Minute
    closes: Closing


class ThrottleSettings(Body):
    """When the kitchen has too much before it to take orders as usual."""

    busy_minutes: int | None = Field(
        default=None,
        ge=1,
        le=MAX_MINUTES,
        description="Products that take longer than others of their category are not offered while an order of one would "
        "take longer than this (P90). Null: all are.",
    )
    full_minutes: int | None = Field(
        default=None,
        ge=1,
        le=MAX_MINUTES,
        description="Customers' orders are refused (503) while they would leave a station more work than so many minutes "
        "on each of its places, of all orders that are not Ready. Null: none is.",
    )

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.busy_minutes and self.full_minutes and self.busy_minutes >= self.full_minutes:
            raise ValueError("it is busy before it is full")
        return self


class StoreSettings(Body):
    name: Annotated[HumanText, Field(max_length=60)]
    hours: list[OpenHours] = Field(max_length=21, description="None: always open.")
    pix: PixAccount | None = None
    alert_email: str | None = Field(
        default=None,
        max_length=254,
        pattern=r"^[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}$",
        description="Gets e-mails about low stock and about refunds that the store must finish.",
    )
    wait_limits: WaitLimitSettings | None = Field(
        default=None, description="None: warning after 8 minutes, late after 15."
    )
    kitchen_places: KitchenPlaceSettings | None = Field(default=None, description="None: no times are promised.")
    mail_hours: MailHourSettings | None = Field(default=None, description="None: from 09:00 to 20:00.")
    throttle: ThrottleSettings | None = Field(default=None, description="Needs kitchen_places. None: no limits.")

    @model_validator(mode="after")
    def _measurable(self) -> Self:
        if self.throttle and not self.kitchen_places:
            raise ValueError("a throttle needs kitchen_places")
        return self


class AcceptingOrders(Body):
    accepts_orders: bool
