"""Many at once, where each write is really all or nothing: who is written to, and what is forgotten."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bytemeburger import mail
from bytemeburger.customers import identity
from bytemeburger.customers.protected_cpf import sign_reference
from bytemeburger.orders import records
from bytemeburger.orders.rules import Status
from bytemeburger.privacy.records import open_erasures
from bytemeburger.registration import rules
from tests.aws_gates import guard
from tests.crashes.boundaries import Boundaries
from tests.functions.fixture_types import Call, Place
from tests.functions.shop import entering

pytestmark = pytest.mark.usefixtures("unmeasured")


@pytest.fixture
def sent(aws: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """To whom an e-mail went."""

    letters: list[str] = []
    monkeypatch.setattr(identity, "find_user", lambda _: None)
    monkeypatch.setattr(mail, "send", lambda to, *_: letters.append(to))
    return letters


def register(addresses: list[str], call: Call) -> list[int]:
    """All of them at once; the statuses of the answers."""

    def ask(email: str) -> int:
        return int(call("register_customer", body={"name": "Ana", "email": email})[0])

    with ThreadPoolExecutor(len(addresses)) as crowd:
        return list(crowd.map(ask, addresses))


def test_ten_registrations_of_one_person_at_once_send_five_e_mails(sent: list[str], call: Call) -> None:
    for accepted in (5, 0, 0):
        answers = register([f"victim+{number}@example.com" for number in range(10)], call)
        assert sorted(answers) == [202] * accepted + [429] * (10 - accepted)
        assert len(sent) == 5


def test_a_network_that_asks_for_many_at_once_gets_its_share(
    sent: list[str], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MAX_OF_A_NETWORK", 7)
    answers = register([f"ana{number}@example.com" for number in range(10)], call)
    assert (sorted(answers), len(sent)) == ([202] * 7 + [429] * 3, 7)


CPF = "529.982.247-25"


@pytest.fixture
def ordered(shop: None, place: Place) -> Callable[[], tuple[str, str]]:
    """Two orders of a CPF: one that was completed, with the CPF on its receipt, and one that was never paid."""

    def make() -> tuple[str, str]:
        completed, unpaid = (
            place(
                lines=[{"product_id": "pudim", "quantity": 1, "note": "para Ana"}],
                customer_ref=sign_reference("52998224725"),
                receipt_cpf=CPF,
            )["order_id"]
            for _ in range(2)
        )

        def hand_out(order: Any) -> bool:
            order.paid_at = order.created_at
            return entering(Status.COMPLETED)(order)

        records.change(completed, hand_out)
        records.change(unpaid, entering(Status.EXPIRED))
        return completed, unpaid

    return make


def assert_forgotten(completed: str, unpaid: str) -> None:
    for order_id, keeps_cpf in ((completed, True), (unpaid, False)):
        order = records.read(order_id)
        assert order.customer is None
        assert order.lines[0].note is None
        assert (order.receipt_cpf is not None, bool(order.receipt_kept)) == (keeps_cpf, keeps_cpf)


def test_wherever_an_erasure_dies_asking_again_ends_it_and_says_what_is_kept(
    ordered: Callable[[], tuple[str, str]], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    boundaries = Boundaries()
    guard(monkeypatch, boundaries.crossing)
    for place, after in itertools.product(range(1, 40), (False, True)):
        ended = False
        orders = ordered()
        with boundaries.crashing((place, after)):
            call("erase_customer")
            ended = boundaries.calls_left is not None and boundaries.calls_left > 0
        status, erased = call("erase_customer")
        assert (status, [each["what"] for each in erased["kept"]]) == (200, ["receipt_cpf", "audit"]), (place, after)
        assert_forgotten(*orders)
        if ended:
            assert place > 8
            return
    pytest.fail("it never ends")


def test_ten_managers_at_once_make_one_erasure_after_the_other(
    ordered: Callable[[], tuple[str, str]], call: Call
) -> None:
    orders = ordered()
    with ThreadPoolExecutor(10) as managers:
        answers = list(managers.map(lambda _: call("erase_customer"), range(10)))
    assert {status for status, _ in answers} <= {200, 202}
    assert call("erase_customer")[0] == 200
    assert_forgotten(*orders)
    assert list(open_erasures()) == []
    erased = [each["receipt"] for each in call("export_customer_data")[1]["audit"] if each["receipt"]]
    assert {answer["receipt"] for _, answer in answers} <= set(erased)
    assert len(erased) == len(set(erased))
