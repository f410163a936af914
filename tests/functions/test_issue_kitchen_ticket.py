from bytemeburger.live import tickets
from tests.functions.fixture_types import Call


def test_staff_get_a_ticket_for_their_own_store(call: Call, shop: None) -> None:
    status, issued = call("issue_kitchen_ticket", claims={"custom:store": "norte"})
    assert status == 200
    assert issued["expires_in"] == 60
    assert tickets.channel_of(issued["ticket"]) == "kitchen:norte"


def test_nobody_else_does(call: Call, shop: None) -> None:
    assert call("issue_kitchen_ticket", claims={"cognito:groups": ""})[0] == 403
