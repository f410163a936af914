import pytest

from scripts.documents.shapes import merged, shape_of

TEXT, NULL = {"type": "string"}, {"type": "null"}


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("a", None, {"type": ["null", "string"]}),
        (1, 2, {"type": "integer"}),
        (True, 1, {"type": ["boolean", "integer"]}),
        ([], ["a"], {"type": "array", "items": TEXT}),
        (["a"], [None], {"type": "array", "items": {"type": ["null", "string"]}}),
        ({"a": "x"}, {"b": None}, {"type": "object", "properties": {"a": TEXT, "b": NULL}}),
        ({"a": []}, {"a": [{"b": 1}]}, shape_of({"a": [{"b": 1}]})),
        (None, {"a": "x"}, {"type": ["null", "object"], "properties": {"a": TEXT}}),
    ],
)
def test_a_shape_holds_whatever_was_seen(one: object, other: object, both: object) -> None:
    assert merged(shape_of(one), shape_of(other)) == merged(shape_of(other), shape_of(one)) == both
