import json
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from bytemeburger.campaigns import records
from bytemeburger.stores import records as stores
from tests.functions.campaigns import FIXED, NAME, save_campaign, set_state
from tests.functions.fixture_types import Call
from tests.functions.shop import change_store

BURGERS = {"categories": ["burger"]}


@pytest.fixture
def sample(event: Any) -> Any:
    return json.loads(event("save_campaign")["body"])


def shown() -> list[str]:
    return [each["campaign_id"] for each in stores.read("centro").campaigns or []]


def test_a_new_campaign_is_active_and_stands_where_orders_read_it(call: Call, shop: None) -> None:
    status, campaign = call("save_campaign")
    assert (status, campaign["state"], campaign["version"], campaign["uses"]) == (200, "ACTIVE", 1, 0)
    assert campaign["offer"] == {
        "kind": "percent",
        "basis_points": 2000,
        "target": {"products": [], "categories": ["burger"], "options": []},
        "most_units": None,
    }
    assert shown() == ["happy-hour"]


def test_what_is_saved_again_takes_its_place_and_who_did_what_is_kept(call: Call, shop: None) -> None:
    save_campaign(call, "a", FIXED)
    save_campaign(call, "a", FIXED | {"amount": 700})
    assert [each["offer"]["amount"] for each in stores.read("centro").campaigns or []] == [700]
    entries = call("list_audit_entries", queryStringParameters={"about": "campaign"})[1]["entries"]
    assert [(each["subject"], each["by"][:8], each["changes"][0]["path"]) for each in entries] == [
        ("a", "7c9a3f52", "/offer/amount"),
        ("a", "7c9a3f52", ""),
    ]
    assert (entries[0]["changes"][0]["old"], entries[0]["changes"][0]["new"]) == (500, 700)


def test_nobody_replaces_what_they_have_not_read(call: Call, shop: None) -> None:
    assert call("save_campaign")[0] == 200
    assert call("save_campaign")[0] == 428
    status, problem = call("save_campaign", headers={"If-Match": '"9"'})
    assert (status, problem["type"]) == (412, "urn:bytemeburger:problem:campaign-changed")
    assert call("save_campaign", headers={"If-None-Match": "*"})[0] == 412
    assert call("save_campaign", headers={"If-Match": '"1"'})[0] == 200


def test_of_two_at_once_the_slower_is_refused(call: Call, shop: None, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = stores.read("centro")
    change_store(accepts_orders=False)
    monkeypatch.setattr(stores, "read", lambda store: stale)
    status, problem = call("save_campaign")
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:campaign-changed")
    monkeypatch.undo()
    assert shown() == []


def test_a_manager_who_saves_the_stores_settings_keeps_its_campaigns(call: Call, shop: None) -> None:
    save_campaign(call, "a", FIXED)
    assert call("pause_ordering")[0] == 200
    assert shown() == ["a"]


def test_what_has_ended_is_changed_no_more(call: Call, shop: None) -> None:
    save_campaign(call, "a", FIXED)
    set_state(call, "a", "ENDED")
    status, problem = call(
        "save_campaign",
        pathParameters={"campaign_id": "a"},
        headers={"If-Match": "*"},
        body={"name": NAME, "offer": FIXED},
    )
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:campaign-ended")


def test_a_paused_one_is_changed_without_being_shown(call: Call, shop: None) -> None:
    save_campaign(call, "a", FIXED)
    set_state(call, "a", "PAUSED")
    assert save_campaign(call, "a", FIXED | {"amount": 1})["state"] == "PAUSED"
    assert shown() == []


def test_one_whose_time_is_over_makes_room(call: Call, shop: None) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False):
        save_campaign(call, "a", FIXED, ends="2026-11-24T09:01")
    with time_machine.travel(datetime(2026, 11, 24, 12, 1, tzinfo=UTC), tick=False):
        save_campaign(call, "b", FIXED)
    assert shown() == ["b"]


def test_a_store_has_so_many_at_once(call: Call, shop: None, sample: Any) -> None:
    for number in range(20):
        save_campaign(call, f"c{number}", FIXED)
    status, problem = call("save_campaign")
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:too-many-campaigns")
    set_state(call, "c0", "PAUSED")
    assert call("save_campaign")[0] == 200
    assert len(records.active([{"offer": {"kind": "of-a-later-version"}}])) == 0


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"offer": {"kind": "percent", "basis_points": 10100, "target": BURGERS}}, "/offer/percent/basis_points"),
        ({"offer": {"kind": "order_percent", "basis_points": 0}}, "/offer/order_percent/basis_points"),
        ({"offer": {"kind": "order_fixed", "amount": -1}}, "/offer/order_fixed/amount"),
        ({"offer": {"kind": "lottery"}}, "/offer"),
        ({"offer": {"kind": "cheapest_free", "take": 2, "free": 2}}, "/offer/cheapest_free"),
        ({"offer": {"kind": "combo_price", "price": 100, "parts": []}}, "/offer/combo_price/parts"),
        ({"limits": {"uses": 0}}, "/limits/uses"),
        ({"limits": {"budget": 0}}, "/limits/budget"),
        ({"limits": {"uses_per_person": -1}}, "/limits/uses_per_person"),
        ({"starts": "2027-03-02T00:00"}, ""),
        ({"starts": "2027-03-01T00:00"}, ""),
        ({"starts": "2026-02-30T00:00"}, "/starts"),
        ({"ends": "tomorrow"}, "/ends"),
        (
            {
                "hours": [
                    {"days": ["fri"], "opens": "22:00", "closes": "02:00"},
                    {"days": ["sat"], "opens": "01:00", "closes": "03:00"},
                ]
            },
            "",
        ),
        (
            {
                "hours": [
                    {"days": ["sun"], "opens": "23:00", "closes": "02:00"},
                    {"days": ["mon"], "opens": "01:59", "closes": "03:00"},
                ]
            },
            "",
        ),
        ({"name": {"pt-BR": "x" * 61, "en": "x"}}, "/name/pt-BR"),
        ({"priority": -1}, "/priority"),
        ({"unknown": 1}, "/unknown"),
    ],
)
def test_what_could_not_be_kept_is_refused_with_one_text(
    call: Call, shop: None, sample: Any, change: Any, pointer: str
) -> None:
    status, problem = call("save_campaign", body=sample | change)
    assert (status, [each["pointer"] for each in problem["errors"]]) == (422, [pointer])
    assert records.all_of("centro") == []


def test_hours_that_follow_each_other_do_not_overlap(call: Call, shop: None) -> None:
    hours = [
        {"days": ["sun"], "opens": "22:00", "closes": "02:00"},
        {"days": ["mon"], "opens": "02:00", "closes": "22:00"},
    ]
    save_campaign(call, "a", FIXED, hours=hours)


def test_it_is_about_what_is_on_the_menu(call: Call, shop: None, sample: Any) -> None:
    def refused(offer: dict[str, Any]) -> str:
        status, problem = call("save_campaign", body=sample | {"offer": offer})
        assert status == 422
        return str(problem["type"]).removeprefix("urn:bytemeburger:problem:")

    assert refused({"kind": "free_item", "target": {"products": ["pizza"]}}) == "product-unknown"
    assert refused({"kind": "buy_get", "buy": 1, "get": 1, "reward": {"products": ["pizza"]}}) == "product-unknown"
    parts = [{"target": BURGERS}, {"target": {"options": ["gold"]}}]
    assert refused({"kind": "combo_price", "price": 100, "parts": parts}) == "option-unknown"
    call("remove_product", pathParameters={"product_id": "pudim"})
    assert refused({"kind": "free_item", "target": {"products": ["pudim"]}}) == "product-unknown"


def test_only_for_managers(call: Call, shop: None) -> None:
    assert call("save_campaign", claims={"cognito:groups": "counter"})[0] == 403


def test_a_store_that_is_none_has_no_campaigns(call: Call, shop: None) -> None:
    assert call("save_campaign", claims={"custom:store": "nowhere"})[0] == 404
