"""The signature of a Mercado Pago notification (header `x-signature: ts=...,v1=...`).

It covers the id in the query string, the request's id and the time, never the body: a notification is a hint.
Mercado Pago's documentation lower-cases the id while its libraries do not, and shows the time both in seconds and in
milliseconds; each form is accepted.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from bytemeburger.parameters import text

SIGNATURE = text("X-Signature", "`ts=...,v1=...`: the provider's signature of `data.id`, `X-Request-Id` and the time.")
REQUEST_ID = text("X-Request-Id", "The provider's id of the request; the signature covers it.")


def verify(
    secrets: Iterable[str],
    x_signature: str,
    x_request_id: str,
    data_id: str,
    now: datetime,
    tolerance_seconds: int,
) -> bool:
    """Whether one of the secrets made this signature at most `tolerance_seconds` before or after `now`."""
    parts = dict(part.strip().partition("=")[::2] for part in x_signature.split(","))
    ts, claimed = parts.get("ts", ""), parts.get("v1", "").lower()
    if not (ts.isascii() and ts.isdigit() and len(ts) <= 16):
        return False
    seconds = int(ts) / 1000 if int(ts) > 10**11 else int(ts)
    if abs(now.timestamp() - seconds) > tolerance_seconds:
        return False
    return any(
        hmac.compare_digest(_sign(secret, form, x_request_id, ts).encode(), claimed.encode())
        for secret in secrets
        for form in {data_id, data_id.lower()}
    )


def _sign(secret: str, data_id: str, request_id: str, ts: str) -> str:
    named = (("id", data_id), ("request-id", request_id), ("ts", ts))
    manifest = "".join(f"{name}:{value};" for name, value in named if value)
    return hmac.new(secret.encode(), manifest.encode(), hashlib.sha256).hexdigest()
