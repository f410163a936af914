"""The CPF, Brazil's tax id of a person: an identifier, never a credential."""

import re
from typing import Literal, get_args

_WRITTEN = re.compile(r"\s*(?:\d{11}|\d{3}\.\d{3}\.\d{3}-\d{2})\s*", re.ASCII)
_PSEUDONYM = re.compile(r"h\d+-")


def is_verified(customer: str | None) -> bool:
    """Whether an order's customer signed in: the pseudonyms of CPFs that anybody can type begin with `h` and the
    pepper's generation."""
    return customer is not None and not _PSEUDONYM.match(customer)


def cpf_digits(written: str) -> str:
    """The eleven digits of a CPF written with or without its mask.

    Both check digits must hold (sum of digits by falling weights, modulo 11); the ten numbers of one repeated
    digit pass that sum but are never issued. Raises ValueError, without the number.
    """
    if not _WRITTEN.fullmatch(written):
        raise ValueError("not written as a CPF")
    digits = re.sub(r"\D", "", written)
    if len(set(digits)) == 1:
        raise ValueError("one repeated digit")
    for length in (9, 10):
        weighted = sum(int(digit) * weight for digit, weight in zip(digits, range(length + 1, 1, -1), strict=False))
        if int(digits[length]) != weighted * 10 % 11 % 10:
            raise ValueError("check digit does not hold")
    return digits


type Purpose = Literal["marketing", "loyalty"]
"""What needs a customer's consent (Lei 13.709/2018, art. 7, I). An order and its fiscal record need none."""
PURPOSES: tuple[Purpose, ...] = get_args(Purpose.__value__)

type Language = Literal["pt-BR", "en"]

_ADDRESS = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})"
)


def email_address(written: str) -> str:
    """An e-mail address in lower case, in the form that browsers accept (HTML, "valid e-mail address"), who
    send a domain of other letters in its ASCII form (`xn--...`): one mailbox, one spelling.

    Raises ValueError, without the address.
    """
    address = written.strip().lower()
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        raise ValueError("not written as an e-mail address")
    return address


def masked(text: str) -> str:
    """`Ana Souza` -> `A***`, `ana@example.com` -> `a***@e***`: enough to recognise, too little to use."""
    return "@".join(f"{part[:1]}***" for part in text.split("@"))
