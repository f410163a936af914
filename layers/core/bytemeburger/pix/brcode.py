"""The Pix BR Code: what stands in a Pix QR code, also as "copia e cola".

Source: Banco Central do Brasil, "Manual de Padrões para Iniciação do Pix"; the format is EMV QRCPS-MPM: fields of a
two-digit id, a two-digit length and a value, the last one a CRC over everything before it.
"""

import re
import unicodedata

GUI = "br.gov.bcb.pix"
_TXID = re.compile(r"[A-Za-z0-9]{1,25}", re.ASCII)


def field(number: str, value: str) -> str:
    """One field. Raises ValueError for a value of more than 99 characters, which its length cannot say."""
    if len(value) > 99:
        raise ValueError(f"field {number} is longer than 99 characters")
    return f"{number}{len(value):02d}{value}"


def crc16(text: str) -> str:
    """CRC-16/CCITT-FALSE as four upper-case hexadecimal digits: polynomial 0x1021, start 0xFFFF."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return f"{crc:04X}"


def with_crc(fields: str) -> str:
    """The fields with their CRC, which covers its own id and length too."""
    return f"{fields}6304{crc16(fields + '6304')}"


def plain_text(text: str, limit: int) -> str:
    """Upper-case ASCII of at most `limit` characters: banks' readers differ on anything else."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9 .-]", "", ascii_text.upper())[:limit].strip()


def static_pix(key: str, name: str, city: str, amount: int, txid: str) -> str:
    """A static Pix charge of `amount` centavos. No notification comes when it is paid, so a person must look.

    Raises ValueError for an amount that is not positive, a txid that is not 1 to 25 letters and digits, or a key that
    does not fit.
    """
    if amount <= 0 or not _TXID.fullmatch(txid):
        raise ValueError("not an amount and a txid")
    return with_crc(
        field("00", "01")
        + field("26", field("00", GUI) + field("01", key))
        + field("52", "0000")
        + field("53", "986")
        + field("54", f"{amount // 100}.{amount % 100:02d}")
        + field("58", "BR")
        + field("59", plain_text(name, 25))
        + field("60", plain_text(city, 15))
        + field("62", field("05", txid))
    )


def dynamic_pix(location: str, name: str, city: str) -> str:
    """A dynamic Pix charge: the bank reads amount and expiry at `location`, an address without its scheme."""
    return with_crc(
        field("00", "01")
        + field("01", "12")
        + field("26", field("00", GUI) + field("25", location))
        + field("52", "0000")
        + field("53", "986")
        + field("58", "BR")
        + field("59", plain_text(name, 25))
        + field("60", plain_text(city, 15))
        + field("62", field("05", "***"))
    )
