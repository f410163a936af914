"""Write docs/openapi.yaml from what is deployed: routes and authorizers of template.yaml, the functions' docstrings and
contracts, the types of their bodies and answers, the sample requests of events/ and the examples of docs/examples/."""

import argparse
import importlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from http import HTTPStatus
from string import Formatter
from typing import Any, get_args, get_type_hints

import yaml

from bytemeburger.api import Csv, Endpoint
from bytemeburger.conditions import IF_NONE_MATCH
from bytemeburger.parameters import Parameter, identifier
from bytemeburger.request_body import BODY_LIMIT_BYTES
from bytemeburger.texts import PROBLEMS, detail
from deployment.template import ROOT, functions, read_template
from scripts.documents.json_schemas import REFERENCE, Schemas

OUTPUT = ROOT / "docs" / "openapi.yaml"
SUCCESS = {200: "Done", 201: "Created", 202: "Begun; it goes on by itself", 204: "Done", 303: "See the page"}
REFUSED = {
    400: "Malformed",
    401: "Not proved who asks",
    403: "Not allowed",
    404: "Not found",
    409: "Not possible now",
    412: "Changed in the meantime",
    413: "Too large",
    422: "Against the rules",
    428: "Which version is replaced?",
    429: "Too many requests",
    500: "Our fault",
    503: "Try again later",
}
PREFIX = "urn:bytemeburger:problem:"
TAGS = {
    "Ordering": "What guests do at the kiosk and on their phone, from the menu to the number that is called.",
    "Account": "What registered customers do with their own data.",
    "Kitchen": "The kitchen's queue and its steps, and the pick-up board.",
    "Counter": "Orders as the staff places them, takes their money, calls them off and refunds them.",
    "Products": "The menu as managers keep it: products, pictures, stock.",
    "Campaigns": "Offers, coupons, and the mails about them.",
    "Customers": "Customers as managers see them, and what a person may ask for at the desk by law.",
    "Store": "A store's settings, its people, and who changed what.",
    "Reports": "Sales, the day so far, campaigns, and the comparison with the payment provider.",
    "Payment provider": "What Mercado Pago calls.",
}
TAG_OF_PATHS = {
    "/audit": "Store",
    "/board": "Kitchen",
    "/campaigns": "Campaigns",
    "/cart": "Ordering",
    "/customers": "Account",
    "/identify": "Ordering",
    "/kitchen": "Kitchen",
    "/mailings": "Campaigns",
    "/me": "Account",
    "/menu": "Ordering",
    "/menu/arrangement": "Products",
    "/orders": "Ordering",
    "/products": "Products",
    "/reports": "Reports",
    "/staff/cart": "Counter",
    "/staff/customers": "Customers",
    "/staff/orders": "Counter",
    "/staff/people": "Store",
    "/store": "Store",
    "/suggestions": "Ordering",
    "/unsubscribe": "Account",
    "/webhooks": "Payment provider",
}
"""Of all paths that begin so; the longest counts."""
PATH_PARTS = {"line": "The line's place in the order, from 0.", "token": "From the link in a campaign's mail."}
"""What a part of a path means that is no id."""

MEMBERS: dict[str, Any] = {
    "choice": "combo-x",
    "combos": ["combo-x"],
    "current_status": "IN_PREPARATION",
    "group_id": "sauces",
    "groups": ["manager"],
    "limit": 20,
    "limit_bytes": BODY_LIMIT_BYTES,
    "limit_products": 80,
    "limit_total": 1_000_000,
    "name": {"pt-BR": "Guaraná", "en": "Guaraná"},
    "option_id": "mustard",
    "parameter": "limit",
    "product_id": "guarana",
    "slot_id": "drink",
}
"""What a problem's text may name, in an example."""
ERRORS = {"errors": [{"pointer": "/lines", "code": "missing", "detail": "Field required"}]}

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457. `detail` is for people, in English or Portuguese by Accept-Language.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "enum": [PREFIX + code for code in sorted(PROBLEMS)]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")},
            },
        },
    },
}


def refusal(status: int, codes: list[str]) -> dict[str, Any]:
    """The answer of a status that is a problem, one of these."""
    code = codes[-1]
    named = {name: MEMBERS[name] for _, name, _, _ in Formatter().parse(PROBLEMS[code][0]) if name}
    problem = {
        "type": PREFIX + code,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail(code, named, "en"),
        **named,
        **(ERRORS if code == "body-invalid" else {}),
    }
    schema = {
        "allOf": [{"$ref": f"{REFERENCE}Problem"}],
        "properties": {"type": {"type": "string", "enum": [PREFIX + code for code in sorted(codes)]}},
    }
    answer: dict[str, Any] = {
        "description": REFUSED[status],
        "content": {"application/problem+json": {"schema": schema, "example": problem}},
    }
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        answer["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer", "minimum": 1}}}
    return answer


class _Dumper(yaml.SafeDumper):
    """Writes a repeated part out each time: aliases are hard to read."""

    def ignore_aliases(self, _node: Any) -> bool:
        return True


def endpoint_of(name: str) -> Endpoint:
    """The handler of a function."""
    found: Endpoint = importlib.import_module(f"functions.{name}.app").handler
    return found


def tag(path: str) -> str:
    beginnings = [each for each in TAG_OF_PATHS if f"{path}/".startswith(f"{each}/")]
    if not beginnings:
        sys.exit(f"say in TAG_OF_PATHS of scripts/documents/openapi.py where {path} belongs")
    return TAG_OF_PATHS[max(beginnings, key=len)]


def parameter(declared: Parameter[Any], place: str) -> dict[str, Any]:
    """A parameter of the query or a header."""
    parameter: dict[str, Any] = {"name": declared.name, "in": place, "description": declared.meaning}
    if declared.required:
        parameter["required"] = True
    if declared.schema["type"] == "array":
        parameter |= {"style": "form", "explode": False}
    return parameter | {"schema": dict(declared.schema)}


def operation(name: str, path: str, method: str, authorizer: str | None, schemas: Schemas) -> dict[str, Any]:
    """One OpenAPI operation."""
    endpoint = endpoint_of(name)
    title, _, paragraphs = (sys.modules[endpoint.__module__].__doc__ or "").partition("\n\n")
    summary = " ".join(title.split()).removeprefix(f"{method.upper()} {path}: ").removesuffix(".")
    operation: dict[str, Any] = {
        "operationId": name,
        "tags": [tag(path)],
        "summary": summary[:1].upper() + summary[1:],
        "security": [{authorizer: []}] if authorizer else [],
        "responses": {
            str(status): answer
            for status, answer in sorted(
                [*answers(name, endpoint, method, schemas), *refusals(endpoint, path, method, authorizer)]
            )
        },
    }
    if description := "\n\n".join(" ".join(part.split()) for part in paragraphs.split("\n\n") if part):
        operation["description"] = description
    operation["parameters"] = [
        *(
            {
                "name": each,
                "in": "path",
                "required": True,
                "description": PATH_PARTS.get(each, f"The {each.removesuffix('_id')}'s id."),
            }
            | {"schema": dict(identifier(each, "").schema)}
            for each in re.findall(r"{(\w+)}", path)
        ),
        *(parameter(each, "header") for each in endpoint.contract.headers),
        *(parameter(each, "query") for each in endpoint.contract.query),
    ]
    if endpoint.body:
        content: dict[str, Any] = {"schema": schemas.of(endpoint.body)}
        if sample := sample_of(name).get("body"):
            content["example"] = json.loads(sample)
        operation["requestBody"] = {"required": True, "content": {"application/json": content}}
    return operation


def sample_of(name: str) -> dict[str, Any]:
    try:
        sample: dict[str, Any] = json.loads((ROOT / "events" / f"{name}.json").read_text())
    except FileNotFoundError:
        sys.exit(f"add events/{name}.json, as API Gateway sends it")
    return sample


def answers(name: str, endpoint: Endpoint, method: str, schemas: Schemas) -> Iterator[tuple[int, dict[str, Any]]]:
    """What is answered where all went well."""
    recorded = ROOT / "docs" / "examples" / f"{name}.json"
    example: dict[str, Any] = (
        json.loads(recorded.read_text()) if recorded.exists() else {"status": 0, "content_type": ""}
    )
    (answer,) = get_args(get_type_hints(endpoint.use_case)["return"])
    kinds = [kind for kind in get_args(answer) or [answer] if kind is not type(None)]
    for status in endpoint.contract.statuses:
        content: dict[str, Any] = {
            Csv.MEDIA_TYPE if kind is Csv else "application/json": {
                "schema": {"type": "string"} if kind is Csv else schemas.of(kind)
            }
            for kind in kinds
        }
        media = example["content_type"].partition(";")[0]
        if status == example["status"] and media in content:
            content[media]["example"] = example["body"]
        yield int(status), {"description": SUCCESS[status]} | ({"content": content} if content else {})
    if method == "get" and IF_NONE_MATCH in endpoint.contract.headers:
        yield 304, {"description": "Unchanged"}


def refusals(
    endpoint: Endpoint, path: str, method: str, authorizer: str | None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The problems that follow from the contract, and those that it names."""
    contract = endpoint.contract
    codes: dict[int, list[str]] = {400: ["refused", "parameter-unknown", "parameter-invalid"]}

    def add(status: int, *more: str) -> None:
        codes.setdefault(status, []).extend(more)

    if authorizer:
        add(401, "unauthorized", "token-not-accepted")
    if contract.groups:
        add(403, "store-missing", "group-required")
    if contract.signed_in:
        add(403, "sign-in-required")
    if "{" in path:
        add(404, "route-unknown")
    if endpoint.body:
        add(400, "body-malformed")
        add(413, "body-too-large")
        add(422, "body-invalid")
    if method == "get" and IF_NONE_MATCH in contract.headers:
        add(412, "precondition-failed")
    for header in contract.headers:
        if header.required:
            refused = header.refusal(header.name)
            add(refused.status, refused.code)
    for status in (429, 500, 503):
        add(status, "internal" if status == HTTPStatus.INTERNAL_SERVER_ERROR else "busy")
    for status, more in contract.problems.items():
        add(status, *more)
    for status, found in codes.items():
        yield status, refusal(status, list(dict.fromkeys(found)))


def document() -> dict[str, Any]:
    template = read_template()
    schemas = Schemas()
    schemas.named["Problem"] = PROBLEM
    paths: dict[str, Any] = {}
    for name, path, method, authorizer in functions(template):
        paths.setdefault(path, {})[method] = operation(name, path, method, authorizer, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ByteMeBurger",
            "version": tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"],
            "description": (
                "Self-service ordering in fast-food stores. Money is integer centavos of BRL, times are ISO 8601 in UTC."
                " What is refused answers a problem (RFC 9457), whose `type` stays and whose text is for people. Guests ask"
                " with the token of POST /identify, staff with that of their own sign-in."
            ),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "tags": [{"name": name, "description": meaning} for name, meaning in TAGS.items()],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.named.items())),
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
