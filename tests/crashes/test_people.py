"""Many at once, where each write is really all or nothing: who is written to, and what is forgotten."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("unmeasured")


@pytest.fixture
def sent(aws: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """To whom an e-mail went."""
    from bytemeburger import mail
    from bytemeburger.customers import identity

    letters: list[str] = []
    monkeypatch.setattr(identity, "holder", lambda _: None)
    monkeypatch.setattr(mail, "send", lambda to, *_: letters.append(to))
    return letters


def register(addresses: list[str], call: Any) -> list[int]:
    """All of them at once; the statuses of the answers."""

    def ask(email: str) -> int:
        return int(call("register_customer", body={"name": "Ana", "email": email})[0])

    with ThreadPoolExecutor(len(addresses)) as crowd:
        return list(crowd.map(ask, addresses))


def test_ten_registrations_of_one_person_at_once_send_five_e_mails(sent: list[str], call: Any) -> None:
    for _ in range(3):
        assert register([f"victim+{number}@example.com" for number in range(10)], call) == [202] * 10
        assert len(sent) == 5


def test_a_network_that_asks_for_many_at_once_gets_its_share(
    sent: list[str], call: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bytemeburger.registration import rules

    monkeypatch.setattr(rules, "MOST_OF_A_NETWORK", 7)
    answers = register([f"ana{number}@example.com" for number in range(10)], call)
    assert (sorted(answers), len(sent)) == ([202] * 7 + [429] * 3, 7)
