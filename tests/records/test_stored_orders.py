"""Orders as they were stored before their parts were values (`tests/golden`) are read, and what is written of them is what
was there: the version before this one reads it, and goes on with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bytemeburger.attributes import plain_item
from bytemeburger.orders.model import Payment, PaymentStatus, RefundStatus, is_refunded, is_settled
from bytemeburger.orders.records import from_item

pytestmark = pytest.mark.usefixtures("aws")

GOLDEN = Path(__file__).parents[1] / "golden"
ITEMS: list[dict[str, Any]] = json.loads((GOLDEN / "orders.json").read_text())
FIRST_RELEASE = [
    plain_item(record["dynamodb"]["NewImage"])
    for record in json.loads((GOLDEN / "stream-0.1.0.json").read_text())["Records"]
    if record["dynamodb"]["Keys"]["SK"] == {"S": "ORDER"}
]


def stored(item: dict[str, Any]) -> dict[str, Any]:
    """What counts of a stored item: nothing is as good as an empty list, and refunds are known by their payments."""
    found = {name: value for name, value in item.items() if value not in (None, [])}
    if "refunds" in found:
        found["refunds"] = sorted(found["refunds"], key=lambda refund: str(refund["provider_order_id"]))
    return found


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["order_id"])
def test_an_order_of_the_version_before_is_written_as_it_was_read(item: dict[str, Any]) -> None:
    order = from_item(item)
    assert stored(order.plain()) == stored(item)
    order.index()
    place = f"{item['created_at']}#{item['order_id']}"  # where it stood before depended on its state
    written = {name: value for name, value in order.plain().items() if name not in ("GSI4PK", "GSI4SK")}
    assert stored(written | {"updated_at": item["updated_at"]}) == stored(item | {"GSI1SK": place})


@pytest.mark.parametrize("item", FIRST_RELEASE, ids=lambda item: f"version {item['version']}")
def test_an_order_of_the_first_release_is_read(item: dict[str, Any]) -> None:
    again = from_item(from_item(item).plain())
    assert again.plain() == from_item(item).plain()
    assert [refund.attempt for refund in again.refunds] == [1] * len(item.get("refunds") or [])


def test_a_watched_code_is_none_of_the_refunds_and_is_stored_among_them() -> None:
    (item,) = (each for each in ITEMS if each["order_id"] == "watched")
    order = from_item(item)
    assert [(each.provider_order_id, each.missing_since) for each in order.watched] == [
        ("ORD3", item["refunds"][0]["missing_since"])
    ]
    assert [(each.provider_order_id, each.status) for each in order.refunds] == [("ORD0", RefundStatus.DUE)]
    assert {each["status"] for each in order.plain()["refunds"]} == {"DUE", "UNCLOSED"}
    order.refunds = []
    assert (order.refunds, [each["status"] for each in order.plain()["refunds"]]) == ([], ["UNCLOSED"])
    order.index()
    assert (order.refund_status, order.gsi1pk) == ("UNCLOSED", "STORE#centro#QUEUE")
    order.watched = []
    order.index()
    assert order.refund_status is None
    assert "refunds" not in order.plain()


def test_the_stored_orders_have_refunds_and_payments_of_every_status() -> None:
    orders = [from_item(item) for item in ITEMS]
    assert {refund.status for order in orders for refund in order.refunds} == set(RefundStatus)
    assert {order.payment.status for order in orders if order.payment} == set(PaymentStatus)


def test_what_a_later_version_adds_to_a_part_is_no_obstacle() -> None:
    assert Payment.of(ITEMS[0]["payment"] | {"terminal": "T1"}).plain() == ITEMS[0]["payment"]


def test_lists_see_in_the_stored_form_what_the_order_says() -> None:
    for item in ITEMS:
        order = from_item(item)
        assert is_refunded(item) == order.refunded
        assert is_settled(item) == (not order.watched and all(not each.open for each in order.refunds))
    assert {item["order_id"] for item in ITEMS if is_refunded(item)} == {"refunded", "disputed"}
    assert {item["order_id"] for item in ITEMS if not is_settled(item)} == {"watched", "refunded", "late"}


@pytest.mark.parametrize("status", ["AWAITING_PAYMENT", "EXPIRED"])
def test_what_the_first_release_wrote_of_a_status_it_did_not_know_is_no_payment(status: str) -> None:
    item = ITEMS[0] | {"status": status, "payment": {"status": "REVIEW", "review": "ORD1"}}
    assert from_item(item).payment is None
    assert "payment" not in from_item(item).plain()
    assert not is_refunded(item)
