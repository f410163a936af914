import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest


@pytest.fixture
def ordering_user(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The customer pool with its shared ordering user."""
    from functions.identify_customer import app

    cognito = boto3.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="customers")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="ordering", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=pool, Username="ordering", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(
        UserPoolId=pool, Username="ordering", Password="Ordering-password-1", Permanent=True
    )
    monkeypatch.setitem(os.environ, "CUSTOMER_POOL_ID", pool)
    monkeypatch.setitem(os.environ, "ORDERING_CLIENT_ID", client)
    app._session.clear()
    yield
    app._session.clear()


def test_with_a_cpf_there_is_a_reference_to_its_pseudonym(call: Any, ordering_user: None) -> None:
    from bytemeburger.customers.pseudonym import pseudonym, referred

    status, session = call("identify_customer")
    assert status == 200
    assert session["id_token"].count(".") == 2
    assert 0 < session["expires_in"] <= 3600
    assert referred(session["customer_ref"]) == pseudonym("52998224725")


def test_without_a_cpf_the_session_is_the_same_but_for_the_reference(call: Any, ordering_user: None) -> None:
    status, session = call("identify_customer", body={})
    assert (status, set(session)) == (200, {"id_token", "expires_in"})


@pytest.mark.parametrize("cpf", ["529.982.247-52", "11111111111", "abc", "", "5" * 21, 52998224725])
def test_a_cpf_that_is_none_is_refused_and_not_repeated(call: Any, ordering_user: None, cpf: Any) -> None:
    status, problem = call("identify_customer", body={"cpf": cpf})
    assert status == 422
    assert not cpf or str(cpf) not in str(problem)


def test_a_warm_function_makes_no_request(call: Any, ordering_user: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from bytemeburger import aws

    first = call("identify_customer")[1]["id_token"]
    monkeypatch.setattr(aws, "client", lambda service: pytest.fail(f"asked {service}"))
    assert call("identify_customer")[1]["id_token"] == first
