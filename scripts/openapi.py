"""Write docs/openapi.yaml from what is deployed: routes and authorizers of template.yaml, the functions' docstrings,
the pydantic schemas they parse, the sample requests of events/ and the recorded answers of docs/examples/.

    python scripts/openapi.py            writes the file
    python scripts/openapi.py --check    fails when the file is stale
"""

import ast
import importlib
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "layers" / "core")]

from bytemeburger.texts import PROBLEMS  # noqa: E402 - the package lives in a layer
from scripts.template import functions, read_template  # noqa: E402

OUTPUT = ROOT / "docs" / "openapi.yaml"
PROBLEM = {"$ref": "#/components/schemas/Problem"}
HEADERS = ("Idempotency-Key", "If-Match", "If-None-Match", "Order-Key")
ORDER_KEY = "The key that creating the order answered; whoever holds it may read, pay and cancel the order."
HEADER_TEXTS = {
    "Idempotency-Key": "A new UUID for each order, the same for its retries.",
    "If-Match": "The ETag last read; another version answers 412.",
    "If-None-Match": "The ETag last read; the same version answers 304.",
    "Order-Key": ORDER_KEY,
}


class _Dumper(yaml.SafeDumper):
    """Writes a repeated part out each time: aliases are hard to read."""

    def ignore_aliases(self, _node: Any) -> bool:
        return True


class Source:
    """What the source text of a function tells of its contract."""

    def __init__(self, name: str):
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
            alias.name: node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        bodies = [node.id for node in arguments("parse") if isinstance(node, ast.Name)]
        self.body = getattr(importlib.import_module(modules[bodies[0]] or ""), bodies[0]) if bodies else None
        self.headers = [name for name in HEADERS if name in texts("header")]
        if any(
            keyword.arg == "etag" for call in ast.walk(tree) if isinstance(call, ast.Call) for keyword in call.keywords
        ):
            self.headers += ["If-None-Match"]
        named = ("query", "identifier", "identifiers", "whole", "day", "choice")
        self.query = [name for method in named for name in texts(method)]
        if any(call.func.attr == "limit" for call in calls):  # type: ignore[attr-defined]
            self.query.append("limit")


def operation(name: str, path: str, authorizer: str | None, schemas: dict[str, Any]) -> dict[str, Any]:
    """One OpenAPI operation."""
    source = Source(name)
    sample = json.loads((ROOT / "events" / f"{name}.json").read_text())
    parameters = [
        {"name": each, "in": "path", "required": True, "schema": {"type": "string"}}
        for each in re.findall(r"{(\w+)}", path)
    ]
    parameters += [
        {"name": each, "in": "header", "description": HEADER_TEXTS[each], "schema": {"type": "string"}}
        for each in sorted(set(source.headers))
    ]
    parameters += [{"name": each, "in": "query", "schema": {"type": "string"}} for each in dict.fromkeys(source.query)]
    made: dict[str, Any] = {
        "operationId": name,
        "summary": source.summary,
        "security": [{authorizer: []}] if authorizer else [],
        "responses": answers(name, source, path, authorizer),
    }
    if source.description:
        made["description"] = source.description
    if parameters:
        made["parameters"] = parameters
    if source.body:
        schema = source.body.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {})
        schemas[source.body.__name__] = schema
        content: dict[str, Any] = {"schema": {"$ref": f"#/components/schemas/{source.body.__name__}"}}
        if sample.get("body"):
            content["example"] = json.loads(sample["body"])
        made["requestBody"] = {"required": True, "content": {"application/json": content}}
    return made


def answers(name: str, source: Source, path: str, authorizer: str | None) -> dict[str, Any]:
    """The recorded answer, and the problems that an operation of this shape can end in."""
    recorded = json.loads((ROOT / "docs" / "examples" / f"{name}.json").read_text())
    success: dict[str, Any] = {"description": "Done"}
    if recorded["body"] is not None:
        success["content"] = {
            recorded["content_type"]: {"schema": schema_of(recorded["body"]), "example": recorded["body"]}
        }
    problems = {400: "Malformed", 429: "Too many requests", 500: "Our fault", 503: "Try again later"}
    if authorizer:
        problems |= {401: "No valid token", 403: "Not allowed"}
    if "{" in path:
        problems[404] = "Not found"
    if source.body:
        problems |= {409: "Not possible now", 413: "Too large", 422: "Against the rules"}
    if "If-Match" in source.headers:
        problems[412] = "Changed in the meantime"
    found = {str(recorded["status"]): success}
    if "If-None-Match" in source.headers:
        found["304"] = {"description": "Unchanged"}
    return found | {
        str(status): {"description": text, "content": {"application/problem+json": {"schema": PROBLEM}}}
        for status, text in sorted(problems.items())
    }


def schema_of(value: Any) -> dict[str, Any]:
    """The JSON Schema that a recorded value shows."""
    match value:
        case None:
            return {}
        case bool():
            return {"type": "boolean"}
        case int():
            return {"type": "integer"}
        case float():
            return {"type": "number"}
        case str():
            return {"type": "string"}
        case list():
            return {"type": "array", "items": schema_of(value[0]) if value else {}}
        case dict():
            return {"type": "object", "properties": {key: schema_of(each) for key, each in value.items()}}
    raise TypeError(type(value))


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
        paths.setdefault(path, {})[method] = operation(name, path, authorizer, schemas)
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
                    "description": f"An ID token of the {pool} pool.",
                }
                for name, pool in (("CustomerAuthorizer", "customer"), ("StaffAuthorizer", "staff"))
            },
        },
    }


def main() -> None:
    text = yaml.dump(document(), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    if "--check" in sys.argv:
        if not OUTPUT.exists() or OUTPUT.read_text() != text:
            sys.exit("docs/openapi.yaml is stale: run make openapi")
    else:
        OUTPUT.write_text(text)


if __name__ == "__main__":
    main()
