from typing import Any

import pytest

from tests.functions.fixture_types import Call


def test_a_customer_sees_what_is_known_of_them(call: Call, ana: dict[str, str]) -> None:
    status, profile = call("get_profile", claims=ana)
    assert (status, profile["name"], profile["email"]) == (200, "Ana Souza", "ana@example.com")
    assert profile["consents"]["marketing"]["text_version"] == "2026-11"
    assert profile["consents"]["loyalty"] is None, "nobody has asked for it"


@pytest.mark.parametrize(
    "other",
    [{"aud": "ordering-client"}, {"aud": "another-client"}, {"email_verified": "false"}, {"email_verified": None}],
)
def test_only_the_token_of_a_verified_customer_opens_it(call: Call, ana: dict[str, str], other: dict[str, Any]) -> None:
    status, problem = call("get_profile", claims=ana | other)
    assert (status, problem["type"].rpartition(":")[2]) == (403, "sign-in-required")


def test_an_access_token_opens_nothing(call: Call, ana: dict[str, str]) -> None:
    assert call("get_profile", claims=ana | {"token_use": "access"})[0] == 401


def test_a_customer_who_is_gone_is_not_found(call: Call, ana: dict[str, str]) -> None:
    assert call("get_profile", claims=ana | {"sub": "somebody-else"})[0] == 404
