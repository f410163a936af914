import uuid
from typing import Any

import pytest

from tests.functions.fixture_types import Call, OfAna


@pytest.fixture
def order(call: Call, shop: None) -> Any:
    def place(claims: dict[str, str]) -> Any:
        return call("create_order", claims=claims, headers={"Idempotency-Key": str(uuid.uuid4())})

    return place


def test_orders_placed_signed_in_page_by_page_newest_first(call: Call, ana: dict[str, str], order: Any) -> None:
    placed = [order(ana)[1]["order_id"] for _ in range(3)]
    order({})
    first = call("list_my_orders", claims=ana, queryStringParameters={"limit": "2"})[1]
    second = call("list_my_orders", claims=ana, queryStringParameters={"limit": "2", "cursor": first["cursor"]})[1]
    assert sorted(each["order_id"] for each in first["orders"] + second["orders"]) == sorted(placed)
    times = [each["created_at"] for each in first["orders"] + second["orders"]]
    assert times == sorted(times, reverse=True)
    assert second["cursor"] is None
    assert call("get_profile", claims=ana)[1]["last_order_at"] >= times[0]


def test_an_empty_history(call: Call, ana: dict[str, str]) -> None:
    assert call("list_my_orders", claims=ana) == (200, {"orders": [], "cursor": None})


def test_somebody_who_is_gone_places_no_order_signed_in(call: Call, ana: dict[str, str], order: Any) -> None:
    assert order(ana | {"sub": "gone"})[0] == 403
    assert call("list_my_orders", claims=ana | {"sub": "gone"})[1]["orders"] == []


def test_not_without_signing_in_nor_with_a_foreign_cursor(call: Call, ana: dict[str, str]) -> None:
    assert call("list_my_orders", claims={"aud": "ordering-client"})[0] == 403
    assert call("list_my_orders", claims=ana, queryStringParameters={"cursor": "x"})[0] == 400


def test_an_order_on_its_way_shows_its_number(call: Call, of_ana: OfAna, ana: dict[str, str]) -> None:
    of_ana("IN_PREPARATION")
    (row,) = call("list_my_orders", claims=ana)[1]["orders"]
    assert (row["number"], row["status"]) == (1, "IN_PREPARATION")
    assert row["paid_at"]
