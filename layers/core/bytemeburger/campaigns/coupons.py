"""Coupon codes: random ones that cannot be guessed, and chosen words."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: what looks alike is read alike."""
DRAWN = 10
"""50 bits: of a million codes that are good, a guess a second finds one in 35 years."""
MAX_CODE_LENGTH = 40
MAX_COUPONS = 50
"""At once: they are written in one transaction."""

_LOOKALIKES = str.maketrans("OIL", "011")
_CODE = re.compile(r"[0-9A-Z]{4,32}", re.ASCII)


def draw() -> str:
    """`7KX2M-94QRT`."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(DRAWN))
    return f"{code[:5]}-{code[5:]}"


def fold(written: str) -> str:
    """A code without the case, blanks and hyphens that it is written in."""
    return re.sub(r"[\s-]+", "", written).upper().translate(_LOOKALIKES)


def normalized(written: str) -> str | None:
    """A code as it is stored; None for a text that cannot be one."""
    code = fold(written)
    return code if _CODE.fullmatch(code) else None
