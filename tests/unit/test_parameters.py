import pytest

from bytemeburger import parameters
from bytemeburger.errors import Malformed
from bytemeburger.parameters import Parameter


@pytest.mark.parametrize(
    ("parameter", "text", "value"),
    [
        (parameters.text("q", ""), "?!", "?!"),
        (parameters.identifier("q", ""), "a-B_9", "a-B_9"),
        (parameters.identifiers("q", 2, ""), "b,a,b", ["b", "a"]),
        (parameters.integer("q", 0, 30, ""), "30", 30),
        (parameters.integer("q", 0, 30, ""), "0", 0),
        (parameters.day("q", ""), "2028-02-29", "2028-02-29"),
        (parameters.choice("q", ("one", "two"), ""), "two", "two"),
    ],
)
def test_it_reads_a_value(parameter: Parameter[object], text: str, value: object) -> None:
    assert parameter.read(text) == value
    assert parameter.read(None) is None


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        (parameters.identifier("q", ""), ""),
        (parameters.identifier("q", ""), "a b"),
        (parameters.identifier("q", ""), "a\n"),
        (parameters.identifier("q", ""), "a" * 65),
        (parameters.identifiers("q", 2, ""), "a,b,c"),
        (parameters.identifiers("q", 2, ""), "a,"),
        (parameters.integer("q", 1, 30, ""), "0"),
        (parameters.integer("q", 1, 30, ""), "31"),
        (parameters.integer("q", 1, 30, ""), "+1"),
        (parameters.integer("q", 1, 30, ""), "1_0"),
        (parameters.integer("q", 1, 30, ""), "٣"),
        (parameters.integer("q", 1, 30, ""), "1" * 5000),
        (parameters.day("q", ""), "2026-02-29"),
        (parameters.day("q", ""), "20261124"),
        (parameters.day("q", ""), "2026-W48-2"),
        (parameters.choice("q", ("one", "two"), ""), "ONE"),
        (parameters.day("q", "").needed(), None),
    ],
)
def test_it_refuses_what_is_none(parameter: Parameter[object], text: str | None) -> None:
    with pytest.raises(Malformed) as refused:
        parameter.read(text)
    assert (refused.value.code, refused.value.members) == ("parameter-invalid", {"parameter": "q"})


def test_what_is_left_out_has_its_default_and_says_so() -> None:
    limit = parameters.limit(20, maximum=30)
    assert limit.read(None) == 20
    assert limit.schema == {"type": "integer", "minimum": 1, "maximum": 30, "default": 20}
