"""What people may type: one rule for names, notes, reasons and the texts of the menu, because each of them is shown to
somebody else, on a screen, in an e-mail or in a terminal.

Source of the classes of characters: Unicode Standard Annex 44, "General_Category Values".
"""

import re
import unicodedata

_BREAKS = re.compile(r"[\t\r\n]+")
_REFUSED = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, halves of characters, and separators that break a line."""
_JOINERS = frozenset("\u200c\u200d")
"""The only format characters that belong to a text: within Persian words and within emoji."""
_SHAPELESS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Invisible letters and symbols."""


def human_text(text: str) -> str:
    """A line that says something: composed (NFC) and trimmed, without the invisible characters that turn the direction
    of others around or hide between them.

    Raises ValueError for control characters, and for what shows nothing.
    """
    text = _line(text)
    if not any(unicodedata.category(each)[0] in "LNPS" and each not in _SHAPELESS for each in text):
        raise ValueError("nothing that can be read")
    return text


def prose(text: str) -> str:
    """The same of what is typed in more than one line, as one line, and it may be empty. Raises ValueError for any
    other control character."""
    return _line(_BREAKS.sub(" ", text))


def _line(text: str) -> str:
    if any(unicodedata.category(each) in _REFUSED for each in text):
        raise ValueError("no control characters")
    visible = (each for each in text if unicodedata.category(each) != "Cf" or each in _JOINERS)
    return unicodedata.normalize("NFC", "".join(visible)).strip()
