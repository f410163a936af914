"""How any request is read and any answer written."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from bytemeburger import parameters, telemetry
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import VALIDATORS
from bytemeburger.errors import Conflict, Malformed
from bytemeburger.request_body import BODY_LIMIT_BYTES
from tests.conftest import Context


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    quantity: int = Field(ge=1, le=9)


@endpoint()
def echo(_request: Request, body: Body) -> Response[dict[str, int]]:
    return Response({"quantity": body.quantity})


def send(
    body: str | None, *, encoded: bool = False, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    answer = echo({"body": body, "isBase64Encoded": encoded, "headers": headers or {}}, Context())
    return answer["statusCode"], json.loads(answer["body"])


def test_a_good_body_is_read() -> None:
    assert send('{"quantity": 3}') == (200, {"quantity": 3})
    assert send(base64.b64encode(b'{"quantity": 3}').decode(), encoded=True) == (200, {"quantity": 3})


@pytest.mark.parametrize(
    ("body", "encoded", "status"),
    [
        (None, False, 422),
        ("", False, 422),
        ("{", False, 400),
        ("not json", False, 400),
        ("[" * 30_000, False, 400),
        ('{"quantity": "\\ud800"}', False, 400),
        (base64.b64encode(b"\xff\xfe{").decode(), True, 400),
        ("not base64!", True, 400),
        ("9" * 10_000_000, False, 413),
        (" " * (BODY_LIMIT_BYTES + 1), False, 413),
        ("[]", False, 422),
        ("null", False, 422),
        ('{"quantity": 0}', False, 422),
        ('{"quantity": 1.5}', False, 422),
        ('{"quantity": 1e9}', False, 422),
        ('{"quantity": "1"}', False, 422),
        ('{"quantity": NaN}', False, 422),
        ('{"quantity": 1, "price": 1}', False, 422),
    ],
)
def test_a_bad_body_is_a_problem_of_the_client(body: str | None, encoded: bool, status: int) -> None:
    answered, problem = send(body, encoded=encoded)
    assert answered == status == problem["status"]
    assert problem["type"].startswith("urn:bytemeburger:problem:body-")


@given(st.one_of(st.text(), st.binary().map(lambda raw: base64.b64encode(raw).decode())), st.booleans())
def test_no_body_is_a_fault_of_ours(body: str, encoded: bool) -> None:
    assert send(body, encoded=encoded)[0] < 500


def test_each_error_has_a_pointer_and_never_the_input() -> None:
    _, problem = send('{"quantity": "52998224725", "x": "52998224725"}')
    assert {error["pointer"] for error in problem["errors"]} == {"/quantity", "/x"}
    assert "52998224725" not in json.dumps(problem)


@pytest.mark.parametrize("name", ["52998224725", "529.982.247-25", "ana@example.org"])
def test_a_member_that_is_named_like_a_person_is_not_echoed(name: str) -> None:
    status, problem = send(json.dumps({"quantity": 1, name: 1}))
    assert status == 422
    assert name not in json.dumps(problem)


def test_problems_speak_the_clients_language() -> None:
    assert send("{", headers={"Accept-Language": "pt-BR"})[1]["detail"].startswith("O corpo")
    assert send("{")[1]["detail"].startswith("The body")


def test_a_fault_of_ours_answers_500_without_a_text() -> None:
    @endpoint()
    def broken(_request: Request) -> Response[Any]:
        raise RuntimeError("the CPF 529.982.247-25")

    answer = broken({}, Context())
    assert answer["statusCode"] == 500
    assert "529" not in answer["body"]


def test_a_problem_carries_its_members() -> None:
    @endpoint()
    def refuse(_request: Request) -> Response[Any]:
        raise Conflict("order-status", current_status="READY")

    answer = refuse({}, Context())
    assert answer["statusCode"] == 409
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert json.loads(answer["body"])["current_status"] == "READY"


@pytest.mark.parametrize(
    ("groups", "status"),
    [
        ("kitchen", 200),
        ("manager,kitchen", 200),
        ("[manager kitchen]", 200),
        ("[kitchen]", 200),
        ("counter", 403),
        ("[]", 403),
        ("", 403),
    ],
)
def test_the_group_is_checked(groups: str, status: int) -> None:
    @endpoint("kitchen")
    def cook(_request: Request) -> Response[Any]:
        return Response({})

    claims = {"token_use": "id", "aud": "staff-client", "custom:store": "centro", "cognito:groups": groups}
    assert cook({"requestContext": {"authorizer": {"claims": claims}}}, Context())["statusCode"] == status


def test_an_access_token_is_refused() -> None:
    answer = echo({"requestContext": {"authorizer": {"claims": {"token_use": "access"}}}}, Context())
    assert answer["statusCode"] == 401


def test_a_known_etag_answers_304_without_a_body() -> None:
    @endpoint(headers=VALIDATORS)
    def versioned(_request: Request) -> Response[Any]:
        return Response({"a": 1}, etag="7")

    def ask(method: str = "GET", **headers: str) -> int:
        status: int = versioned({"httpMethod": method, "headers": headers}, Context())["statusCode"]
        return status

    for known in ('"7"', 'W/"7"', '"5", "7"', "*"):
        assert ask(**{"if-none-match": known}) == ask("HEAD", **{"if-none-match": known}) == 304
        assert ask("POST", **{"if-none-match": known}) == ask("PUT", **{"if-none-match": known}) == 200
    assert ask(**{"if-none-match": '"6"'}) == 200
    assert ask(**{"if-match": '"6"'}) == 412
    assert ask(**{"if-match": '"7"'}) == 200


@pytest.mark.parametrize("order_id", ["", "a/b", "á", "x" * 65, "ORDER#1"])
def test_what_cannot_be_an_identifier_is_not_found(order_id: str) -> None:
    @endpoint()
    def read(request: Request) -> Response[Any]:
        return Response({"id": request.path("order_id")})

    assert read({"pathParameters": {"order_id": order_id}}, Context())["statusCode"] == 404


@pytest.mark.parametrize(
    ("claimed", "followed"),
    [
        ("kiosk-7.0001", "kiosk-7.0001"),
        ("short", "request-1"),
        ("with space", "request-1"),
        ("52998224725", "request-1"),
        ("529.982.247-25", "request-1"),
        ("cpf-52998224725", "request-1"),
        ("visit_529.982.247-25.x", "request-1"),
        ("cpf-529-982-247-25", "request-1"),
        ("529_982_247_25", "request-1"),
        ("529.982.247.25", "request-1"),
        ("5299.8224.725", "request-1"),
        ("5-2-9-9-8-2-2-4-7-2-5", "request-1"),
        ("2026-11-26-153000-7", "2026-11-26-153000-7"),
        ("order-123e4567-e89b-12d3-a456-a98765432109", "order-123e4567-e89b-12d3-a456-a98765432109"),
    ],
)
def test_a_request_is_followed_by_the_clients_id_unless_it_could_be_a_cpf(claimed: str, followed: str) -> None:

    @endpoint()
    def handler(request: Request) -> Response[Any]:
        return Response({"followed": telemetry.get_correlation_id()})

    request = {"headers": {"X-Correlation-Id": claimed}, "requestContext": {"requestId": "request-1"}}
    answer = handler(request, Context())
    assert json.loads(answer["body"]) == {"followed": followed}
    assert answer["headers"]["X-Correlation-Id"] == followed


def ask(use_case: Any, **event: Any) -> int:
    status: int = use_case(event, Context())["statusCode"]
    return status


def test_who_asks_is_looked_at_before_what_is_asked() -> None:
    @endpoint(signed_in=True)
    def buy(_request: Request, body: Body) -> Response[int]:
        return Response(body.quantity)

    claims = {"token_use": "id", "sub": "5f2c", "aud": "ordering-client", "email_verified": "true"}
    assert ask(buy, requestContext={"authorizer": {"claims": claims}}, body="{") == 403
    claims["aud"] = "customer-client"
    assert ask(buy, requestContext={"authorizer": {"claims": claims}}, body="{") == 400
    assert ask(buy, requestContext={"authorizer": {"claims": claims}}, body='{"quantity": 1}') == 200


def test_a_header_is_read_as_it_is_declared() -> None:
    key = parameters.uuid("Idempotency-Key", "").needed(lambda _: Malformed("idempotency-key-missing"))

    @endpoint(headers=(key,), statuses=(201, 202))
    def order(request: Request) -> Response[str]:
        return Response(request.header(key))

    assert ask(order) == ask(order, headers={"idempotency-key": "7"}) == 400
    assert ask(order, headers={"idempotency-key": "0B7E2F55-3f0b-4a67-8d4e-0c1a2b3c4d5e"}) == 201


def test_what_is_not_declared_cannot_be_read() -> None:
    @endpoint()
    def guess(request: Request) -> Response[str | None]:
        return Response(request.header(parameters.text("Order-Key", "")))

    assert ask(guess, headers={"Order-Key": "x"}) == 500
