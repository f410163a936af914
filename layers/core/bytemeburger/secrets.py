"""Secrets of AWS Secrets Manager, kept for five minutes, so that a rotation reaches a warm function."""

import json
import time
from typing import Any

from bytemeburger import aws

KEPT_SECONDS = 300

_kept: dict[str, tuple[float, dict[str, Any]]] = {}


class NoSecret(LookupError):
    """There is no secret of that name."""


def read(name: str) -> dict[str, Any]:
    """The secret's JSON object. Raises NoSecret."""
    kept = _kept.get(name)
    if kept and time.monotonic() - kept[0] < KEPT_SECONDS:
        return kept[1]
    secretsmanager = aws.client("secretsmanager")
    try:
        answer = secretsmanager.get_secret_value(SecretId=name)
    except secretsmanager.exceptions.ResourceNotFoundException:
        raise NoSecret(name) from None
    value: dict[str, Any] = json.loads(answer["SecretString"])
    _kept[name] = (time.monotonic(), value)
    return value
