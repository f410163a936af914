"""Secrets of AWS Secrets Manager, cached for five minutes, so that a rotation reaches a warm function."""

import json
import time
from typing import Any

from bytemeburger import aws

CACHE_SECONDS = 300

_cache: dict[str, tuple[float, dict[str, Any]]] = {}


class NoSecret(LookupError):
    """There is no secret of that name."""


def read(name: str) -> dict[str, Any]:
    """The secret's JSON object. Raises NoSecret."""
    cached = _cache.get(name)
    if cached and time.monotonic() - cached[0] < CACHE_SECONDS:
        return cached[1]
    secretsmanager = aws.client("secretsmanager")
    try:
        answer = secretsmanager.get_secret_value(SecretId=name)
    except secretsmanager.exceptions.ResourceNotFoundException:
        raise NoSecret(name) from None
    value: dict[str, Any] = json.loads(answer["SecretString"])
    _cache[name] = (time.monotonic(), value)
    return value
