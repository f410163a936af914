"""Secrets of AWS Secrets Manager, cached for five minutes, so that a rotation reaches a warm function."""

import json
import time
from functools import cache
from typing import Any

from botocore.exceptions import ClientError

from bytemeburger.aws_json import JsonService

CACHE_SECONDS = 300

_cache: dict[str, tuple[float, dict[str, Any]]] = {}


class NoSecret(LookupError):
    """There is no secret of that name."""


@cache
def _client() -> JsonService:
    return JsonService("secretsmanager", "secretsmanager", "1.1")


def read(name: str) -> dict[str, Any]:
    """The secret's JSON object. Raises NoSecret."""
    cached = _cache.get(name)
    if cached and time.monotonic() - cached[0] < CACHE_SECONDS:
        return cached[1]
    try:
        answer = _client().call("GetSecretValue", {"SecretId": name})
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        raise NoSecret(name) from None
    value: dict[str, Any] = json.loads(answer["SecretString"])
    _cache[name] = (time.monotonic(), value)
    return value
