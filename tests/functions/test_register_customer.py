from typing import Any

import pytest

from tests.functions import people


@pytest.fixture
def register(call: Any, customer_pool: str) -> Any:
    from bytemeburger import secrets

    def again(**body: Any) -> tuple[int, Any]:
        secrets._kept.clear()
        return call("register_customer", body={"name": "Ana Souza", "email": "Ana@Example.com", **body})  # type: ignore[no-any-return]

    return again


def test_a_code_is_sent_and_nothing_opens_yet(call: Any, customer_pool: str, mailbox: list[Any]) -> None:
    status, answer = call("register_customer")
    assert (status, answer["expires_in"]) == (202, 1800)
    (message,) = mailbox
    assert message["to"] == "ana@example.com"
    assert people.users() == []
    assert "'customer'" not in people.whole_table()


def test_the_answer_to_a_known_address_is_the_same_and_its_owner_is_told(
    register: Any, ana: dict[str, str], mailbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bytemeburger.customers import identity

    unknown = register(email="bia@example.com")
    # moto knows no e-mail aliases.
    holder = identity.Identity(ana["sub"], ana["cognito:username"])
    monkeypatch.setattr(identity, "holder", lambda email: holder if email == "ana@example.com" else None)
    known = register()
    assert (known[0], set(known[1])) == (unknown[0], set(unknown[1])) == (202, {"registration", "expires_in"})
    assert [message["to"] for message in mailbox] == ["bia@example.com", "ana@example.com"]
    assert "code is" not in mailbox[1]["text"]
    assert people.users() == [ana["cognito:username"]]


def test_a_known_addresss_registration_can_never_be_confirmed(
    register: Any, call: Any, ana: dict[str, str], mailbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bytemeburger.customers import identity
    from bytemeburger.registration import signup

    holder = identity.Identity(ana["sub"], ana["cognito:username"])
    monkeypatch.setattr(identity, "holder", lambda _: holder)
    monkeypatch.setattr(signup, "new_code", lambda: "00000000")
    body = {"registration": register()[1]["registration"], "code": "00000000"}
    assert call("confirm_customer", body=body)[0] == 422


def test_an_address_that_takes_no_mail_is_answered_like_any_other(register: Any, customer_pool: str) -> None:
    status, answer = register()  # SES knows no sender here, and refuses
    assert status == 202
    assert answer["registration"]


def test_one_address_gets_five_codes_at_most_and_the_answer_does_not_tell(register: Any, mailbox: list[Any]) -> None:
    answers = [register() for _ in range(7)]
    assert [status for status, _ in answers] == [202] * 7
    assert len({answer["registration"] for _, answer in answers}) == 7
    assert len(mailbox) == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "ana"},
        {"email": "ana@localhost"},
        {"email": f"{'a' * 300}@example.com"},
        {"email": "ana@example.com, bia@example.com"},
        {"email": "ana@example.com\r\nBcc: bia@example.com"},
        {"name": ""},
        {"name": "  "},
        {"name": "x" * 81},
        {"language": "de"},
        {"consents": [people.consent("everything")]},
        {"consents": [people.consent(), people.consent(granted=False)]},
        {"sub": "mine"},
    ],
)
def test_what_is_no_registration_is_refused_and_not_repeated(
    register: Any, mailbox: list[Any], wrong: dict[str, Any]
) -> None:
    status, problem = register(**wrong)
    assert status == 422
    assert "example.com" not in str(problem)
    assert mailbox == []
