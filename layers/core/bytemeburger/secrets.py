"""Secrets of AWS Secrets Manager, kept for five minutes, so that a rotation reaches a warm function."""

import json
import time
from typing import Any

from bytemeburger import aws

KEPT_SECONDS = 300

_kept: dict[str, tuple[float, dict[str, Any]]] = {}


class NoSuchSecret(LookupError):
    """There is no secret of that name."""


def read(name: str) -> dict[str, Any]:
    """The secret's JSON object. Raises NoSuchSecret."""
    kept = _kept.get(name)
    if kept and time.monotonic() - kept[0] < KEPT_SECONDS:
        return kept[1]
    manager = aws.client("secretsmanager")
    try:
        value: dict[str, Any] = json.loads(manager.get_secret_value(SecretId=name)["SecretString"])
    except manager.exceptions.ResourceNotFoundException:
        raise NoSuchSecret(name) from None
    _kept[name] = (time.monotonic(), value)
    return value


def forget(name: str) -> None:
    """Read the secret anew next time: what it held was refused."""
    _kept.pop(name, None)
