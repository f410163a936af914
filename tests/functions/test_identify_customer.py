import base64
import json
import os
import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
import time_machine
from botocore.exceptions import ClientError, ReadTimeoutError

from bytemeburger import aws as aws_clients
from bytemeburger import aws as clients
from bytemeburger.customers.ordering_user import OrderingUser
from bytemeburger.customers.protected_cpf import pseudonym, verify_reference
from functions.identify_customer import app
from functions.identify_customer.app import handler
from tests.functions.fixture_types import Call

PASSWORD = "Ordering-password-1"


@pytest.fixture(autouse=True)
def cold_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has signed in yet."""

    monkeypatch.setattr(app, "_ordering_user", OrderingUser())


@pytest.fixture
def ordering_user(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pool of the shared ordering user."""
    cognito = boto3.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="ordering")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="ordering", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(
        UserPoolId=pool, Username="ordering", TemporaryPassword=PASSWORD, MessageAction="SUPPRESS"
    )
    cognito.admin_set_user_password(UserPoolId=pool, Username="ordering", Password=PASSWORD, Permanent=True)
    monkeypatch.setitem(os.environ, "ORDERING_POOL_ID", pool)
    monkeypatch.setitem(os.environ, "ORDERING_CLIENT_ID", client)


class Cognito:
    """As AWS answers: `ExpiresIn` is the life of the access token, five minutes, while the ID token lives for an hour."""

    def __init__(self) -> None:
        self.sign_ins = 0
        self.failing: Exception | None = None
        self.answer: dict[str, Any] | None = None

    def admin_initiate_auth(self, **_: Any) -> dict[str, Any]:
        self.sign_ins += 1
        if self.failing:
            raise self.failing
        claims = base64.urlsafe_b64encode(json.dumps({"exp": int(time.time()) + 3600, "n": self.sign_ins}).encode())
        token = f"e30.{claims.rstrip(b'=').decode()}.c2ln"
        return self.answer or {"AuthenticationResult": {"IdToken": token, "AccessToken": "x", "ExpiresIn": 300}}


@pytest.fixture
def cognito(aws: None, monkeypatch: pytest.MonkeyPatch) -> Cognito:
    fake, real = Cognito(), clients.client
    monkeypatch.setattr(clients, "client", lambda service: fake if service == "cognito-idp" else real(service))
    return fake


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(int(time.time()), tick=False) as traveller:
        yield traveller


def refusal(code: str, message: str = "") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "AdminInitiateAuth")


FAILURES = {
    "locked": refusal("NotAuthorizedException", "Password attempts exceeded"),
    "throttled": refusal("TooManyRequestsException"),
    "broken": refusal("InternalErrorException"),
    "silent": ReadTimeoutError(endpoint_url="https://cognito"),
}


def test_with_a_cpf_there_is_a_reference_to_its_pseudonym(call: Call, ordering_user: None) -> None:
    status, session = call("identify_customer")
    assert status == 200
    assert session["id_token"].count(".") == 2
    assert 0 < session["expires_in"] <= 3600
    assert verify_reference(session["customer_ref"]) == pseudonym("52998224725")


@pytest.mark.parametrize("body", [{}, {"cpf": None}])
def test_without_a_cpf_the_session_is_the_same_and_refers_to_nobody(call: Call, ordering_user: None, body: Any) -> None:
    status, session = call("identify_customer", body=body)
    assert (status, set(session)) == (200, {"id_token", "expires_in", "customer_ref"})
    assert session["customer_ref"] is None


@pytest.mark.parametrize("cpf", ["529.982.247-52", "11111111111", "abc", "", "5" * 21, 52998224725])
def test_a_cpf_that_is_none_is_refused_and_not_repeated(call: Call, ordering_user: None, cpf: Any) -> None:
    status, problem = call("identify_customer", body={"cpf": cpf})
    assert status == 422
    assert not cpf or str(cpf) not in str(problem)


def test_a_session_lasts_as_long_as_its_own_token(call: Call, cognito: Cognito, clock: Any) -> None:
    assert call("identify_customer")[1]["expires_in"] == 3600
    clock.shift(2990)
    assert call("identify_customer")[1]["expires_in"] == 610
    assert cognito.sign_ins == 1
    clock.shift(20)
    assert call("identify_customer")[1]["expires_in"] == 3600
    assert cognito.sign_ins == 2


@pytest.mark.parametrize("failure", FAILURES)
def test_a_session_that_cannot_be_renewed_is_given_while_it_lives(
    call: Call, cognito: Cognito, clock: Any, failure: str
) -> None:
    first = call("identify_customer")[1]["id_token"]
    cognito.failing = FAILURES[failure]
    clock.shift(3590)
    assert (call("identify_customer")[1]["id_token"], call("identify_customer")[1]["expires_in"]) == (first, 10)
    assert cognito.sign_ins == 2, "nobody asks again at once: a user who keeps trying is locked for longer"
    clock.shift(10)
    refused, problem = call("identify_customer")
    assert (refused, problem["type"]) == (503, "urn:bytemeburger:problem:busy")
    cognito.failing = None
    clock.shift(10)
    assert call("identify_customer")[0] == 200


@pytest.mark.parametrize("failure", FAILURES)
def test_without_a_session_callers_learn_when_to_come_back(
    event: Any, context: Any, cognito: Cognito, clock: Any, failure: str
) -> None:
    cognito.failing = FAILURES[failure]
    for seconds, retry_after in ((0, "10"), (4, "6"), (5.5, "1")):
        clock.shift(seconds)
        answer = handler(event("identify_customer"), context)
        assert (answer["statusCode"], answer["headers"]["Retry-After"]) == (503, retry_after)
    assert cognito.sign_ins == 1


def test_a_user_without_a_lasting_password_is_no_session(call: Call, cognito: Cognito) -> None:
    cognito.answer = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s"}
    assert call("identify_customer")[0] == 503


def test_a_warm_function_makes_no_request(call: Call, ordering_user: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = call("identify_customer")[1]["id_token"]
    monkeypatch.setattr(aws_clients, "client", lambda service: pytest.fail(f"called {service}"))
    assert call("identify_customer")[1]["id_token"] == first
