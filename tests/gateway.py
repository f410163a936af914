"""API Gateway in this process: the functions under the routes and authorizers of template.yaml, as a WSGI application.

`Authorization` holds the name of a principal whose claims the authorizer is to find. What the gateway refuses by itself it
answers as the template has it.
"""

import base64
import importlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from deployment.template import functions
from tests.conftest import Context

type Claims = dict[str, str]
type StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Gateway:
    """`principals`: by authorizer, then by name. `document`: what GET /openapi.json answers."""

    def __init__(
        self, template: dict[str, Any], principals: Mapping[str, Mapping[str, Claims]], document: dict[str, Any]
    ):
        self._refusals = template["Resources"]["Api"]["Properties"]["GatewayResponses"]
        self._principals, self._document = principals, document
        self._routes = [
            (method.upper(), re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path)), name, authorizer)
            for name, path, method, authorizer in functions(template)
        ]

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/openapi.json":
            headers = {"Content-Type": "application/json"}
            answer: dict[str, Any] = {"statusCode": 200, "headers": headers, "body": json.dumps(self._document)}
        else:
            answer = self._answer(environ)
        start_response(f"{answer['statusCode']} -", [(name, str(value)) for name, value in answer["headers"].items()])
        return [answer["body"].encode()]

    def _answer(self, environ: dict[str, Any]) -> dict[str, Any]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
        found = ((route, match) for route in self._routes if route[0] == method and (match := route[1].fullmatch(path)))
        (_, _, name, authorizer), match = next(found, ((None, None, None, None), None))
        if name is None or match is None:
            return self._refusal("MISSING_AUTHENTICATION_TOKEN")
        headers = {
            key.removeprefix("HTTP_").replace("_", "-").title(): value
            for key, value in environ.items()
            if key.startswith("HTTP_") or key == "CONTENT_TYPE"
        }
        context: dict[str, Any] = {"requestId": "5f1d7a52-8c1f-4bd1-9d1c-2f4f9d6d6f10"}
        if authorizer is not None:
            claims = self._principals[authorizer].get(headers.get("Authorization", ""))
            if claims is None:
                return self._refusal("UNAUTHORIZED")
            context["authorizer"] = {"claims": claims}
        query = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        event = {
            "httpMethod": method,
            "headers": headers,
            "pathParameters": match.groupdict() or None,
            "queryStringParameters": dict(query) or None,
            "multiValueQueryStringParameters": {
                key: [value for name, value in query if name == key] for key, _ in query
            }
            or None,
            "requestContext": context,
            **_body(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))),
        }
        handler = importlib.import_module(f"functions.{name}.app").handler
        answer: dict[str, Any] = handler(event, Context())
        return answer

    def _refusal(self, kind: str) -> dict[str, Any]:
        refusal = self._refusals[kind]
        body = refusal["ResponseTemplates"]["application/json"]
        named = refusal["ResponseParameters"]["Headers"]
        headers = {name: value.strip("'") for name, value in named.items() if isinstance(value, str)}
        return {"statusCode": json.loads(body)["status"], "headers": headers, "body": body}


def _body(raw: bytes) -> dict[str, Any]:
    try:
        return {"body": raw.decode() or None, "isBase64Encoded": False}
    except UnicodeDecodeError:
        return {"body": base64.b64encode(raw).decode(), "isBase64Encoded": True}
