"""What Cognito refuses and what its tokens tell."""

import base64
import json
import time
from typing import Any

import httpx
import pytest

from local.settings import Settings
from tests.integration.fidelity.makers import Client, refused

PASSWORD = "ByteMe-Burger-2026"


def pool(cognito: Any, *, factors: tuple[str, ...] = ("PASSWORD",), **more: Any) -> str:
    answer = cognito.create_user_pool(
        PoolName="people",
        Policies={"PasswordPolicy": {"MinimumLength": 12}, "SignInPolicy": {"AllowedFirstAuthFactors": list(factors)}},
        Schema=[{"Name": "store", "AttributeDataType": "String", "Mutable": True}],
        **more,
    )
    return str(answer["UserPool"]["Id"])


def app_client(cognito: Any, pool: str, **more: Any) -> str:
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    answer = cognito.create_user_pool_client(UserPoolId=pool, ClientName="app", ExplicitAuthFlows=flows, **more)
    return str(answer["UserPoolClient"]["ClientId"])


def person(cognito: Any, pool: str, **attributes: str) -> None:
    named = [{"Name": name.replace("custom_", "custom:"), "Value": value} for name, value in attributes.items()]
    cognito.admin_create_user(UserPoolId=pool, Username="ana", UserAttributes=named, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username="ana", Password=PASSWORD, Permanent=True)


def sign_in(cognito: Any, client: str, password: str = PASSWORD) -> dict[str, str]:
    credentials = {"USERNAME": "ana", "PASSWORD": password}
    answer = cognito.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=credentials)
    tokens: dict[str, str] = answer["AuthenticationResult"]
    return tokens


def claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def test_where_codes_sign_in_a_user_has_an_address_or_a_password(aws: Client) -> None:
    cognito = aws("cognito-idp")
    coded = pool(cognito, factors=("PASSWORD", "EMAIL_OTP"))
    assert "email or phone" in refused(cognito.admin_create_user, UserPoolId=coded, Username="ana")
    cognito.admin_create_user(UserPoolId=coded, Username="ana", TemporaryPassword=PASSWORD)
    cognito.admin_create_user(UserPoolId=pool(cognito), Username="ana")  # here Cognito makes a password


def test_who_was_created_without_a_password_has_none(aws: Client) -> None:
    cognito = aws("cognito-idp")
    coded = pool(cognito, factors=("PASSWORD", "EMAIL_OTP"))
    attributes = [{"Name": "email", "Value": "ana@example.com"}, {"Name": "email_verified", "Value": "true"}]
    answer = cognito.admin_create_user(
        UserPoolId=coded, Username="ana", UserAttributes=attributes, MessageAction="SUPPRESS"
    )
    assert answer["User"]["UserStatus"] == "CONFIRMED"
    app = app_client(cognito, coded)
    for guess in ("", "anything"):
        credentials = {"USERNAME": "ana", "PASSWORD": guess}
        parameters = {"ClientId": app, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": credentials}
        assert "Incorrect" in refused(cognito.initiate_auth, **parameters)


def test_nobody_has_an_attribute_that_the_pool_does_not_know(aws: Client) -> None:
    cognito = aws("cognito-idp")
    parameters = {
        "UserPoolId": pool(cognito),
        "Username": "ana",
        "UserAttributes": [{"Name": "custom:shop", "Value": "x"}],
    }
    assert "custom:shop" in refused(cognito.admin_create_user, **parameters)


def test_a_confirmed_address_is_one_persons_alias(aws: Client) -> None:
    cognito = aws("cognito-idp")
    aliased = pool(cognito, AliasAttributes=["email"])
    confirmed = [{"Name": "email", "Value": "ana@example.com"}, {"Name": "email_verified", "Value": "true"}]
    cognito.admin_create_user(UserPoolId=aliased, Username="ana", UserAttributes=confirmed)
    parameters = {"UserPoolId": aliased, "Username": "eva", "UserAttributes": confirmed}
    assert "AliasExistsException" in refused(cognito.admin_create_user, **parameters)
    cognito.admin_create_user(UserPoolId=aliased, Username="eva", UserAttributes=confirmed[:1])


def test_after_five_wrong_passwords_the_right_one_has_to_wait(aws: Client) -> None:
    cognito = aws("cognito-idp")
    people = pool(cognito)
    person(cognito, people)
    app, other = app_client(cognito, people), app_client(cognito, people)
    for _ in range(5):
        assert "Incorrect" in refused(sign_in, cognito=cognito, client=app, password="wrong")
    assert "Password attempts exceeded" in refused(sign_in, cognito=cognito, client=app)
    assert "Password attempts exceeded" in refused(sign_in, cognito=cognito, client=other), "of every client"
    time.sleep(1.1)
    assert sign_in(cognito, app)
    assert "Incorrect" in refused(sign_in, cognito=cognito, client=app, password="wrong"), "and counting begins anew"
    assert sign_in(cognito, app)


@pytest.mark.parametrize(
    ("readable", "expected"),
    [
        (["email"], {"email"}),
        (["email", "custom:store"], {"email", "custom:store"}),
        (None, {"email", "name"}),
    ],
)
def test_a_client_reads_what_it_names(aws: Client, readable: list[str] | None, expected: set[str]) -> None:
    cognito = aws("cognito-idp")
    people = pool(cognito)
    person(cognito, people, email="ana@example.com", name="Ana", custom_store="centro")
    app = app_client(cognito, people, **({"ReadAttributes": readable} if readable else {}))
    tokens = sign_in(cognito, app)
    all_names = {"email", "name", "custom:store"}
    assert claims(tokens["IdToken"]).keys() & all_names == expected
    profile = cognito.get_user(AccessToken=tokens["AccessToken"])["UserAttributes"]
    assert {each["Name"] for each in profile} & all_names == expected


def test_a_client_writes_what_it_names(aws: Client) -> None:
    cognito = aws("cognito-idp")
    people = pool(cognito)
    person(cognito, people, custom_store="centro")
    named = [{"Name": "name", "Value": "Ana"}]
    moved = [{"Name": "custom:store", "Value": "norte"}]
    for writable in ({"WriteAttributes": ["name"]}, {}):
        app = app_client(cognito, people, **writable)
        mine = {"AccessToken": sign_in(cognito, app)["AccessToken"]}
        cognito.update_user_attributes(**mine, UserAttributes=named)
        assert "unauthorized attribute" in refused(cognito.update_user_attributes, **mine, UserAttributes=moved)
        someone = {"ClientId": app, "Username": "eva", "Password": PASSWORD, "UserAttributes": moved}
        assert "unauthorized attribute" in refused(cognito.sign_up, **someone)


def test_a_renewed_token_tells_the_groups(aws: Client, settings: Settings) -> None:
    """As the pages of the staff renew it: at the OAuth endpoint, one that came for an authorization code."""
    cognito = aws("cognito-idp")
    people = pool(cognito)
    person(cognito, people, email="ana@example.com")
    cognito.create_group(UserPoolId=people, GroupName="manager")
    cognito.admin_add_user_to_group(UserPoolId=people, Username="ana", GroupName="manager")
    back = "http://localhost/back"
    app = app_client(
        cognito,
        people,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid"],
        CallbackURLs=[back],
        SupportedIdentityProviders=["COGNITO"],
    )
    with httpx.Client(base_url=settings.endpoint, trust_env=False) as browser:
        asked = {"client_id": app, "redirect_uri": back, "response_type": "code", "scope": "openid"}
        typed = {**asked, "username": "ana", "password": PASSWORD}
        page = browser.post("/login", data=typed)
        code = httpx.URL(page.headers["Location"]).params["code"]
        grant = {"grant_type": "authorization_code", "code": code, "client_id": app, "redirect_uri": back}
        first = browser.post("/oauth2/token", data=grant).raise_for_status().json()
        grant = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], "client_id": app}
        renewed = browser.post("/oauth2/token", data=grant).raise_for_status().json()
    assert claims(first["id_token"])["cognito:groups"] == ["manager"]
    assert claims(renewed["id_token"])["cognito:groups"] == ["manager"]
