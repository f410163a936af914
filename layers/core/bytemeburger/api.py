"""One HTTP request of API Gateway (REST, Lambda proxy) and its answer; problems as RFC 9457.

@endpoint("kitchen", "manager", query=(STATUS, LIMIT), problems={404: ("order-not-found",)})
def handler(request: Request, body: Advance) -> Response[KitchenCard]: ...

What stands there is the route's contract: the request is read from it, and the API's document is written from it
(`scripts/documents/openapi.py`).
"""

import hashlib
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, update_wrapper
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Concatenate, cast

from bytemeburger import settings, texts
from bytemeburger.aws import is_busy
from bytemeburger.conditions import IF_MATCH, IF_NONE_MATCH, Conditions, entity_tag
from bytemeburger.errors import Malformed, NotFound, PreconditionFailed, Problem, Unavailable
from bytemeburger.parameters import IDENTIFIER, Parameter, short_name
from bytemeburger.principal import Principal
from bytemeburger.request_body import parse_body
from bytemeburger.telemetry import instrumented, is_impersonal, logger, redact_value, set_correlation_id

if TYPE_CHECKING:
    from pydantic import BaseModel

SAFE = frozenset({"GET", "HEAD"})
_CORRELATION = re.compile(r"[\w.-]{8,64}", re.ASCII)

type Event = dict[str, Any]


class Request:
    """What a use case may know of a request."""

    def __init__(self, event: Event):
        self._event = event
        self._headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
        context = event.get("requestContext") or {}
        self._query: dict[str, str | None] = event.get("queryStringParameters") or {}
        self._declared: dict[str, Any] = {}
        self.method: str = event.get("httpMethod") or ""
        self.request_id: str = context.get("requestId") or "local"
        self._peer: str = (context.get("identity") or {}).get("sourceIp") or ""
        self.principal = Principal((context.get("authorizer") or {}).get("claims") or {})

    @property
    def correlation_id(self) -> str:
        """The client's own id of the request when it is well formed and nothing personal, or API Gateway's."""
        claimed = self._headers.get("x-correlation-id") or ""
        return claimed if _CORRELATION.fullmatch(claimed) and is_impersonal(claimed) else self.request_id

    @property
    def source(self) -> str:
        """The IP address that asks: as the pages' distribution names it, for what came through it, else as API Gateway
        saw it."""
        from bytemeburger import distribution

        return distribution.viewer(self._headers) or self._peer

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
    def language(self) -> str:
        """What the client reads, as `Accept-Language` says it."""
        return self._headers.get("accept-language") or ""

    def accepts(self, media: str) -> bool:
        """Whether the client asks for that media type by its name."""
        return media in (self._headers.get("accept") or "")

    def path(self, name: str) -> str:
        """An identifier in the path; what cannot be one is not found."""
        value = (self._event.get("pathParameters") or {}).get(name) or ""
        if not IDENTIFIER.fullmatch(value):
            raise NotFound("route-unknown")
        return value

    @property
    def conditions(self) -> Conditions:
        """What the request asks of the version of what it is about."""
        return Conditions(self.header(IF_MATCH), self._headers.get(IF_NONE_MATCH.name.lower()))

    def require_unchanged(self, version: int, changed: PreconditionFailed) -> None:
        """Raises `changed` for a request that is about another version than this one."""
        if not self.conditions.are_met(entity_tag(version)):
            raise changed

    def query[T](self, parameter: Parameter[T]) -> T:
        """A query parameter of those that the route declares."""
        return cast("T", self._declared[parameter.name])

    def header[T](self, parameter: Parameter[T]) -> T:
        """A header of those that the route declares."""
        return cast("T", self._declared[parameter.name])

    def accept(self, contract: "Contract") -> None:
        """Read what the contract declares. Raises Malformed for a value that cannot be; where it is `strict`, for a
        query parameter that is not declared or is given twice too."""
        known = {parameter.name for parameter in contract.query}
        repeated = self._event.get("multiValueQueryStringParameters") or {}
        for name in self._query if contract.strict else ():
            if name not in known:
                raise Malformed("parameter-unknown", parameter=short_name(name))
            if len(repeated.get(name) or ()) > 1:
                raise Malformed("parameter-invalid", parameter=name)
        for parameter in contract.query:
            self._declared[parameter.name] = parameter.read(self._query.get(parameter.name))
        for parameter in contract.headers:
            self._declared[parameter.name] = parameter.read(self._headers.get(parameter.name.lower()))


class Csv(str):
    """A body for a spreadsheet."""

    MEDIA_TYPE = "text/csv"


@dataclass(frozen=True)
class Response[Body]:
    """`etag` is the strong validator of the body, without its quotation marks; of one that is `digested` it is a digest of
    its text. `status`: the first that the contract has, unless another is given."""

    body: Body
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    digested: bool = False

    @cached_property
    def text(self) -> str:
        match self.body:
            case None:
                return ""
            case str():
                return self.body
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def validator(self) -> str | None:
        """As the header has it."""
        tag = hashlib.sha256(self.text.encode()).hexdigest()[:32] if self.digested else self.etag
        return entity_tag(tag) if tag is not None else None

    def render(self, request: Request | None, status: int) -> dict[str, Any]:
        headers = {
            "Content-Type": f"{Csv.MEDIA_TYPE}; charset=utf-8" if isinstance(self.body, Csv) else "application/json",
            "Cache-Control": "no-store" if self.validator is None else "no-cache",
            "Access-Control-Allow-Origin": settings.allowed_origin(),
            "Access-Control-Expose-Headers": "ETag,Retry-After,X-Correlation-Id",
            **self.headers,
        }
        if self.validator is not None:
            headers["ETag"] = self.validator
            if request and request.method in SAFE and request.conditions.is_not_modified(self.validator):
                return {"statusCode": int(HTTPStatus.NOT_MODIFIED), "headers": headers, "body": ""}
        return {"statusCode": int(self.status or status), "headers": headers, "body": self.text}


def _problem(problem: Problem, language: str) -> Response[dict[str, Any]]:
    members = redact_value(problem.members)  # a client chose some of them
    return Response(
        {
            "type": f"urn:bytemeburger:problem:{problem.code}",
            "title": HTTPStatus(problem.status).phrase,
            "status": problem.status,
            "detail": texts.detail(problem.code, members, language),
            **members,
        },
        problem.status,
        {"Content-Type": "application/problem+json", **problem.headers},
    )


type UseCase = Callable[Concatenate[Request, ...], Response[Any]]
"""It takes a `body` too where its route has one, parsed as the annotation says."""


@dataclass(frozen=True)
class Contract:
    """What a route takes and answers, besides the types of its body and of its answer. `problems`: the codes that the
    use case itself can end in, by status; those that follow from the rest of a contract are not repeated there."""

    groups: Sequence[str] = ()
    signed_in: bool = False
    query: Sequence[Parameter[Any]] = ()
    headers: Sequence[Parameter[Any]] = ()
    statuses: Sequence[int] = (HTTPStatus.OK,)
    problems: Mapping[int, Sequence[str]] = field(default_factory=dict)
    strict: bool = True


class Endpoint:
    """The handler of a Lambda function behind API Gateway.

    Every answer is JSON; a `Problem` becomes its problem document, any other exception a 500 that says nothing and a
    log line that says everything.
    """

    def __init__(self, use_case: UseCase, contract: Contract):
        update_wrapper(self, use_case)
        self.use_case, self.contract = use_case, contract
        self.body: type[BaseModel] | None = use_case.__annotations__.get("body")
        if self.body is not None:
            self.body.model_rebuild()  # as it starts: the first request need not wait for a validator
        self._invoke = instrumented(self._handle)

    def __call__(self, event: Event, context: Any) -> dict[str, Any]:
        return self._invoke(event, context)

    def _handle(self, event: Event, _context: Any) -> dict[str, Any]:
        started = time.perf_counter()
        request = None
        try:
            request = Request(event)
            set_correlation_id(request.correlation_id)
            reply = self._answer(request, event)
        except Problem as problem:
            reply = _problem(problem, request.language if request else "")
            logger.info("refused", extra={"problem": problem.code})
        except Exception as error:
            logger.exception("failed")
            reply = _problem(Unavailable("busy") if is_busy(error) else Problem("internal"), "")
        rendered = reply.render(request, self.contract.statuses[0])
        if request:
            rendered["headers"]["X-Correlation-Id"] = request.correlation_id
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        log_fields = {"order_id": request.order_id} if request and request.order_id else {}
        logger.info("answered", extra={"status": rendered["statusCode"], "milliseconds": milliseconds, **log_fields})
        return rendered

    def _answer(self, request: Request, event: Event) -> Response[Any]:
        if self.contract.groups:
            request.principal.admit(self.contract.groups)
        if self.contract.signed_in:
            _ = request.principal.customer
        request.accept(self.contract)
        reply = self.use_case(request) if self.body is None else self.use_case(request, parse_body(event, self.body))
        if reply.validator and request.method in SAFE and not request.conditions.matches(reply.validator):
            raise PreconditionFailed("precondition-failed")
        return reply


def endpoint(
    *groups: str,
    signed_in: bool = False,
    query: Sequence[Parameter[Any]] = (),
    headers: Sequence[Parameter[Any]] = (),
    statuses: Sequence[int] = (HTTPStatus.OK,),
    problems: Mapping[int, Sequence[str]] | None = None,
    strict: bool = True,
) -> Callable[[UseCase], Endpoint]:
    """Make a use case the handler of a Lambda function behind API Gateway.

    With `groups`, the caller is staff of a store with one of them; `signed_in`, a verified customer. `query` and
    `headers`: the parameters it takes; any other in the query is refused unless it is not `strict`.
    """
    contract = Contract(groups, signed_in, query, headers, statuses, problems or {}, strict)
    return lambda use_case: Endpoint(use_case, contract)
