"""What customers see of themselves, and the staff of them."""

from typing import TypedDict, cast

from bytemeburger.customers.records import Profile
from bytemeburger.customers.rules import Language, Purpose, masked
from bytemeburger.formats import Cursor, Identifier, Seconds, Time, Version
from bytemeburger.table import Plain


class OrderingSession(TypedDict):
    """`customer_ref` is for POST /orders, null without a CPF."""

    id_token: str
    expires_in: Seconds
    customer_ref: str | None


class Registration(TypedDict):
    """What the code from the e-mail confirms."""

    registration: str
    expires_in: Seconds


class ConsentAnswer(TypedDict):
    """`text_version` names the text that the customer saw."""

    granted: bool
    text_version: str
    channel: str
    at: Time


class ConsentEntry(ConsentAnswer):
    """A line of the ledger."""

    purpose: Purpose


class ConsentAnswers(TypedDict):
    """A purpose without an answer yet is null."""

    marketing: ConsentAnswer | None
    loyalty: ConsentAnswer | None


class CustomerProfile(TypedDict):
    name: str
    email: str
    language: Language
    consents: ConsentAnswers
    registered_at: Time
    last_order_at: Time | None
    version: Version


class Reachable(TypedDict):
    """By purpose, whether a campaign may reach the customer."""

    marketing: bool
    loyalty: bool


class ListedCustomer(TypedDict):
    """Name and address are masked."""

    customer_id: Identifier
    name: str
    email: str
    language: Language
    consents: Reachable
    registered_at: Time
    last_order_at: Time | None


class CustomerPage(TypedDict):
    customers: list[ListedCustomer]
    cursor: Cursor | None


class Contact(TypedDict):
    customer_id: Identifier
    name: str
    email: str
    language: Language


def for_customer(profile: Profile) -> CustomerProfile:
    return {
        "name": profile.name,
        "email": profile.email,
        "language": cast("Language", profile.language),
        "consents": {"marketing": _consent(profile, "marketing"), "loyalty": _consent(profile, "loyalty")},
        "registered_at": profile.registered_at,
        "last_order_at": profile.last_order_at,
        "version": profile.version,
    }


def in_list(profile: Plain) -> ListedCustomer:
    """A row of the staff's list: whom a campaign may reach, without saying who or where."""
    return {
        "customer_id": profile["sub"],
        "name": masked(profile["name"]),
        "email": masked(profile["email"]),
        "language": profile["language"],
        "consents": {"marketing": _agrees(profile, "marketing"), "loyalty": _agrees(profile, "loyalty")},
        "registered_at": profile["registered_at"],
        "last_order_at": profile.get("last_order_at"),
    }


def contact(profile: Profile) -> Contact:
    return {
        "customer_id": profile.sub,
        "name": profile.name,
        "email": profile.email,
        "language": cast("Language", profile.language),
    }


def consent(entry: Plain) -> ConsentEntry:
    return {"purpose": entry["purpose"], **_answer(entry)}


def _consent(profile: Profile, purpose: str) -> ConsentAnswer | None:
    entry = profile.consents.get(purpose)
    return _answer(entry) if entry else None


def _answer(entry: Plain) -> ConsentAnswer:
    return {
        "granted": entry["granted"],
        "text_version": entry["text_version"],
        "channel": entry["channel"],
        "at": entry["at"],
    }


def _agrees(profile: Plain, purpose: str) -> bool:
    return bool(profile["consents"].get(purpose, {}).get("granted"))
