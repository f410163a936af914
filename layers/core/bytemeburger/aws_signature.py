"""AWS's signature of a request, version 4.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

type Headers = dict[str, str]


class Credentials(NamedTuple):
    access_key: str
    secret_key: str
    token: str | None


def sign(who: Credentials, scope: tuple[str, str], at: datetime, path: str, headers: Headers, body: bytes) -> Headers:
    """The headers of a POST with the signature of all of them (version 4); their names are lower case. `scope`: region and
    service."""
    time_ = at.strftime("%Y%m%dT%H%M%SZ")
    headers = headers | {"x-amz-date": time_} | ({"x-amz-security-token": who.token} if who.token else {})
    names = sorted(headers)
    canonical = "\n".join(
        ["POST", path, "", *(f"{name}:{headers[name]}" for name in names), "", ";".join(names), _hash(body)]
    )
    scoped = "/".join([time_[:8], *scope, "aws4_request"])
    text = "\n".join(["AWS4-HMAC-SHA256", time_, scoped, _hash(canonical.encode())])
    signature = hmac.digest(_signing_key(who.secret_key, time_[:8], *scope), text.encode(), "sha256").hex()
    signed = f"Credential={who.access_key}/{scoped}, SignedHeaders={';'.join(names)}, Signature={signature}"
    return headers | {"authorization": f"AWS4-HMAC-SHA256 {signed}"}


@lru_cache(maxsize=2)
def _signing_key(secret_key: str, *scope: str) -> bytes:
    key = f"AWS4{secret_key}".encode()
    for part in (*scope, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
