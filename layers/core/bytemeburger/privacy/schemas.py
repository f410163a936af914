"""Bodies of what a person may ask of their data (Lei 13.709/2018, art. 18)."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bytemeburger.customers.schemas import Cpf

Reason = Annotated[str, Field(min_length=3, max_length=200, description="For the audit; no personal data.")]


class PersonAtDesk(BaseModel):
    """The person shows a document with the CPF; the manager sees that it is theirs."""

    model_config = ConfigDict(extra="forbid", strict=True)

    cpf: Cpf
    reason: Reason


class RevealContact(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    reason: Reason
