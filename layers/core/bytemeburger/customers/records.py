"""Verified customers: `CUSTOMER#sub` / `PROFILE`, where `sub` is the customer's own Cognito user."""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import DoesNotExist

from bytemeburger.table import Item, Key


class Profile(Item):
    """`language` is `pt-BR` or `en`."""

    type = UnicodeAttribute(default_for_new="customer")
    sub = UnicodeAttribute()
    name = UnicodeAttribute()
    email = UnicodeAttribute()
    language = UnicodeAttribute(default_for_new="pt-BR")


def key(sub: str) -> Key:
    return f"CUSTOMER#{sub}", "PROFILE"


def find(sub: str) -> Profile | None:
    try:
        return Profile.get(*key(sub))
    except DoesNotExist:
        return None
