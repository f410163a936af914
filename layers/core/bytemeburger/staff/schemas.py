"""Bodies about staff."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bytemeburger.customers.schemas import Email, Name
from bytemeburger.staff.rules import GROUPS


class Invitation(BaseModel):
    """`group`: what they may do; who is there already gets it besides."""

    model_config = ConfigDict(extra="forbid", strict=True)

    email: Email
    group: Literal[GROUPS]  # type: ignore[valid-type]
    name: Name | None = Field(default=None, description="As colleagues call them.")
