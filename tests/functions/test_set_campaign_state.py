import pytest

from bytemeburger.campaigns import records
from bytemeburger.campaigns.model import MAX_ACTIVE
from bytemeburger.stores import records as stores
from tests.functions.campaigns import FIXED, save_campaign, set_state
from tests.functions.fixture_types import Call


@pytest.fixture
def happy_hour(call: Call, shop: None) -> None:
    save_campaign(call, "happy-hour", FIXED)


def test_a_paused_one_counts_no_more_until_it_goes_on(call: Call, happy_hour: None) -> None:
    status, campaign = call("set_campaign_state")
    assert (status, campaign["state"], campaign["version"]) == (200, "PAUSED", 2)
    assert stores.read("centro").campaigns is None
    set_state(call, "happy-hour", "ACTIVE")
    assert [each["campaign_id"] for each in stores.read("centro").campaigns or []] == ["happy-hour"]


def test_to_say_it_twice_changes_nothing(call: Call, happy_hour: None) -> None:
    assert call("set_campaign_state") == call("set_campaign_state")


def test_what_has_ended_stays_so(call: Call, happy_hour: None) -> None:
    set_state(call, "happy-hour", "ENDED")
    status, problem = call("set_campaign_state", body={"state": "ACTIVE"})
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:campaign-ended")


def test_one_that_has_changed_since_is_left_as_it_is(call: Call, happy_hour: None) -> None:
    assert call("set_campaign_state", headers={"If-Match": '"9"'})[0] == 412
    assert records.read("centro", "happy-hour").state == "ACTIVE"


def test_no_more_go_on_than_an_order_is_to_read(call: Call, happy_hour: None) -> None:
    set_state(call, "happy-hour", "PAUSED")
    for number in range(MAX_ACTIVE):
        save_campaign(call, f"other-{number}", FIXED)
    status, problem = call("set_campaign_state", body={"state": "ACTIVE"})
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:too-many-campaigns")


def test_another_stores_is_not_there(call: Call, happy_hour: None) -> None:
    status, problem = call("set_campaign_state", claims={"custom:store": "norte"})
    assert (status, problem["type"]) == (404, "urn:bytemeburger:problem:campaign-unknown")


@pytest.mark.parametrize("state", ["SOLD", "", None, 1])
def test_no_other_state(call: Call, happy_hour: None, state: object) -> None:
    assert call("set_campaign_state", body={"state": state})[0] == 422
