"""Write docs/openapi.yaml from what is deployed: routes and authorizers of template.yaml, the functions' docstrings,
the pydantic schemas they parse, the sample requests of events/ and the recorded answers of docs/examples/.

    python scripts/openapi.py            writes the file
    python scripts/openapi.py --check    fails when the file is stale
"""

import ast
import importlib
import json
import os
import re
import sys
import tomllib
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "layers" / "core")]

from bytemeburger.api import BODY_LIMIT_BYTES, IDENTIFIER  # noqa: E402 - the package lives in a layer
from bytemeburger.texts import PROBLEMS, detail  # noqa: E402
from scripts.template import functions, read_template  # noqa: E402

OUTPUT = ROOT / "docs" / "openapi.yaml"
PROBLEM = {"$ref": "#/components/schemas/Problem"}
HEADERS = ("Idempotency-Key", "If-Match", "If-None-Match", "Order-Key", "X-Request-Id", "X-Signature")
ORDER_KEY = "The key that creating the order answered; whoever holds it may read, pay and cancel the order."
HEADER_TEXTS = {
    "Idempotency-Key": "A new UUID for each order, the same for its retries.",
    "If-Match": "The ETag last read; another version answers 412.",
    "If-None-Match": "The ETag last read; the same version answers 304.",
    "Order-Key": ORDER_KEY,
    "X-Request-Id": "The provider's id of the request; the signature covers it.",
    "X-Signature": "`ts=...,v1=...`: the provider's signature of `data.id`, `X-Request-Id` and the time.",
}


IDENTIFIER_SCHEMA = {"type": "string", "pattern": f"^{IDENTIFIER.pattern}$"}


def _list_schema(most: int) -> dict[str, Any]:
    array = {"type": "array", "items": IDENTIFIER_SCHEMA, "minItems": 1, "maxItems": most}
    return {"style": "form", "explode": False, "schema": array}


QUERY_SCHEMAS: dict[str, Callable[..., dict[str, Any]]] = {
    "query": lambda: {"schema": {"type": "string"}},
    "identifier": lambda: {"schema": IDENTIFIER_SCHEMA},
    "identifiers": _list_schema,
    "whole": lambda most: {"schema": {"type": "integer", "minimum": 1, "maximum": most}},
    "limit": lambda default=50, most=100: {
        "schema": {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    },
    "day": lambda: {"schema": {"type": "string", "format": "date"}},
    "choice": lambda choices: {"schema": {"type": "string", "enum": [str(each) for each in choices]}},
}
"""By the method of `api.Request` that reads a query parameter, with that method's further arguments."""

QUERY_TEXTS = {
    "by": "What a row of the report is.",
    "consent": "Only customers who agree to this purpose.",
    "cursor": "Where the next page begins, as the page before answered it.",
    "data.id": "The provider's id of what the notification is about.",
    "day": "A business day of the store.",
    "from": "The first business day.",
    "limit": "How many at most.",
    "number": "The pick-up number.",
    "products": "The products in the cart, separated by commas.",
    "since": "Only customers who ordered, or registered, on this day or later.",
    "status": "Only orders with this status.",
    "store": "The store; the default one when left out.",
    "to": "The last business day; the first one when left out.",
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
            alias.asname or alias.name: node.module
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
        self.query = parameters(tree, modules)


def parameters(tree: ast.Module, modules: dict[str, str | None]) -> list[dict[str, Any]]:
    """The query parameters that a function reads through `api.Request`, as OpenAPI tells them."""
    constants: dict[str, Any] = {}
    for node in tree.body:
        match node:
            case ast.Assign([ast.Name(name)], ast.Constant(constant)):
                constants[name] = constant
            case ast.Assign([ast.Tuple(names)], ast.Tuple(values)):
                pairs = zip(names, values, strict=True)
                constants |= {each.id: ast.literal_eval(part) for each, part in pairs if isinstance(each, ast.Name)}

    def value(node: ast.expr) -> Any:
        match node:
            case ast.Name(name) if name in constants:
                return constants[name]
            case ast.Name(name):
                return _imported(modules[name] or "", name)
            case ast.Attribute(inner, name):
                return getattr(value(inner), name)
        return ast.literal_eval(node)

    required = {
        keyword.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and isinstance(node.test.ops[0], ast.Is)
        for raised in node.body
        if isinstance(raised, ast.Raise) and isinstance(raised.exc, ast.Call)
        for keyword in raised.exc.keywords
        if keyword.arg == "parameter" and isinstance(keyword.value, ast.Constant)
    }
    found: dict[str, dict[str, Any]] = {}
    for call in ast.walk(tree):
        match call:
            case ast.Call(ast.Attribute(ast.Name("request"), method), arguments) if method in QUERY_SCHEMAS:
                told = list(map(value, arguments))
                name = "limit" if method == "limit" else told.pop(0)
                schema = QUERY_SCHEMAS[method](*told)
                if name not in QUERY_TEXTS:
                    sys.exit(f"what does the parameter {name} mean? Say it in QUERY_TEXTS of scripts/openapi.py")
                needed = {"required": True} if name in required or method == "identifiers" else {}
                found[name] = {"name": name, "in": "query", "description": QUERY_TEXTS[name], **needed} | schema
    return list(found.values())


def _imported(module: str, name: str) -> Any:
    """What `from module import name` gives."""
    for key in ("AWS_DEFAULT_REGION", "TABLE_NAME"):  # what a module of records wants to know when it is imported
        os.environ.setdefault(key, "none")
    try:
        return importlib.import_module(f"{module}.{name}")
    except ModuleNotFoundError:
        return getattr(importlib.import_module(module), name)


def operation(name: str, path: str, authorizer: str | None, schemas: dict[str, Any]) -> dict[str, Any]:
    """One OpenAPI operation."""
    source = Source(name)
    try:
        sample = json.loads((ROOT / "events" / f"{name}.json").read_text())
    except FileNotFoundError:
        sys.exit(f"add events/{name}.json, as API Gateway sends it")
    asked: list[dict[str, Any]] = [
        {"name": each, "in": "path", "required": True, "schema": IDENTIFIER_SCHEMA}
        for each in re.findall(r"{(\w+)}", path)
    ]
    asked += [
        {"name": each, "in": "header", "description": HEADER_TEXTS[each], "schema": {"type": "string"}}
        for each in sorted(set(source.headers))
    ]
    asked += source.query
    made: dict[str, Any] = {
        "operationId": name,
        "summary": source.summary,
        "security": [{authorizer: []}] if authorizer else [],
        "responses": answers(name, source, path, authorizer),
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
    if "If-Match" in source.headers:
        problems[412] = "Changed in the meantime"
    found = {str(recorded["status"]): success}
    if "If-None-Match" in source.headers:
        found["304"] = {"description": "Unchanged"}
    return found | {str(status): problem(status, text, examples[status]) for status, text in sorted(problems.items())}


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
    text = yaml.dump(document(), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    if "--check" in sys.argv:
        if not OUTPUT.exists() or OUTPUT.read_text() != text:
            sys.exit("docs/openapi.yaml is stale: run make openapi")
    else:
        OUTPUT.write_text(text)


if __name__ == "__main__":
    main()
