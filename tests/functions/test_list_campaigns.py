from tests.functions.campaigns import another_key, save_campaign, set_state
from tests.functions.fixture_types import Call

FIXED = {"kind": "order_fixed", "amount": 500}


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
