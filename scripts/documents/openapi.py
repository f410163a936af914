"""Write docs/openapi.yaml from what is deployed: routes and authorizers of template.yaml, the functions' docstrings,
the pydantic schemas they parse, the sample requests of events/ and the recorded answers of docs/examples/."""

import argparse
import ast
import importlib
import json
import os
import re
import sys
import tomllib
from http import HTTPStatus
from typing import Any

import yaml

from bytemeburger.api import BODY_LIMIT_BYTES
from bytemeburger.parameters import Parameter, identifier
from bytemeburger.texts import PROBLEMS, detail
from deployment.template import ROOT, functions, read_template
from scripts.documents.shapes import shape_of

OUTPUT = ROOT / "docs" / "openapi.yaml"
DONE = {"200": "Done", "201": "Made", "202": "Begun; it goes on by itself", "204": "Done"}
PROBLEM = {"$ref": "#/components/schemas/Problem"}
ORDER_KEY = "The key that creating the order answered; whoever holds it may read, pay and cancel the order."
HEADER_TEXTS = {
    "Idempotency-Key": "A new UUID for each order, the same for its retries.",
    "If-Match": "The ETag last read: another version answers 412, and none 428 where there is something to be replaced.",
    "If-None-Match": "On GET the ETag last read: the same version answers 304. On PUT `*`: what is there answers 412.",
    "Order-Key": ORDER_KEY,
    "X-Request-Id": "The provider's id of the request; the signature covers it.",
    "X-Signature": "`ts=...,v1=...`: the provider's signature of `data.id`, `X-Request-Id` and the time.",
}

type Example = tuple[str, dict[str, Any]]
"""A problem's code and its members."""

EXAMPLES: dict[int, Example] = {
    400: ("body-malformed", {}),
    401: ("token-not-accepted", {}),
    403: ("group-required", {"groups": ["manager"]}),
    404: ("order-not-found", {}),
    409: ("order-status", {"current_status": "IN_PREPARATION"}),
    412: ("order-changed", {"current_status": "READY"}),
    428: ("if-match-missing", {}),
    413: ("body-too-large", {"limit_bytes": BODY_LIMIT_BYTES}),
    422: (
        "body-invalid",
        {"errors": [{"pointer": "/lines", "code": "missing", "detail": "Field required"}]},
    ),
    429: ("busy", {}),
    500: ("internal", {}),
    503: ("busy", {}),
}
"""A problem of each status."""
WITHOUT_BODY: Example = ("parameter-invalid", {"parameter": "limit"})
CUSTOMERS: Example = ("sign-in-required", {})


def problem(status: int, text: str, example: Example) -> dict[str, Any]:
    """The answer of a status that is a problem."""
    code, members = example
    shown = {
        "type": f"urn:bytemeburger:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail(code, members, "en"),
        **members,
    }
    answer: dict[str, Any] = {
        "description": text,
        "content": {"application/problem+json": {"schema": PROBLEM, "example": shown}},
    }
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer", "minimum": 1}}}
    return answer


class _Dumper(yaml.SafeDumper):
    """Writes a repeated part out each time: aliases are hard to read."""

    def ignore_aliases(self, _node: Any) -> bool:
        return True


class Source:
    """What the source text of a function tells of its contract."""

    def __init__(self, name: str, method: str):
        tree = ast.parse((ROOT / "functions" / name / "app.py").read_text())
        title, _, rest = (ast.get_docstring(tree) or "").partition("\n\n")
        self.summary = re.sub(r"^[A-Z]+ \S+: ", "", " ".join(title.split())).rstrip(".")
        self.description = "\n\n".join(" ".join(part.split()) for part in rest.split("\n\n") if part)
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]

        def arguments(method: str) -> list[ast.expr]:
            return [call.args[0] for call in calls if call.func.attr == method and call.args]  # type: ignore[attr-defined]

        def texts(method: str) -> list[str]:
            return [node.value for node in arguments(method) if isinstance(node, ast.Constant)]  # type: ignore[misc]

        modules = {
            alias.asname or alias.name: node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        bodies = [node.id for node in arguments("parse_body") if isinstance(node, ast.Name)]
        self.body = getattr(importlib.import_module(modules[bodies[0]] or ""), bodies[0]) if bodies else None
        source = ast.unparse(tree)
        self.headers = {name for name in HEADER_TEXTS if f"'{name}'" in source}
        self.required = {"Idempotency-Key"}
        self.changed = "conditions." in source or "etag=" in source
        """Whether another version than `If-Match` names is refused."""
        self.versioned = "conditions.require" in source
        if method == "get" and "etag=" in source:
            self.headers |= {"If-None-Match"}
        elif "conditions." in source:
            self.headers |= {"If-Match"} | {name for name in ("If-None-Match",) if name in source}
        if self.versioned and "If-None-Match" not in self.headers:
            self.required |= {"If-Match"}
        for variable in (
            "AWS_DEFAULT_REGION",
            "TABLE_NAME",
        ):  # what a module of records wants to know when it is imported
            os.environ.setdefault(variable, "none")
        declared = importlib.import_module(f"functions.{name}.app").handler.query
        self.query = [query_parameter(parameter) for parameter in declared]


def query_parameter(parameter: Parameter[Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"name": parameter.name, "in": "query", "description": parameter.meaning}
    if parameter.required:
        told["required"] = True
    if parameter.schema["type"] == "array":
        told |= {"style": "form", "explode": False}
    return told | {"schema": dict(parameter.schema)}


def operation(name: str, path: str, method: str, authorizer: str | None, schemas: dict[str, Any]) -> dict[str, Any]:
    """One OpenAPI operation."""
    source = Source(name, method)
    try:
        sample = json.loads((ROOT / "events" / f"{name}.json").read_text())
    except FileNotFoundError:
        sys.exit(f"add events/{name}.json, as API Gateway sends it")
    asked: list[dict[str, Any]] = [
        {"name": each, "in": "path", "required": True, "schema": dict(identifier(each, "").schema)}
        for each in re.findall(r"{(\w+)}", path)
    ]
    asked += [
        {"name": each, "in": "header", "description": HEADER_TEXTS[each]}
        | ({"required": True} if each in source.required else {})
        | {"schema": {"type": "string"}}
        for each in sorted(source.headers)
    ]
    asked += source.query
    made: dict[str, Any] = {
        "operationId": name,
        "summary": source.summary,
        "security": [{authorizer: []}] if authorizer else [],
        "responses": answers(name, source, path, method, authorizer),
    }
    if source.description:
        made["description"] = source.description
    if asked:
        made["parameters"] = asked
    if source.body:
        schema = source.body.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {})
        schemas[source.body.__name__] = schema
        content: dict[str, Any] = {"schema": {"$ref": f"#/components/schemas/{source.body.__name__}"}}
        if sample.get("body"):
            content["example"] = json.loads(sample["body"])
        made["requestBody"] = {"required": True, "content": {"application/json": content}}
    return made


def answers(name: str, source: Source, path: str, method: str, authorizer: str | None) -> dict[str, Any]:
    """The recorded answer, and the problems that an operation of this shape can end in."""
    recorded = json.loads((ROOT / "docs" / "examples" / f"{name}.json").read_text())
    recorded.setdefault("answers", {str(recorded["status"]): {recorded["content_type"]: shape_of(recorded["body"])}})
    problems = {400: "Malformed", 429: "Too many requests", 500: "Our fault", 503: "Try again later"}
    if authorizer:
        problems |= {401: "No valid token", 403: "Not allowed"}
    examples = dict(EXAMPLES)
    if not source.body:
        examples[400] = WITHOUT_BODY
    if authorizer == "CustomerAuthorizer":
        examples[403] = CUSTOMERS
    if "{" in path or path.startswith("/me") or any(each["name"] == "store" for each in source.query):
        problems[404] = "Not found"
    if source.body:
        problems |= {413: "Too large", 422: "Against the rules"}
    if source.body or "{order_id}" in path:
        problems[409] = "Not possible now"
    if "X-Signature" in source.headers:
        problems[401] = "Not signed"
    if source.changed:
        problems[412] = "Changed in the meantime"
    if source.versioned:
        problems[428] = "Which version is replaced?"
    found = {status: success(status, recorded) for status in recorded["answers"]}
    if method == "get" and "If-None-Match" in source.headers:
        found["304"] = {"description": "Unchanged"}
    return found | {str(status): problem(status, text, examples[status]) for status, text in sorted(problems.items())}


def success(status: str, recorded: dict[str, Any]) -> dict[str, Any]:
    """The answer of a status that is none, as it was seen."""
    content = {
        kind: {"schema": shape} for kind, shape in recorded["answers"][status].items() if shape != shape_of(None)
    }
    if status == str(recorded["status"]) and recorded["content_type"] in content:
        content[recorded["content_type"]]["example"] = recorded["body"]
    return {"description": DONE[status]} | ({"content": content} if content else {})


def document() -> dict[str, Any]:
    template = read_template()
    schemas: dict[str, Any] = {
        "Problem": {
            "type": "object",
            "description": "RFC 9457. `detail` is for people, in English or Portuguese by Accept-Language.",
            "required": ["type", "title", "status", "detail"],
            "properties": {
                "type": {"type": "string", "enum": [f"urn:bytemeburger:problem:{code}" for code in sorted(PROBLEMS)]},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "errors": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")},
                    },
                },
            },
        }
    }
    paths: dict[str, Any] = {}
    for name, path, method, authorizer in functions(template):
        paths.setdefault(path, {})[method] = operation(name, path, method, authorizer, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ByteMeBurger",
            "version": tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"],
            "description": "Self-service ordering. Money is integer centavos of BRL, times are ISO 8601 in UTC.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {
                name: {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": f"An ID token of {whose}.",
                }
                for name, whose in (
                    ("CustomerAuthorizer", "POST /identify, or of a customer who signed in"),
                    ("StaffAuthorizer", "the staff pool"),
                )
            },
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, and fail when the file is stale")
    check = parser.parse_args().check
    text = yaml.dump(document(), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    if check:
        if not OUTPUT.exists() or OUTPUT.read_text() != text:
            sys.exit("docs/openapi.yaml is stale: run make openapi")
    else:
        OUTPUT.write_text(text)


if __name__ == "__main__":
    main()
