"""Why somebody may look at another person's data: closed lists, because a reason is kept longer than the data itself.
And what of a person's data an answer is about: it says what was searched and what was not."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypedDict


class DeskReason(StrEnum):
    """How the person asked for their data, or for its erasure."""

    IN_PERSON = "in-person"
    IN_WRITING = "in-writing"
    BY_REPRESENTATIVE = "by-representative"
    BY_AUTHORITY = "by-authority"


class ContactReason(StrEnum):
    """What a customer's contact is needed for."""

    CAMPAIGN = "campaign"
    ORDER = "order"
    COMPLAINT = "complaint"
    LOST_PROPERTY = "lost-property"
    CUSTOMER_REQUEST = "customer-request"
    OTHER = "other"


def reason(written: str | None) -> str | None:
    """The code of a reason as the trail holds it. Staff once wrote them as they liked: what they wrote is `other`."""
    codes = (None, *DeskReason, *ContactReason)
    return written if written in codes else str(ContactReason.OTHER)


class Place(StrEnum):
    """Where personal data can be. An account holds no CPF, so an account and a CPF are searched each by itself."""

    PROFILE = "profile"
    CONSENTS = "consents"
    CAMPAIGN_MAILS = "campaign-mails"
    REGISTRATIONS = "registrations"
    ACCOUNT_ORDERS = "account-orders"
    CPF_ORDERS = "cpf-orders"
    CPF_RECEIPTS = "cpf-receipts"
    AUDIT = "audit"


OF_ACCOUNT = (
    Place.PROFILE,
    Place.CONSENTS,
    Place.CAMPAIGN_MAILS,
    Place.REGISTRATIONS,
    Place.ACCOUNT_ORDERS,
    Place.AUDIT,
)
OF_CPF = (Place.CPF_ORDERS, Place.CPF_RECEIPTS, Place.AUDIT)

RECEIPT_LAW = "Lei 5.172/1966, art. 173, I, e art. 195; Lei 13.709/2018, art. 16, I"
AUDIT_LAW = "Lei 13.709/2018, art. 37; Lei 10.406/2002, art. 206"


class Scope(TypedDict):
    """Where was looked, and where was not."""

    searched: list[Place]
    not_searched: list[Place]


def scope(searched: Sequence[Place]) -> Scope:
    """What an answer is about, in its own members."""
    return {"searched": list(searched), "not_searched": [place for place in Place if place not in searched]}
