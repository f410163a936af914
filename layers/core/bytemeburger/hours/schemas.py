"""When something is sold, as a manager writes it."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bytemeburger.hours.rules import Day
from bytemeburger.schemas import unique

Minute = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="HH:MM, the store's local time")]
Closing = Annotated[str, Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]


class OpenHours(BaseModel):
    """`closes` at or before `opens` is on the next day."""

    model_config = ConfigDict(extra="forbid", strict=True)

    days: Annotated[list[Day], AfterValidator(unique)] = Field(min_length=1, max_length=7)
    opens: Minute
    closes: Closing
