"""Which key a Pix can be sent to."""

import re

from bytemeburger.customers.rules import cpf_digits, email_address

_CNPJ = re.compile(r"[0-9A-Z]{12}[0-9]{2}", re.ASCII)
_PHONE = re.compile(r"\+55[1-9]{2}(?:9[0-9]{8}|[2-8][0-9]{7})", re.ASCII)
_RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
MAX_PIX_KEY_LENGTH = 77


def pix_key(key: str) -> str:
    """The key, as it stands: the directory of Pix keys knows it in one form only (Banco Central do Brasil, API do DICT).

    CPF or CNPJ in digits (a CNPJ with letters since July 2026) whose check digits hold, a Brazilian phone as `+55` and
    ten or eleven digits, an e-mail address in lower case, or a random key, a UUID in lower case. A Pix to any other is
    lost or refused. Raises ValueError, without the key.
    """
    if key.isascii() and key.isdigit() and len(key) == 11:
        return cpf_digits(key)
    if "@" in key and email_address(key) == key and len(key) <= MAX_PIX_KEY_LENGTH:
        return key
    if _PHONE.fullmatch(key) or _RANDOM.fullmatch(key) or (_CNPJ.fullmatch(key) and _has_check_digits(key)):
        return key
    raise ValueError("not a CPF, CNPJ, phone, e-mail address or random key as the DICT has it")


def _has_check_digits(cnpj: str) -> bool:
    """Whether the check digits hold: values by weights of 2 to 9 from the right, modulo 11; a letter's value is its ASCII
    code less 48, as a digit's is (IN RFB 2.229/2024)."""
    if len(set(cnpj)) == 1:
        return False
    for length in (12, 13):
        weighted = sum((ord(char) - 48) * (2 + place % 8) for place, char in enumerate(reversed(cnpj[:length])))
        if int(cnpj[length]) != (0 if weighted % 11 < 2 else 11 - weighted % 11):
            return False
    return True
