import pytest

from bytemeburger.conditions import Conditions, entity_tag
from bytemeburger.errors import PreconditionRequired

SEVEN = entity_tag(7)


@pytest.mark.parametrize(
    ("if_match", "holds"),
    [
        (None, True),
        ('"7"', True),
        ("*", True),
        (" * ", True),
        ('"6", "7"', True),
        ('"6","7",', True),
        ('"a,b", "7"', True),
        ('W/"7"', False),
        ('"6", W/"7"', False),
        ('"6"', False),
        ('"77"', False),
        ("7", False),
        ("", False),
        ('x"7"', False),
        ('"7', False),
        ('"6", *', False),
    ],
)
def test_if_match_names_the_version_that_may_be_changed(if_match: str | None, holds: bool) -> None:
    assert Conditions(if_match, None).are_met(SEVEN) is holds


@pytest.mark.parametrize(
    ("if_none_match", "known"),
    [
        (None, False),
        ('"7"', True),
        ('W/"7"', True),
        ('"5", W/"7"', True),
        ("*", True),
        ('"6"', False),
        ('"17"', False),
        ('"6"7"', False),
        ("7", False),
    ],
)
def test_if_none_match_names_what_is_known(if_none_match: str | None, known: bool) -> None:
    conditions = Conditions(None, if_none_match)
    assert conditions.is_not_modified(SEVEN) is known
    assert conditions.are_met(SEVEN) is not known


def test_nothing_matches_no_tag_at_all() -> None:
    assert not Conditions("*", None).are_met(None)
    assert not Conditions('"7"', None).are_met(None)
    assert Conditions(None, "*").are_met(None)


def test_nobody_replaces_what_they_have_not_read() -> None:
    for unsaid in (Conditions(None, None), Conditions(None, '"6"')):
        with pytest.raises(PreconditionRequired):
            unsaid.require(SEVEN)
        assert unsaid.require(None)
    assert Conditions('"7"', None).require(SEVEN)
    assert not Conditions('"6"', None).require(SEVEN)
    assert not Conditions(None, "*").require(SEVEN)
