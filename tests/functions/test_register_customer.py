from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bytemeburger import mail, secrets
from bytemeburger.customers import identity
from bytemeburger.registration import signup
from bytemeburger.registration.rules import MAX_OF_A_NETWORK
from tests.functions import people
from tests.functions.campaigns import problem
from tests.functions.fixture_types import Call


@pytest.fixture
def register(call: Call, customer_pool: str) -> Any:

    def again(**body: Any) -> tuple[int, Any]:
        secrets._cache.clear()
        return call("register_customer", body={"name": "Ana Souza", "email": "Ana@Example.com", **body})

    return again


def test_a_code_is_sent_and_nothing_opens_yet(call: Call, customer_pool: str, mailbox: list[Any]) -> None:
    status, answer = call("register_customer")
    assert (status, answer["expires_in"]) == (202, 1800)
    (message,) = mailbox
    assert message["to"] == "ana@example.com"
    assert people.users() == []
    assert "'customer'" not in people.dump_table()


def test_the_answer_to_a_known_address_is_the_same_and_its_owner_is_notified(
    register: Any, ana: dict[str, str], mailbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = register(email="bia@example.com")
    # moto knows no e-mail aliases.
    holder = identity.Identity(ana["sub"], ana["cognito:username"])
    monkeypatch.setattr(identity, "find_user", lambda email: holder if email == "ana@example.com" else None)
    known = register()
    assert (known[0], set(known[1])) == (unknown[0], set(unknown[1])) == (202, {"registration", "expires_in"})
    assert [message["to"] for message in mailbox] == ["bia@example.com", "ana@example.com"]
    assert "code is" not in mailbox[1]["text"]
    assert people.users() == [ana["cognito:username"]]


def test_a_known_addresss_registration_can_never_be_confirmed(
    register: Any, call: Call, ana: dict[str, str], mailbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = identity.Identity(ana["sub"], ana["cognito:username"])
    monkeypatch.setattr(identity, "find_user", lambda _: holder)
    monkeypatch.setattr(signup, "new_code", lambda: "00000000")
    body = {"registration": register()[1]["registration"], "code": "00000000"}
    assert call("confirm_customer", body=body)[0] == 422


def test_an_address_that_takes_no_mail_is_answered_like_any_other(
    register: Any, customer_pool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: str) -> None:
        raise mail.MessageRejected

    monkeypatch.setattr(mail, "send", refuse)
    status, answer = register()
    assert status == 202
    assert answer["registration"]


def test_while_no_mail_can_be_sent_everybody_learns_it_alike(
    register: Any, ana: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = identity.Identity(ana["sub"], ana["cognito:username"])
    monkeypatch.setattr(identity, "find_user", lambda email: holder if email == "ana@example.com" else None)
    for email in ("bia@example.com", "ana@example.com"):
        assert problem(register(email=email)) == (503, "mail-unavailable")  # SES knows no sender here, and refuses


@pytest.mark.parametrize("has_account", [True, False])
def test_one_address_gets_five_codes_at_most_and_learns_it_with_an_account_or_without(
    register: Any, ana: dict[str, str], mailbox: list[Any], monkeypatch: pytest.MonkeyPatch, has_account: bool
) -> None:
    holder = identity.Identity(ana["sub"], ana["cognito:username"]) if has_account else None
    monkeypatch.setattr(identity, "find_user", lambda _: holder)
    answers = [register() for _ in range(7)]
    assert [status for status, _ in answers] == [202] * 5 + [429] * 2
    assert problem(answers[-1]) == (429, "too-many-codes")
    assert len({answer["registration"] for _, answer in answers[:5]}) == len(mailbox) == 5


@pytest.mark.parametrize(
    "spellings",
    [
        ["victim@example.com", "Victim+1@example.com", "VICTIM+two+3@EXAMPLE.COM", " victim+@example.com "],
        ["victim@gmail.com", "vic.tim@gmail.com", "v.i.c.t.i.m+1@googlemail.com", "Victim@GoogleMail.com"],
        ["victim@xn--bcher-kva.example", "victim+1@xn--bcher-kva.example", "VICTIM@XN--BCHER-KVA.example"],
    ],
)
def test_one_person_gets_five_however_the_address_is_spelt(
    register: Any, mailbox: list[Any], spellings: list[str]
) -> None:
    assert [register(email=email)[0] for email in spellings * 3][:6] == [202] * 5 + [429]
    assert len(mailbox) == 5


def test_dots_and_other_letters_are_other_people_elsewhere(register: Any, mailbox: list[Any]) -> None:
    for email in ["ana.lima@example.com", "analima@example.com", "ana-lima@example.com"] * 5:
        register(email=email)
    assert len(mailbox) == 15


def test_an_address_may_be_written_to_again_half_an_hour_after_each_mail(register: Any, mailbox: list[Any]) -> None:
    start = datetime(2026, 11, 24, 12, tzinfo=UTC)
    sent = []
    for minute in (0, 20, 20, 20, 20, 25, 29, 31, 32, 49, 51, 51, 51, 51, 51):
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            before = len(mailbox)
            register()
            sent += [minute] * (len(mailbox) - before)
    assert sent == [0, 20, 20, 20, 20, 31, 51, 51, 51, 51]


def test_one_network_may_ask_for_so_many_and_learns_when_it_may_again(
    call: Call, customer_pool: str, mailbox: list[Any]
) -> None:
    def ask(number: int, source: str) -> tuple[int, Any]:
        return call(
            "register_customer",
            body={"name": "Ana", "email": f"ana{number}@example.com"},
            requestContext={
                "identity": {"sourceIp": source},
                "authorizer": {"claims": {"sub": "x", "aud": "ordering-client", "token_use": "id"}},
            },
        )

    network = [f"2001:db8:1:2:{number:x}::1" for number in range(MAX_OF_A_NETWORK)]
    assert {ask(number, source)[0] for number, source in enumerate(network)} == {202}
    status, problem = ask(1000, "2001:db8:1:2:ffff::9")
    assert (status, problem["type"]) == (429, "urn:bytemeburger:problem:too-many-registrations")
    assert ask(1001, "2001:db8:1:3::9")[0] == ask(1002, "198.51.100.7")[0] == 202
    assert len(mailbox) == MAX_OF_A_NETWORK + 2
    remains = people.dump_table()
    assert [trace for trace in ("2001:db8", "198.51.100") if trace in remains] == []


def test_what_comes_through_the_distribution_is_counted_by_the_viewers_network(
    call: Call, customer_pool: str, mailbox: list[Any]
) -> None:
    """All its viewers come from its own few addresses; a viewer's header alone makes nobody another."""

    def ask(number: int, viewer: str, **headers: str) -> int:
        return call(
            "register_customer",
            body={"name": "Ana", "email": f"ana{number}@example.com"},
            headers={"True-Client-IP": viewer, **headers},
            requestContext={
                "identity": {"sourceIp": "203.0.113.1"},
                "authorizer": {"claims": {"sub": "x", "aud": "ordering-client", "token_use": "id"}},
            },
        )[0]

    key = {"Distribution-Key": "d" * 48}
    assert {ask(number, "198.51.100.7", **key) for number in range(MAX_OF_A_NETWORK)} == {202}
    assert ask(1000, "198.51.100.7", **key) == 429
    assert ask(1001, "198.51.100.8", **key) == 202
    assert ask(1002, "198.51.100.7", **{"Distribution-Key": "guessed"}) == ask(1003, "198.51.100.7") == 202


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "ana"},
        {"email": "ana@localhost"},
        {"email": "ana@.example.com"},
        {"email": "ana@bücher.example.com"},
        {"email": "ána@example.com"},
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
