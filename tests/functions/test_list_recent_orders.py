from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bytemeburger.orders import records
from tests.functions.fixture_types import Call, On, Paid
from tests.functions.shop import open_store

EVENING = datetime(2026, 11, 25, 2, 55, tzinfo=UTC)
"""23:55 in São Paulo: the business day ends in five minutes."""


@pytest.fixture
def complete(on: On, paid: Paid) -> Any:
    """Pay an order and take it to its end."""

    def make() -> str:
        order_id = str(paid())
        for to in ("IN_PREPARATION", "READY", "COMPLETED"):
            assert on("advance_order", order_id, body={"to": to})[0] == 200
        return order_id

    return make


def listed(call: Call, **parts: Any) -> list[str]:
    status, answer = call("list_recent_orders", **parts)
    assert status == 200, answer
    return [card["order_id"] for card in answer["orders"]]


def test_what_was_handed_over_in_the_last_ten_minutes_the_last_first(call: Call, complete: Any, paid: Paid) -> None:
    with time_machine.travel(EVENING, tick=False) as now:
        old = complete()
        now.shift(timedelta(minutes=4))
        earlier = complete()
        now.shift(timedelta(minutes=5, seconds=59))  # past midnight: another business day
        later = complete()
        paid()
        assert listed(call) == [later, earlier, old]
        now.shift(timedelta(seconds=2))
        assert listed(call) == [later, earlier]
        open_store("norte")
        assert listed(call, claims={"custom:store": "norte"}) == []


def test_one_that_took_long_is_there_too(call: Call, on: On, paid: Paid) -> None:
    with time_machine.travel(EVENING, tick=False) as now:
        order_id = paid()
        now.shift(timedelta(minutes=100))
        for to in ("IN_PREPARATION", "READY", "COMPLETED"):
            on("advance_order", order_id, body={"to": to})
        assert listed(call) == [order_id]


def test_at_most_twenty_and_none_that_cannot_be_recalled(
    call: Call, on: On, complete: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [complete() for _ in range(3)]
    on("refund_order", orders[1])
    assert listed(call) == [orders[2], orders[0]]
    monkeypatch.setattr(records, "MAX_RECENT", 1)
    assert listed(call) == [orders[2]]


def test_a_recalled_order_is_ready_again_and_no_longer_listed(call: Call, on: On, complete: Any) -> None:
    order_id = complete()
    status, card = on("advance_order", order_id, body={"to": "READY"})
    assert (status, card["status"]) == (200, "READY")
    assert listed(call) == []
    assert [each["order_id"] for each in call("list_kitchen_queue")[1]["orders"]] == [order_id]
    assert call("get_pickup_board")[1]["ready"] == [1]
