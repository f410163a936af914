import pytest

from bytemeburger.human_text import human_text, prose


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("Ana", "Ana"),
        ("  Ana Souza\u00a0 ", "Ana Souza"),
        ("Jose\u0301", "José"),
        ("ﬁ", "ﬁ"),
        ("a\u200bb\ufeffc\u00ad", "abc"),
        ("\u202eanA\u202c", "anA"),
        ("\u2066a\u2069\u200e\u061c", "a"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("1", "1"),
        ("!", "!"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_remains_can_be_read(written: str, cleaned: str) -> None:
    assert human_text(written) == prose(written) == cleaned


@pytest.mark.parametrize(
    "written", ["a\0b", "\x1b[31mred", "\x9b31m", "a\x7f", "a\x85b", "a\u2028b", "a\u2029b", "\x08", "a\ud800"]
)
def test_control_characters_are_refused(written: str) -> None:
    for rule in (human_text, prose):
        with pytest.raises(ValueError, match="no control characters"):
            rule(written)


@pytest.mark.parametrize(
    "written", ["", " ", "\u200b", " \u200b\u2003", "\u200d", "\u202e\u202c", "\u3164", "\u2800", "\u0301", "\ufe0f"]
)
def test_what_shows_nothing_says_nothing(written: str) -> None:
    with pytest.raises(ValueError, match="nothing that can be read"):
        human_text(written)
    prose(written)


def test_several_lines_become_one() -> None:
    assert prose("sem cebola\r\n\tbem passado\n") == "sem cebola bem passado"
    with pytest.raises(ValueError, match="no control characters"):
        human_text("Ana\nSouza")
