"""Bodies about customers."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bytemeburger.customers.rules import PURPOSES, Language, Purpose, cpf_digits, email_address
from bytemeburger.schemas import Body, HumanText, Identifier

Cpf = Annotated[str, Field(max_length=20, examples=["529.982.247-25"]), AfterValidator(cpf_digits)]
"""Eleven digits in the end, however written."""

Email = Annotated[str, Field(max_length=254, examples=["ana@example.com"]), AfterValidator(email_address)]

Name = Annotated[HumanText, Field(max_length=80, pattern=r"^[^<>]+$")]


class Consent(Body):
    """`text_version` names the text that the customer saw."""

    purpose: Purpose
    granted: bool
    text_version: str = Field(pattern=r"^[A-Za-z0-9._-]{1,32}$", examples=["2026-11"])
    channel: Literal["kiosk", "web", "counter"]


def _once(consents: list[Consent]) -> list[Consent]:
    if len({consent.purpose for consent in consents}) != len(consents):
        raise ValueError("each purpose at most once")
    return consents


Consents = Annotated[list[Consent], Field(max_length=len(PURPOSES)), AfterValidator(_once)]


class Identify(Body):
    cpf: str | None = Field(default=None, max_length=20, examples=["529.982.247-25"])


class UpdateProfile(Body):
    name: Name
    language: Language
    consents: Consents = Field(default=[], description="Purposes that are left out stay as they are.")


class ClaimOrder(Body):
    order_id: Identifier
