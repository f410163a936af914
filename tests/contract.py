"""Whether an answer is one that the API's document tells of."""

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from deployment.template import functions, read_template
from scripts.documents.json_schemas import Schemas, closed
from scripts.documents.openapi import PROBLEM, operation

OPERATIONS = {name: (path, method, authorizer) for name, path, method, authorizer in functions(read_template())}


def validate(name: str, status: int, kind: str, body: Any) -> None:
    """Fails for an answer of an operation that has another status, content type, member or problem than is documented."""
    responses, _ = _documented(name)
    assert str(status) in responses, f"{name}: {status} is not documented: {body}"
    content = responses[str(status)].get("content", {})
    if not content:
        assert not body, f"{name}: {status} has a body"
        return
    assert kind in content, f"{name}: {status} as {kind} is not documented"
    _validator(name, status, kind).validate(body)


@cache
def _documented(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The responses of an operation, and the schemas that they name."""
    schemas = Schemas()
    schemas.named["Problem"] = PROBLEM
    return operation(name, *OPERATIONS[name], schemas)["responses"], schemas.named


@cache
def _validator(name: str, status: int, kind: str) -> Draft202012Validator:
    responses, named = _documented(name)
    schema = responses[str(status)]["content"][kind]["schema"]
    if status < 400:
        schema, named = closed(schema), closed(named)
    return Draft202012Validator({**schema, "components": {"schemas": named}})
