"""Keyed hashes and signed references. One pepper, one label per purpose, so that a value made for one purpose
is worthless for another. A plain hash would not do: all CPFs can be tried in a minute."""

import base64
import hashlib
import hmac
import time

from bytemeburger import secrets, settings


def digest(purpose: str, text: str) -> bytes:
    """HMAC-SHA256 of `text` for one purpose."""
    pepper: str = secrets.read(settings.pepper_secret())["pepper"]
    return hmac.digest(pepper.encode(), f"{purpose}\0{text}".encode(), hashlib.sha256)


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def matches(purpose: str, text: str, claimed: str) -> bool:
    """Whether `claimed` is the encoded digest of `text`, in constant time."""
    return hmac.compare_digest(encode(digest(purpose, text)).encode(), claimed.encode())


def sign(purpose: str, text: str, seconds: int) -> str:
    """A reference to `text` that its holder cannot change and that ends after `seconds`."""
    claim = f"{text}~{int(time.time()) + seconds}"
    return f"{claim}~{encode(digest(purpose, claim))}"


def verify(purpose: str, reference: str) -> str | None:
    """The text of a signed reference, or None when it was changed or has ended."""
    claim, _, signature = reference.rpartition("~")
    text, _, until = claim.rpartition("~")
    if not matches(purpose, claim, signature) or int(until) < time.time():
        return None
    return text
