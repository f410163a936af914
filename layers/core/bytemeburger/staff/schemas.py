"""Bodies about staff."""

from pydantic import BaseModel, ConfigDict, Field

from bytemeburger.customers.schemas import Email, Name
from bytemeburger.staff.rules import Group


class Invitation(BaseModel):
    """`group`: what they may do; who is there already gets it besides."""

    model_config = ConfigDict(extra="forbid", strict=True)

    email: Email
    group: Group
    name: Name | None = Field(default=None, description="As colleagues call them.")
