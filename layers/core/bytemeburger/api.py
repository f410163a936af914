"""One HTTP request of API Gateway (REST, Lambda proxy) and its answer; problems as RFC 9457.

@endpoint("kitchen", "manager")
def handler(request: Request) -> Reply: ...
"""

import base64
import binascii
import json
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from bytemeburger import settings, texts
from bytemeburger.aws import is_busy
from bytemeburger.errors import (
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    Problem,
    TooLarge,
    Unauthorized,
    Unavailable,
)
from bytemeburger.telemetry import follow, logger, metrics, redact

if TYPE_CHECKING:
    from pydantic import BaseModel

BODY_LIMIT_BYTES = 64 * 1024
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CORRELATION = re.compile(r"[\w.-]{8,64}", re.ASCII)

type Event = dict[str, Any]


class Request:
    """What a use case may know of a request."""

    def __init__(self, event: Event):
        self._event = event
        self._headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
        context = event.get("requestContext") or {}
        self.request_id: str = context.get("requestId") or "local"
        self.source: str = (context.get("identity") or {}).get("sourceIp") or ""
        """The IP address that asks, as API Gateway saw it."""
        self.claims: dict[str, Any] = (context.get("authorizer") or {}).get("claims") or {}
        if self.claims and self.claims.get("token_use") != "id":
            # Without scopes API Gateway lets access tokens through; only ID tokens carry our claims.
            raise Unauthorized("token-not-accepted")

    @property
    def correlation_id(self) -> str:
        """The client's own id of the request when it is well formed and nothing personal, or API Gateway's."""
        claimed = self.header("X-Correlation-Id") or ""
        return claimed if _CORRELATION.fullmatch(claimed) and redact(claimed) == claimed else self.request_id

    @property
    def connection_id(self) -> str:
        """Which WebSocket asks."""
        return str(self._event["requestContext"]["connectionId"])

    @property
    def order_id(self) -> str | None:
        """The order that the path names, for the log."""
        named = (self._event.get("pathParameters") or {}).get("order_id") or ""
        return named if IDENTIFIER.fullmatch(named) else None

    @property
    def subject(self) -> str:
        """The `sub` of the token's user."""
        return str(self.claims["sub"])

    @property
    def groups(self) -> set[str]:
        """The Cognito groups; API Gateway hands them on as one text, `a,b` or `[a b]`."""
        groups = self.claims.get("cognito:groups") or ""
        return set(groups.strip("[]").replace(",", " ").split())

    @property
    def staff_store(self) -> str:
        """The only store whose data this member of staff may touch."""
        store = self.claims.get("custom:store")
        if not store:
            raise Forbidden("store-not-yours")
        return str(store)

    @property
    def verified_customer(self) -> str | None:
        """The `sub` of a customer who signed in and whose e-mail address is confirmed; None for the shared ordering
        user. `aud` tells them apart; API Gateway hands claims on as texts."""
        verified = str(self.claims.get("email_verified")).lower() == "true"
        return self.subject if self.claims.get("aud") == settings.customer_client() and verified else None

    @property
    def customer(self) -> str:
        """The `sub` of the verified customer who asks. Raises Forbidden for the shared ordering user."""
        customer = self.verified_customer
        if customer is None:
            raise Forbidden("sign-in-required")
        return customer

    def header(self, name: str) -> str | None:
        return self._headers.get(name.lower())

    def path(self, name: str) -> str:
        """An identifier in the path; what cannot be one is not found."""
        value = (self._event.get("pathParameters") or {}).get(name) or ""
        if not IDENTIFIER.fullmatch(value):
            raise NotFound("route-unknown")
        return value

    def query(self, name: str) -> str | None:
        return (self._event.get("queryStringParameters") or {}).get(name)

    def identifier(self, name: str) -> str | None:
        """An identifier in the query string. Raises Malformed for what cannot be one."""
        value = self.query(name)
        if value is not None and not IDENTIFIER.fullmatch(value):
            raise Malformed("parameter-invalid", parameter=name)
        return value

    def identifiers(self, name: str, most: int) -> list[str]:
        """One to `most` different identifiers, separated by commas, in the query string. Raises Malformed."""
        found = list(dict.fromkeys((self.query(name) or "").split(",")))
        if len(found) > most or not all(map(IDENTIFIER.fullmatch, found)):
            raise Malformed("parameter-invalid", parameter=name)
        return found

    def whole(self, name: str, most: int) -> int | None:
        """A number from 1 to `most` in the query string. Raises Malformed."""
        value = self.query(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= 9 and 1 <= int(value) <= most):
            raise Malformed("parameter-invalid", parameter=name)
        return int(value)

    def limit(self, default: int = 50, most: int = 100) -> int:
        """The page size asked for, 1 to `most`. Raises Malformed."""
        return self.whole("limit", most) or default

    def day(self, name: str) -> str | None:
        """A date in the query string, `2026-11-24`. Raises Malformed."""
        value = self.query(name)
        try:
            if value is not None and date.fromisoformat(value).isoformat() != value:
                raise ValueError
        except ValueError:
            raise Malformed("parameter-invalid", parameter=name) from None
        return value

    def choice(self, name: str, choices: Iterable[str]) -> str | None:
        """One of the words in the query string. Raises Malformed for any other."""
        value = self.query(name)
        if value is not None and value not in list(choices):
            raise Malformed("parameter-invalid", parameter=name)
        return value

    def body(self) -> bytes:
        """The raw body. Raises TooLarge and Malformed."""
        text = self._event.get("body") or ""
        if len(text) > BODY_LIMIT_BYTES * 2:
            raise TooLarge("body-too-large", limit_bytes=BODY_LIMIT_BYTES)
        try:
            raw = base64.b64decode(text, validate=True) if self._event.get("isBase64Encoded") else text.encode()
            raw.decode()
        except (binascii.Error, ValueError):
            raise Malformed("body-malformed") from None
        if len(raw) > BODY_LIMIT_BYTES:
            raise TooLarge("body-too-large", limit_bytes=BODY_LIMIT_BYTES)
        return raw

    def parse[Model: BaseModel](self, model: type[Model]) -> Model:
        """The body as a schema. Raises TooLarge, Malformed (no JSON) and Invalid (with a pointer per error)."""
        from pydantic import ValidationError

        try:
            return model.model_validate_json(self.body() or b"null")
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            if found[0]["type"] == "json_invalid":
                raise Malformed("body-malformed") from None
            raise Invalid(
                "body-invalid",
                errors=[
                    {
                        "pointer": redact("".join(f"/{part}" for part in each["loc"])),  # holds names a client chose
                        "code": each["type"],
                        "detail": each["msg"],
                    }
                    for each in found[:20]
                ],
            ) from None


@dataclass(frozen=True)
class Reply:
    """A text is sent as it is, anything else as JSON. `etag` is the strong validator of the body, without its quotation
    marks."""

    body: Any = None
    status: int = HTTPStatus.OK
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None

    def render(self, request: Request | None) -> dict[str, Any]:
        headers = {
            "Content-Type": "application/json",
            "Cache-Control": "no-store" if self.etag is None else "no-cache",
            "Access-Control-Allow-Origin": settings.allowed_origin(),
            "Access-Control-Expose-Headers": "ETag,Retry-After,X-Correlation-Id",
            **self.headers,
        }
        if self.etag is not None:
            headers["ETag"] = f'"{self.etag}"'
            known = (request and request.header("If-None-Match")) or ""
            if f'"{self.etag}"' in known:
                return {"statusCode": int(HTTPStatus.NOT_MODIFIED), "headers": headers, "body": ""}
        match self.body:
            case None:
                text = ""
            case str():
                text = self.body
            case _:
                text = json.dumps(self.body, ensure_ascii=False, separators=(",", ":"))
        return {"statusCode": int(self.status), "headers": headers, "body": text}


def _problem(problem: Problem, language: str) -> Reply:
    return Reply(
        {
            "type": f"urn:bytemeburger:problem:{problem.code}",
            "title": HTTPStatus(problem.status).phrase,
            "status": problem.status,
            "detail": texts.detail(problem.code, problem.members, language),
            **problem.members,
        },
        problem.status,
        {"Content-Type": "application/problem+json", **problem.headers},
    )


type UseCase = Callable[[Request], Reply]


def endpoint(*groups: str) -> Callable[[UseCase], Callable[[Event, Any], dict[str, Any]]]:
    """Make a use case the handler of a Lambda function behind API Gateway.

    With `groups`, the caller's token must carry one of them. Every answer is JSON; a `Problem` becomes its
    problem document, any other exception a 500 that says nothing and a log line that says everything.
    """

    def decorate(use_case: UseCase) -> Callable[[Event, Any], dict[str, Any]]:
        @wraps(use_case)
        def handler(event: Event, _context: Any) -> dict[str, Any]:
            started = time.perf_counter()
            request = None
            try:
                request = Request(event)
                follow(request.correlation_id)
                if groups and not request.groups.intersection(groups):
                    raise Forbidden("group-required", groups=list(groups))
                reply = use_case(request)
            except Problem as problem:
                reply = _problem(problem, (request and request.header("Accept-Language")) or "")
                logger.info("refused", extra={"problem": problem.code})
            except Exception as error:
                logger.exception("failed")
                reply = _problem(Unavailable("busy") if is_busy(error) else Problem("internal"), "")
            rendered = reply.render(request)
            if request:
                rendered["headers"]["X-Correlation-Id"] = request.correlation_id
            milliseconds = round((time.perf_counter() - started) * 1000, 1)
            about = {"order_id": request.order_id} if request and request.order_id else {}
            logger.info("answered", extra={"status": rendered["statusCode"], "milliseconds": milliseconds, **about})
            if metrics.metric_set:
                metrics.flush_metrics()
            return rendered

        return handler

    return decorate
