"""Who may call what: every method of the API with every kind of caller, and tokens and orders that are not one's own."""

import re
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from deployment.template import functions, read_template
from local import customers, staff
from local.caller import Caller, insist, place
from local.stack import Stack
from tests.access import CUSTOMERS, EVERYBODY, MAY, STAFF

METHODS = {name: (method.upper(), path, authorizer) for name, path, method, authorizer in functions(read_template())}


@pytest.fixture
def member_token(stack: Stack, customer_token: str) -> str:
    """The ID token of a customer with an account, which this test is going to erase."""
    email = f"{uuid.uuid4().hex}@example.com"
    customers.register(stack, customer_token, {"name": "Bia", "email": email, "language": "en"})
    return customers.sign_in(stack, email)


def refusal(name: str, principal: str) -> int | None:
    """The status with which a caller is refused, None where they may call."""
    if principal in MAY[name]:
        return None
    pool = {"CustomerAuthorizer": CUSTOMERS, "StaffAuthorizer": STAFF}[METHODS[name][2] or ""]
    return 403 if principal in pool else 401


def test_each_caller_reaches_what_is_theirs_and_nothing_else(
    api: httpx.Client, customer_token: str, member_token: str, staff_token: Callable[[str], str]
) -> None:
    tokens = {"customer": customer_token, "member": member_token} | {group: staff_token(group) for group in STAFF}

    def call(cell: tuple[str, str]) -> tuple[tuple[str, str], int | None]:
        name, principal = cell
        method, path, _ = METHODS[name]
        headers = {"Authorization": tokens[principal]} if principal in tokens else {}
        options: dict[str, Any] = {"json": {}} if method in ("POST", "PUT") else {}
        answer = insist(lambda: api.request(method, re.sub(r"{\w+}", "nobodys", path), headers=headers, **options))
        assert answer.status_code < 500, (cell, answer.text)
        refused = answer.status_code in (401, 403) and not answer.text.count("notification-unsigned")
        if refused:
            assert answer.headers["Content-Type"] == "application/problem+json"
        return cell, answer.status_code if refused else None

    # A function's calls stand far apart, so that one worker of it serves them all.
    cells = [(name, principal) for principal in sorted(EVERYBODY) for name in METHODS]
    with ThreadPoolExecutor(6) as callers:
        answered = dict(callers.map(call, cells))

    assert answered == {cell: refusal(*cell) for cell in cells}


def test_another_customers_order_is_no_order(kiosk: Caller, kitchen: Caller) -> None:
    (mine, my_key), (_, other_key) = place(kiosk, "x-burger"), place(kiosk, "x-burger")
    of_an_order = [
        (method, path.format(order_id=mine))
        for method, path, authorizer in METHODS.values()
        if "{order_id}" in path and authorizer == "CustomerAuthorizer" and not path.startswith("/me")
    ]
    assert ("POST", f"/orders/{mine}/checkout") in of_an_order
    for method, path in of_an_order:
        for headers in ({}, other_key, {"Order-Key": ""}, {"Order-Key": my_key["Order-Key"][:-1]}):
            answer = kiosk.send(method, path, headers=headers)
            assert (answer.status_code, answer.json()["type"]) == (404, "urn:bytemeburger:problem:order-not-found")
    assert kiosk("GET", f"/orders/{mine}", headers=my_key)["status"] == "AWAITING_PAYMENT"


@pytest.mark.parametrize("kind", ["AccessToken", "RefreshToken"])
def test_only_an_id_token_opens(api: httpx.Client, stack: Stack, kind: str) -> None:
    answer = stack.client("cognito-idp").initiate_auth(
        ClientId=stack.outputs["LocalStaffClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "manager", "PASSWORD": staff.PASSWORD},
    )
    token = answer["AuthenticationResult"][kind]

    assert insist(lambda: api.get("/products", headers={"Authorization": token})).status_code in (401, 403)


@pytest.mark.parametrize(
    ("flow", "more"),
    [
        ("USER_PASSWORD_AUTH", {"PASSWORD": "guess"}),
        ("USER_AUTH", {"PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "guess"}),
        ("USER_SRP_AUTH", {"SRP_A": "a" * 64}),
    ],
)
def test_nobody_but_the_server_can_try_the_ordering_users_password(
    stack: Stack, flow: str, more: dict[str, str]
) -> None:
    cognito = stack.client("cognito-idp")
    with pytest.raises(cognito.exceptions.ClientError, match=r"InvalidParameterException|NotAuthorizedException"):
        cognito.initiate_auth(
            ClientId=stack.outputs["OrderingClientId"],
            AuthFlow=flow,
            AuthParameters={"USERNAME": "ordering"} | more,
        )
    for pool in ("CustomerPoolId", "StaffPoolId"):
        users = cognito.list_users(UserPoolId=stack.outputs[pool])["Users"]
        assert "ordering" not in {user["Username"] for user in users}


def test_a_token_that_another_client_of_the_pool_asked_for_opens_nothing(api: httpx.Client, stack: Stack) -> None:
    cognito, pool = stack.client("cognito-idp"), stack.outputs["StaffPoolId"]
    client_id = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="another", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    token = sign_in_at(stack, client_id)
    cognito.delete_user_pool_client(UserPoolId=pool, ClientId=client_id)

    answer = insist(lambda: api.get("/products", headers={"Authorization": token}))
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:bytemeburger:problem:token-not-accepted")


@pytest.fixture
def for_a_second(stack: Stack) -> Iterator[None]:
    """The tokens of the staff's scripts end at once."""
    cognito = stack.client("cognito-idp")
    client = {"UserPoolId": stack.outputs["StaffPoolId"], "ClientId": stack.outputs["LocalStaffClientId"]}
    flows = {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]}
    cognito.update_user_pool_client(**client, **flows, IdTokenValidity=1, TokenValidityUnits={"IdToken": "seconds"})
    yield
    cognito.update_user_pool_client(**client, **flows, IdTokenValidity=1, TokenValidityUnits={"IdToken": "hours"})


def test_an_expired_token_opens_nothing(api: httpx.Client, stack: Stack, for_a_second: None) -> None:
    headers = {"Authorization": sign_in_at(stack, stack.outputs["LocalStaffClientId"])}
    answers = [insist(lambda: api.get("/products", headers=headers))]
    end = time.monotonic() + 5
    while answers[-1].status_code == 200:
        assert time.monotonic() < end
        time.sleep(0.2)
        answers.append(insist(lambda: api.get("/products", headers=headers)))
    assert answers[-1].status_code == 401
    assert "unauthorized" in answers[-1].json()["type"]


def sign_in_at(stack: Stack, client_id: str) -> str:
    """The ID token of the manager, as this client gets it."""
    signed_in = stack.client("cognito-idp").initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "manager", "PASSWORD": staff.PASSWORD},
    )
    return str(signed_in["AuthenticationResult"]["IdToken"])
