"""How an e-mail address is confirmed: by a code of eight digits that ends after half an hour or five tries."""

import secrets
from datetime import timedelta

CONFIRMABLE = timedelta(minutes=30)
MOST_TRIES = 5
MOST_OPEN = 5
"""Codes sent to one address within that time: what a stranger can do to somebody's mailbox, and to guess a code."""


def new_code() -> str:
    return f"{secrets.randbelow(10**8):08d}"


def new_id() -> str:
    """Names the registration, and later the Cognito user."""
    return secrets.token_hex(16)
