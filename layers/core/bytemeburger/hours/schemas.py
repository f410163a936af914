"""When something is sold, as a manager writes it."""

from typing import Annotated

from pydantic import AfterValidator, Field

from bytemeburger.hours.rules import Day
from bytemeburger.schemas import Body, unique

Minute = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="HH:MM, the store's local time")]
Closing = Annotated[str, Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]


class OpenHours(Body):
    """`closes` at or before `opens` is on the next day."""

    days: Annotated[list[Day], AfterValidator(unique)] = Field(min_length=1, max_length=7)
    opens: Minute
    closes: Closing
