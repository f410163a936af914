from typing import Any

from tests.provider import Provider


def test_the_board_shows_numbers_and_nothing_else(call: Any, placed: dict[str, Any], provider: Provider) -> None:
    from bytemeburger.payments.settlement import request_payment, settle

    assert call("get_pickup_board")[1] == {"store": "centro", "preparing": [], "ready": []}
    request_payment(placed["order_id"], provider)
    settle("centro", provider.pay(*provider.orders), provider)
    assert call("get_pickup_board")[1] == {"store": "centro", "preparing": [1], "ready": []}
    for to in ("IN_PREPARATION", "READY"):
        call("advance_order", body={"to": to}, pathParameters={"order_id": placed["order_id"]})
    assert call("get_pickup_board")[1] == {"store": "centro", "preparing": [], "ready": [1]}
