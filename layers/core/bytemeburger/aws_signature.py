"""AWS's signature, version 4, of a request and of a form.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

type Headers = dict[str, str]
type Fields = dict[str, str]


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


def sign_form(
    who: Credentials,
    scope: tuple[str, str],
    at: datetime,
    until: datetime,
    fields: Fields,
    conditions: Iterable[object],
) -> Fields:
    """The fields of a form with which a browser uploads a file to a bucket until then: these, which may have no other value, and
    the signature of them and of further `conditions` of a POST policy."""
    time_ = at.strftime("%Y%m%dT%H%M%SZ")
    scoped = "/".join([time_[:8], *scope, "aws4_request"])
    fields = fields | {
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": f"{who.access_key}/{scoped}",
        "x-amz-date": time_,
    }
    if who.token:
        fields["x-amz-security-token"] = who.token
    expiration = until.strftime("%Y-%m-%dT%H:%M:%SZ")
    document = {"expiration": expiration, "conditions": [*conditions, *({name: fields[name]} for name in fields)]}
    policy = base64.b64encode(json.dumps(document).encode())
    signature = hmac.digest(_signing_key(who.secret_key, time_[:8], *scope), policy, "sha256").hex()
    return fields | {"policy": policy.decode(), "x-amz-signature": signature}


@lru_cache(maxsize=2)
def _signing_key(secret_key: str, *scope: str) -> bytes:
    key = f"AWS4{secret_key}".encode()
    for part in (*scope, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
