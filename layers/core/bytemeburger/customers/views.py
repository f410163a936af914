"""What customers see of themselves, and the staff of them."""

from typing import Any

from bytemeburger.customers.records import Profile
from bytemeburger.customers.rules import PURPOSES, masked
from bytemeburger.table import Plain


def own(profile: Profile) -> dict[str, Any]:
    """A purpose for which nobody has asked yet is None."""
    return {
        "name": profile.name,
        "email": profile.email,
        "language": profile.language,
        "consents": {purpose: profile.consents.get(purpose) for purpose in PURPOSES},
        "registered_at": profile.registered_at,
        "last_order_at": profile.last_order_at,
        "version": profile.version,
    }


def in_list(profile: Plain) -> dict[str, Any]:
    """A row of the staff's list: whom a campaign may reach, without saying who or where."""
    return {
        "customer_id": profile["sub"],
        "name": masked(profile["name"]),
        "email": masked(profile["email"]),
        "language": profile["language"],
        "consents": {purpose: bool(profile["consents"].get(purpose, {}).get("granted")) for purpose in PURPOSES},
        "registered_at": profile["registered_at"],
        "last_order_at": profile.get("last_order_at"),
    }


def contact(profile: Profile) -> dict[str, Any]:
    return {"customer_id": profile.sub, "name": profile.name, "email": profile.email, "language": profile.language}


def consent(entry: Plain) -> dict[str, Any]:
    return {name: entry[name] for name in ("purpose", "granted", "text_version", "channel", "at")}
