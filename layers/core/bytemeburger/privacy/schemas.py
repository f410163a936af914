"""Bodies of what a person may ask of their data (Lei 13.709/2018, art. 18)."""

from typing import Annotated

from pydantic import Field

from bytemeburger.customers.schemas import Cpf
from bytemeburger.privacy.rules import ContactReason, DeskReason
from bytemeburger.schemas import Body, Note


class PersonAtDesk(Body):
    """The person shows a document with the CPF; the manager sees that it is theirs."""

    cpf: Cpf
    reason: DeskReason


class RevealContact(Body):
    reason: ContactReason
    note: Annotated[Note, Field(max_length=200)] | None = Field(
        default=None, description="For the audit alone; an erasure empties it."
    )
