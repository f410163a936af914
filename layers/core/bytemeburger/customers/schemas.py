"""Bodies about customers."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bytemeburger.customers.rules import PURPOSES, Language, Purpose, cpf_digits, email_address
from bytemeburger.schemas import HumanText, Identifier

Cpf = Annotated[str, Field(max_length=20, examples=["529.982.247-25"]), AfterValidator(cpf_digits)]
"""Eleven digits in the end, however written."""

Email = Annotated[str, Field(max_length=254, examples=["ana@example.com"]), AfterValidator(email_address)]

Name = Annotated[HumanText, Field(max_length=80, pattern=r"^[^<>]+$")]


class Consent(BaseModel):
    """`text_version` names the text that the customer saw."""

    model_config = ConfigDict(extra="forbid", strict=True)

    purpose: Purpose
    granted: bool
    text_version: str = Field(pattern=r"^[A-Za-z0-9._-]{1,32}$", examples=["2026-11"])
    channel: Literal["kiosk", "web", "counter"]


def _once(consents: list[Consent]) -> list[Consent]:
    if len({consent.purpose for consent in consents}) != len(consents):
        raise ValueError("each purpose at most once")
    return consents


Consents = Annotated[list[Consent], Field(max_length=len(PURPOSES)), AfterValidator(_once)]


class Identify(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    cpf: str | None = Field(default=None, max_length=20, examples=["529.982.247-25"])


class UpdateProfile(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Name
    language: Language
    consents: Consents = Field(default=[], description="Purposes that are left out stay as they are.")


class ClaimOrder(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    order_id: Identifier
