import copy
from collections.abc import Callable
from typing import Any

import pytest

from scripts.release.openapi_breaks import announced, breaks

type Json = dict[str, Any]

OLD: Json = {
    "paths": {
        "/orders": {
            "post": {
                "security": [{"CustomerAuthorizer": []}],
                "parameters": [
                    {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}},
                ],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewOrder"}}},
                },
                "responses": {
                    "201": {
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["order_id", "total"],
                                    "properties": {
                                        "order_id": {"type": "string"},
                                        "total": {"type": "integer"},
                                        "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                                    },
                                }
                            },
                            "text/csv": {"schema": {"type": "string"}},
                        }
                    },
                    "409": {"description": "Not possible now"},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "NewOrder": {
                "type": "object",
                "additionalProperties": False,
                "required": ["lines"],
                "properties": {
                    "store": {"type": "string", "maxLength": 64, "pattern": "^[a-z]+$"},
                    "dining": {"type": "string", "enum": ["here", "away"]},
                    "lines": {"type": "array", "maxItems": 50, "items": {"$ref": "#/components/schemas/Line"}},
                },
            },
            "Line": {"type": "object", "properties": {"quantity": {"type": "integer", "minimum": 1}}},
        }
    },
}


def _operation(document: Json) -> Json:
    operation: Json = document["paths"]["/orders"]["post"]
    return operation


def _schema(document: Json, name: str = "NewOrder") -> Json:
    schema: Json = document["components"]["schemas"][name]
    return schema


def _contents(document: Json) -> Json:
    contents: Json = _operation(document)["responses"]["201"]["content"]
    return contents


def _schema_of_answer(document: Json) -> Json:
    schema: Json = _contents(document)["application/json"]["schema"]
    return schema


def _answer(document: Json) -> Json:
    answer: Json = _schema_of_answer(document)["properties"]
    return answer


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda document: document["paths"].pop("/orders"), "POST /orders is gone"),
        (lambda document: _operation(document).update(security=[{"StaffAuthorizer": []}]), "another token"),
        (
            lambda document: _operation(document)["parameters"].append(
                {"name": "store", "in": "query", "required": True}
            ),
            "requires the query parameter store",
        ),
        (lambda document: _operation(document)["responses"].pop("201"), "does not answer 201"),
        (lambda document: _schema(document)["required"].append("dining"), "dining is required now"),
        (lambda document: _schema(document)["properties"].pop("dining"), "dining is refused now"),
        (lambda document: _schema(document)["properties"]["dining"]["enum"].remove("away"), "'away' is refused now"),
        (lambda document: _schema(document)["properties"]["store"].update(maxLength=32), "maxLength is 32 now"),
        (lambda document: _schema(document)["properties"]["store"].update(pattern="^[a-z0-9]{4}$"), "another pattern"),
        (lambda document: _schema(document)["properties"]["lines"].update(maxItems=10), "maxItems is 10 now"),
        (lambda document: _schema(document, "Line")["properties"]["quantity"].update(minimum=2), "minimum is 2 now"),
        (
            lambda document: _schema(document, "Line")["properties"]["quantity"].update(type="string"),
            "is string now, not integer",
        ),
        (lambda document: _answer(document).pop("total"), "total is gone"),
        (
            lambda document: _answer(document).update(total={"anyOf": [{"type": "integer"}, {"type": "null"}]}),
            "total: may be null now",
        ),
        (lambda document: _answer(document).update(total={"type": ["integer", "null"]}), "total: may be null now"),
        (
            lambda document: _answer(document)["note"]["anyOf"][0].update(type="integer"),
            "note: is integer now, not string",
        ),
        (lambda document: _schema_of_answer(document)["required"].remove("total"), "total may be missing now"),
        (lambda document: _contents(document).pop("text/csv"), "does not answer 201 as text/csv any more"),
        (lambda document: _operation(document)["parameters"].pop(), "does not take the query parameter limit any more"),
        (
            lambda document: _operation(document)["parameters"][0].update(required=True),
            "requires the header parameter Idempotency-Key",
        ),
        (
            lambda document: _operation(document)["parameters"][1]["schema"].update(maximum=50),
            "limit: maximum is 50 now",
        ),
        (lambda document: _answer(document)["total"].update(type="string"), "is string now, not integer"),
    ],
)
def test_what_breaks_callers_is_named(change: Callable[[Json], Any], message: str) -> None:
    new = copy.deepcopy(OLD)
    change(new)
    found = list(breaks(OLD, new))
    assert len(found) == 1
    assert message in found[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["paths"].update({"/board": {"get": {"responses": {}}}}),
        lambda document: _operation(document)["parameters"].append({"name": "lang", "in": "query"}),
        lambda document: _operation(document)["responses"].pop("409"),
        lambda document: _schema(document)["properties"].update(note={"type": "string"}),
        lambda document: _schema(document)["properties"]["dining"]["enum"].append("car"),
        lambda document: _schema(document)["properties"]["lines"].update(maxItems=100),
        lambda document: _schema(document)["required"].clear(),
        lambda document: _answer(document).update(number={"type": "integer"}),
        lambda document: _answer(document).update(note={"type": "string"}),
        lambda document: _operation(document)["parameters"].pop(0),
    ],
)
def test_what_only_adds_breaks_nobody(change: Callable[[Json], Any]) -> None:
    new = copy.deepcopy(OLD)
    change(new)
    assert list(breaks(OLD, new)) == []


@pytest.mark.parametrize(
    ("old", "new", "may_break"),
    [("0.1.0", "0.2.0", True), ("0.1.0", "0.1.1", False), ("1.4.0", "2.0.0", True), ("1.4.0", "1.5.0", False)],
)
def test_only_a_new_major_version_may_break_or_a_minor_one_before_the_first(
    old: str, new: str, may_break: bool
) -> None:
    assert announced(old, new) is may_break
