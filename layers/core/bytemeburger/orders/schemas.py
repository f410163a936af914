"""Bodies about orders. Prices are never read from a client."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bytemeburger.orders.rules import MOST_LINES, MOST_UNITS, Status

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class NewLine(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    product_id: Identifier
    quantity: int = Field(ge=1, le=MOST_UNITS)


class NewOrder(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    store: Identifier | None = None
    customer_ref: str | None = Field(default=None, max_length=256, description="As answered by POST /identify.")
    dining: Literal["eat_in", "take_away"] = "eat_in"
    lines: list[NewLine] = Field(min_length=1, max_length=MOST_LINES)


class Advance(BaseModel):
    model_config = ConfigDict(extra="forbid")

    to: Literal[Status.IN_PREPARATION, Status.READY, Status.COMPLETED]
