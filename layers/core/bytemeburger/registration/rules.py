"""How an e-mail address is confirmed: by a code of eight digits that ends after half an hour or five tries."""

import secrets
from datetime import timedelta

CONFIRMABLE = timedelta(minutes=30)
MAX_TRIES = 5
MAX_OF_A_MAILBOX = 5
"""E-mails to one mailbox within that time: what a stranger can do to somebody, and to guess a code."""
MAX_OF_A_NETWORK = 50
"""E-mails that one network may ask for within that time. All kiosks of a store, and its guests, can be one network."""

_GMAIL = ("gmail.com", "googlemail.com")


def mailbox(email: str) -> str:
    """What all the spellings of one person's address have in common: a tag after `+` does not count (RFC 5233), and for
    Gmail no dot does. `email` is in the form of `customers.rules.email_address`."""
    local, _, domain = email.rpartition("@")
    local = local.partition("+")[0] or local
    return f"{local.replace('.', '')}@{_GMAIL[0]}" if domain in _GMAIL else f"{local}@{domain}"


def new_code() -> str:
    return f"{secrets.randbelow(10**8):08d}"


def new_id() -> str:
    """Names the registration, and later the Cognito user."""
    return secrets.token_hex(16)
