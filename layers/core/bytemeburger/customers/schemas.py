"""Bodies about customers."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bytemeburger.customers.rules import cpf_digits

Cpf = Annotated[str, Field(max_length=20, examples=["529.982.247-25"]), AfterValidator(cpf_digits)]
"""Eleven digits in the end, however written."""


class Identify(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    cpf: str | None = Field(default=None, max_length=20, examples=["529.982.247-25"])
