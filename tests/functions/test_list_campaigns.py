from pynamodb.expressions.operand import Path

from bytemeburger import table
from bytemeburger.campaigns import records
from bytemeburger.discounts import views
from bytemeburger.discounts.model import Discount, LineShare, Skip
from tests.functions.campaigns import FIXED, another_key, save_campaign, set_state
from tests.functions.fixture_types import Call


def test_it_lists_all_with_what_is_counted(call: Call, shop: None) -> None:
    save_campaign(call, "b", FIXED, limits={"uses": 3, "budget": 10000})
    save_campaign(call, "a", FIXED)
    set_state(call, "a", "ENDED")
    call("create_order", headers=another_key())
    status, answer = call("list_campaigns")
    assert status == 200
    assert [(each["campaign_id"], each["state"], each["uses"], each["spent"]) for each in answer["campaigns"]] == [
        ("a", "ENDED", 0, 0),
        ("b", "ACTIVE", 1, 500),
    ]


def test_a_store_sees_its_own_alone(call: Call, shop: None) -> None:
    save_campaign(call, "a", FIXED)
    assert call("list_campaigns", claims={"custom:store": "norte"})[1] == {"campaigns": []}


def test_a_campaign_of_a_later_versions_kind_is_left_to_that_version(call: Call, shop: None) -> None:
    for campaign_id in ("a", "b"):
        save_campaign(call, campaign_id, {"kind": "order_fixed", "amount": 500})
    table.update(records.key("centro", "a"), Path("definition.offer.kind").set("lottery"))
    status, listed = call("list_campaigns")
    assert (status, [each["campaign_id"] for each in listed["campaigns"]]) == (200, ["b"])
    path = {"campaign_id": "a"}
    assert call("set_campaign_state", pathParameters=path, body={"state": "PAUSED"})[0] == 404
    assert call("issue_coupons", pathParameters=path)[0] == 404
    assert call("save_campaign", pathParameters=path)[0] == 409


def test_an_order_shows_what_a_later_version_took_off(call: Call, shop: None) -> None:
    discount = Discount("a", {"pt-BR": "Sorteio", "en": "Lottery"}, "lottery", 500, (LineShare(0, 500),))
    shown = views.explained([discount], [Skip("b", "bad-luck")])
    assert (shown["discounts"][0]["kind"], shown["skipped"][0]["reason"]) == ("lottery", "bad-luck")
