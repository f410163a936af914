from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from bytemeburger import clock, secrets, table
from bytemeburger.customers import records as customers
from bytemeburger.mailings import records, unsubscribing
from bytemeburger.orders import records as orders
from bytemeburger.orders.rules import Status
from bytemeburger.privacy import erasure
from tests.functions import mailings, people
from tests.functions.campaigns import problem
from tests.functions.fixture_types import Call
from tests.functions.shop import entering


@pytest.fixture
def sent_to(call: Call, shop: None, ana: dict[str, str], mailbox: Sequence[Any], event: Any, context: Any) -> str:
    """The mailing whose mail `ana` has."""
    return mailings.send_to(call, ana, event, context)


@pytest.fixture
def token(sent_to: str, mailbox: Sequence[Any]) -> str:
    """Out of the link in her mail."""
    secrets._cache.clear()  # a function starts without them
    return str(mailbox[-1]["text"].strip().rpartition("#")[2])


def unsubscribe(call: Call, token: str) -> Any:
    return call("unsubscribe", pathParameters={"token": token})


def test_one_click_takes_the_consent_back(call: Call, ana: dict[str, str], sent_to: str, token: str) -> None:
    assert unsubscribe(call, token) == (200, {"purpose": "marketing", "granted": False})
    consent = customers.read(ana["sub"]).consents["marketing"]
    assert (consent["granted"], consent["channel"], consent["text_version"]) == (False, "unsubscribed", "2026-11")
    assert [each["granted"] for each in customers.ledger(ana["sub"])] == [True, False]
    assert customers.read_marketing_page(limit=10, cursor=None).items == []
    assert mailings.report(call, sent_to)["unsubscribed"] == 1


def test_to_click_twice_is_to_click_once(call: Call, ana: dict[str, str], sent_to: str, token: str) -> None:
    assert unsubscribe(call, token) == unsubscribe(call, token)
    assert mailings.report(call, sent_to)["unsubscribed"] == 1
    assert len(list(customers.ledger(ana["sub"]))) == 2


def test_an_old_link_works_after_somebody_agreed_anew(
    call: Call, ana: dict[str, str], sent_to: str, token: str
) -> None:
    unsubscribe(call, token)
    profile = customers.read(ana["sub"])
    table.save(profile, customers.record_consents(profile, [people.consent()], "2027-01-01T00:00:00.000Z"))
    unsubscribe(call, token)
    assert not customers.read(ana["sub"]).consents["marketing"]["granted"]
    assert mailings.report(call, sent_to)["unsubscribed"] == 1


def test_nobody_unsubscribes_without_the_mail(call: Call, ana: dict[str, str], token: str) -> None:
    """Neither with the id that SES tells of it nor with a token that was changed."""
    mail_id = token[: unsubscribing.ID_LENGTH]
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    for wrong in (mail_id, forged, f"{mail_id[::-1]}{token[unsubscribing.ID_LENGTH :]}"):
        assert problem(unsubscribe(call, wrong)) == (404, "unsubscribe-link-unknown")
    assert customers.read(ana["sub"]).consents["marketing"]["granted"]


def test_the_token_names_nobody(ana: dict[str, str], token: str) -> None:
    assert ana["sub"] not in token
    assert len(token) <= 64


def test_a_mail_that_its_index_does_not_show_yet_is_not_said_to_be_done_with(
    call: Call, ana: dict[str, str], token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(records, "find_mail", lambda _: None)
        assert problem(unsubscribe(call, token)) == (503, "busy")
        with time_machine.travel(clock.now() + timedelta(minutes=2)):
            assert unsubscribe(call, token)[0] == 200  # nobody's any more
    assert customers.read(ana["sub"]).consents["marketing"]["granted"]
    assert unsubscribe(call, token)[0] == 200
    assert not customers.read(ana["sub"]).consents["marketing"]["granted"]


def test_an_id_of_before_held_no_time() -> None:
    assert not unsubscribing.may_be_unindexed("zz-Zz_9" + "a" * (unsubscribing.ID_LENGTH - 7))
    assert unsubscribing.may_be_unindexed(unsubscribing.new_mail_id())


def test_a_mails_link_outlives_its_account(call: Call, ana: dict[str, str], token: str) -> None:
    (order,) = orders.of_customer(ana["sub"], limit=10, cursor=None).items
    orders.change(order["order_id"], entering(Status.COMPLETED))
    assert erasure.resume(erasure.of_account(ana["sub"])).done
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert unsubscribe(call, token)[0] == 200
    assert list(records.mails_to(ana["sub"])) == []


def test_a_mail_that_an_erasure_removes_meanwhile_is_nobodys_any_more(
    call: Call, sent_to: str, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = records.find_mail(token[: unsubscribing.ID_LENGTH])
    assert seen
    table.delete((seen["PK"], seen["SK"]))
    monkeypatch.setattr(records, "find_mail", lambda _: seen)
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert unsubscribe(call, token)[0] == 200
    assert table.fetch([(seen["PK"], seen["SK"])]) == {}
