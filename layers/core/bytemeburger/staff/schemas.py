"""Bodies about staff."""

from pydantic import Field

from bytemeburger.customers.schemas import Email, Name
from bytemeburger.schemas import Body
from bytemeburger.staff.rules import Group


class Invitation(Body):
    """`group`: what they may do; who is there already gets it besides."""

    email: Email
    group: Group
    name: Name | None = Field(default=None, description="As colleagues call them.")
