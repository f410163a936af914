import re
from datetime import timedelta
from typing import Any

import boto3
import pytest

from bytemeburger import clock, secrets, table
from bytemeburger.customers import identity
from bytemeburger.customers import records as customers
from bytemeburger.registration import records as sign_ups
from tests.functions import people
from tests.functions.fixture_types import Call


@pytest.fixture
def registered(call: Call, customer_pool: str, mailbox: list[Any]) -> dict[str, str]:
    """What the e-mail and the answer to a registration say."""

    registration = call("register_customer")[1]["registration"]
    secrets._cache.clear()
    return {"registration": registration, "code": re.findall(r"\b\d{8}\b", mailbox[-1]["text"])[0]}


def test_the_code_makes_a_customer_with_an_identity_and_a_ledger(
    call: Call, registered: dict[str, str], customer_pool: str
) -> None:
    status, profile = call("confirm_customer", body=registered)
    assert (status, profile["name"], profile["email"]) == (201, "Ana Souza", "ana@example.com")
    assert profile["consents"]["marketing"]["granted"]
    (username,) = people.users()

    user = boto3.client("cognito-idp").admin_get_user(UserPoolId=customer_pool, Username=username)
    attributes = {each["Name"]: each["Value"] for each in user["UserAttributes"]}
    assert (attributes["email"], attributes["email_verified"]) == ("ana@example.com", "true")
    assert "name" not in attributes
    (entry,) = customers.ledger(attributes["sub"])
    assert (entry["purpose"], entry["text_version"], entry["channel"]) == ("marketing", "2026-11", "web")
    assert "SIGNUP#" not in people.dump_table()


def test_a_wrong_code_is_refused_and_five_tries_are_all(call: Call, registered: dict[str, str]) -> None:
    wrong = f"{(int(registered['code']) + 1) % 10**8:08d}"
    for _ in range(5):
        assert call("confirm_customer", body=registered | {"code": wrong})[0] == 422
    assert call("confirm_customer", body=registered)[0] == 422
    assert people.users() == []


def test_a_code_is_used_once_and_ends_every_other_registration_of_the_address(
    call: Call, registered: dict[str, str], mailbox: list[Any]
) -> None:
    other = call("register_customer")[1]["registration"]
    its_code = re.findall(r"\b\d{8}\b", mailbox[-1]["text"])[0]
    assert call("confirm_customer", body=registered)[0] == 201
    assert call("confirm_customer", body=registered)[0] == 422
    assert call("confirm_customer", body={"registration": other, "code": its_code})[0] == 422
    assert len(people.users()) == 1


def test_who_became_a_customer_is_confirmed_whatever_fails_afterwards(
    call: Call, registered: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:

    def fail(_mailbox: str) -> None:
        raise ConnectionError("the table does not answer")

    monkeypatch.setattr(sign_ups, "forget", fail)
    assert call("confirm_customer", body=registered)[0] == 201


def test_a_code_ends_after_half_an_hour(
    call: Call, registered: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert call("confirm_customer", body=registered)[0] == 422


def test_a_confirmation_that_died_midway_is_repeated_with_the_same_code(
    call: Call, registered: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:

        def dies(*_: Any) -> None:
            raise RuntimeError

        broken.setattr(table, "save", dies)
        assert call("confirm_customer", body=registered)[0] == 500
    assert len(people.users()) == 1
    status, profile = call("confirm_customer", body=registered)
    assert (status, profile["email"]) == (201, "ana@example.com")
    assert len(people.users()) == 1


def test_a_user_whom_a_confirmation_left_without_a_profile_is_taken_over(
    call: Call, registered: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    orphan = identity.create("0" * 32, "ana@example.com")
    assert orphan
    monkeypatch.setattr(identity, "find_user", lambda _: orphan)  # moto knows no e-mail aliases
    assert call("confirm_customer", body=registered)[0] == 201
    assert customers.read(orphan.sub).username == "0" * 32
    assert people.users() == ["0" * 32]


def test_an_account_that_is_being_erased_is_not_given_back(
    call: Call, registered: dict[str, str], ana: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = identity.Identity(ana["sub"], ana["cognito:username"])
    monkeypatch.setattr(identity, "find_user", lambda _: holder)  # moto knows no e-mail aliases
    profile = customers.read(ana["sub"])
    profile.erasing_at = clock.text(clock.now())
    table.save(profile)
    status, problem = call("confirm_customer", body=registered)
    assert (status, problem["type"]) == (404, "urn:bytemeburger:problem:customer-not-found")


def test_an_account_created_meanwhile_stays_as_it_is(
    call: Call, registered: dict[str, str], ana: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = identity.Identity(ana["sub"], ana["cognito:username"])
    monkeypatch.setattr(identity, "find_user", lambda _: holder)
    before = customers.read(ana["sub"]).plain()
    assert call("confirm_customer", body=registered)[0] == 409
    assert customers.read(ana["sub"]).plain() == before


def test_two_confirmations_at_once_make_one_customer(
    call: Call, registered: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    create, answers = identity.create, list[Any]()

    def overtaken(username: str, email: str) -> Any:
        user = create(username, email)
        if not answers:
            answers.append((0, None))
            answers.append(call("confirm_customer", body=registered))
        return user

    monkeypatch.setattr(identity, "create", overtaken)
    assert call("confirm_customer", body=registered) == answers[1]
    assert answers[1][0] == 201
    assert len(people.users()) == 1


def test_an_address_that_another_user_gets_at_the_same_moment_says_so(
    call: Call, registered: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "create", lambda *_: None)
    assert call("confirm_customer", body=registered)[0] == 409


def test_nobody_is_known_by_an_invented_registration(call: Call, customer_pool: str) -> None:
    assert call("confirm_customer")[0] == 422
