from typing import Any

import pytest

from bytemeburger import table
from bytemeburger.campaigns import records as campaigns
from bytemeburger.mailings import records
from bytemeburger.mailings.model import MailingState
from tests.functions import mailings
from tests.functions.campaigns import FIXED, problem, save_campaign, set_state
from tests.functions.fixture_types import Call


@pytest.fixture
def tested(call: Call, shop: None, mailbox: Any) -> str:
    save_campaign(call, "happy-hour", FIXED)
    return mailings.write(call)


def test_what_was_tested_starts_once_and_stays_on_record(call: Call, tested: str) -> None:
    first = mailings.set_state(call, tested)
    assert (first[0], first[1]["state"]) == (200, "SENDING")
    assert mailings.set_state(call, tested) == first
    assert [each["mailing_id"] for each in records.sending()] == [tested]
    assert "expires_at" not in records.read("centro", tested)
    entries = call("list_audit_entries", queryStringParameters=None)[1]["entries"]
    changed = [each["changes"] for each in entries if each["subject"] == "happy-hour" and "mailings" in str(each)]
    assert changed == [[{"path": f"/mailings/{tested}", "old": "TESTED", "new": "SENDING"}]]


def test_what_was_stopped_stays_so(call: Call, tested: str) -> None:
    mailings.set_state(call, tested)
    status, mailing = mailings.set_state(call, tested, "STOPPED")
    assert (status, mailing["state"], mailing["ended_at"] is not None) == (200, "STOPPED", True)
    assert records.sending() == []
    assert problem(mailings.set_state(call, tested)) == (409, "mailing-ended")


def test_of_an_ended_campaign_nothing_starts(call: Call, tested: str) -> None:
    set_state(call, "happy-hour", "ENDED")
    assert problem(mailings.set_state(call, tested)) == (409, "campaign-ended")
    assert mailings.set_state(call, tested, "STOPPED")[0] == 200


def test_another_stores_is_not_there(call: Call, tested: str) -> None:
    path = {"mailing_id": tested}
    answer = call("set_mailing_state", pathParameters=path, claims={"custom:store": "norte"})
    assert problem(answer) == (404, "mailing-unknown")


def test_whose_campaign_cannot_be_read_cannot_start_but_be_stopped(call: Call, tested: str) -> None:
    table.delete(campaigns.key("centro", "happy-hour"))
    assert problem(mailings.set_state(call, tested)) == (404, "campaign-unknown")
    assert mailings.set_state(call, tested, "STOPPED")[0] == 200


def test_two_at_once_do_one_thing(call: Call, tested: str, monkeypatch: pytest.MonkeyPatch) -> None:
    change = records.change_state

    def late(mailing: Any, to: MailingState, also: Any) -> bool:
        change(mailing, MailingState.STOPPED)
        return change(mailing, to, also)

    monkeypatch.setattr(records, "change_state", late)
    assert problem(mailings.set_state(call, tested)) == (409, "mailing-changed")


@pytest.mark.parametrize("state", ["DONE", "TESTED", "", None])
def test_no_other_state(call: Call, tested: str, state: Any) -> None:
    assert mailings.set_state(call, tested, state)[0] == 422
