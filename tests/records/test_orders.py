"""An order is always in exactly one partition of GSI1, in each at the time of its creation."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bytemeburger import table
from bytemeburger.orders import records
from bytemeburger.orders.model import Refund, RefundStatus, WatchedCode
from bytemeburger.orders.records import next_number
from bytemeburger.orders.rules import Status
from bytemeburger.payments.records import Due, due

pytestmark = pytest.mark.usefixtures("aws")


def order(**parts: Any) -> Any:
    record = records.Order(
        *records.key(parts.get("order_id", "o1")),
        order_id="o1",
        store="centro",
        time_zone="America/Sao_Paulo",
        business_day="2026-11-24",
        dining="eat_in",
        lines=[],
        total=990,
        fingerprint="f",
        created_at="2026-11-24T12:00:00.000Z",
        due_at="2026-11-24T12:15:00.000Z",
        history=[],
    )
    for name, value in parts.items():
        setattr(record, name, value)
    record.index()
    return record


PLACED = "2026-11-24T12:00:00.000Z#o1"
PAID = "2026-11-24T12:05:00.000Z"
REFUND = Refund("p", 990, RefundStatus.DUE, "other", "b", PAID, 1)


@pytest.mark.parametrize(
    ("parts", "partition", "place"),
    [
        ({"status": Status.AWAITING_PAYMENT}, "STORE#centro#UNPAID", PLACED),
        ({"status": Status.READY, "paid_at": PAID}, "STORE#centro#QUEUE", PLACED),
        ({"status": Status.IN_PREPARATION, "paid_at": PAID}, "STORE#centro#QUEUE", PLACED),
        ({"status": Status.RECEIVED, "paid_at": PAID}, "STORE#centro#QUEUE", PLACED),
        (
            {"status": Status.COMPLETED, "paid_at": PAID},
            "STORE#centro#DAY#2026-11-24",
            PLACED,
        ),
        ({"status": Status.EXPIRED}, "STORE#centro#DAY#2026-11-24", PLACED),
        (
            {"status": Status.CANCELLED, "refunds": [REFUND]},
            "STORE#centro#REFUND",
            PLACED,
        ),
        (
            {"status": Status.CANCELLED, "refunds": [REFUND.end(990, PAID)]},
            "STORE#centro#DAY#2026-11-24",
            PLACED,
        ),
        (
            {"status": Status.RECEIVED, "paid_at": PAID, "refunds": [REFUND]},
            "STORE#centro#QUEUE",
            PLACED,
        ),
    ],
)
def test_its_partition_follows_from_its_state(parts: dict[str, Any], partition: str, place: str) -> None:
    record = order(**parts)
    assert (record.gsi1pk, record.gsi1sk) == (partition, place)


@pytest.mark.parametrize(
    ("parts", "unsettled"),
    [
        ({"status": Status.AWAITING_PAYMENT}, True),
        ({"status": Status.RECEIVED, "paid_at": PAID}, False),
        ({"status": Status.RECEIVED, "paid_at": PAID, "refunds": [REFUND]}, True),
        ({"status": Status.CANCELLED, "refunds": [REFUND.end(990, PAID)]}, False),
        ({"status": Status.CANCELLED, "refunds": [REFUND.become(RefundStatus.REFUSED, PAID)]}, True),
        ({"status": Status.EXPIRED, "refunds": [replace(REFUND, status=RefundStatus.UNDECIDED)]}, False),
        ({"status": Status.EXPIRED, "watched": [WatchedCode("p", "other", "b", PAID)]}, True),
    ],
)
def test_what_time_or_the_provider_decides_is_due(parts: dict[str, Any], unsettled: bool) -> None:
    record = order(**parts)
    assert (record.gsi4pk is not None, record.gsi4sk is not None) == (unsettled, unsettled)
    if unsettled:
        table.save(record)
        (shard,) = (each for each in range(records.DUE_SHARDS) if record.gsi4pk == f"DUE#{each:02d}")
        noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
        unpaid = record.status == Status.AWAITING_PAYMENT
        assert list(due(shard)) == [Due("o1", "centro", noon if unpaid else None)]


def test_every_status_has_a_place() -> None:
    for status in Status:
        record = order(status=status, paid_at=PAID)
        assert record.gsi1pk.startswith("STORE#centro#"), status


def test_only_somebodys_order_is_in_somebodys_list() -> None:
    assert (order(status=Status.EXPIRED).gsi2pk, order(status=Status.EXPIRED).gsi2sk) == (None, None)
    record = order(status=Status.EXPIRED, customer="h1-abc")
    assert (record.gsi2pk, record.gsi2sk) == ("CUSTOMER#h1-abc", "2026-11-24T12:00:00.000Z#o1")


def test_the_kitchens_list_is_ready_first_and_oldest_first() -> None:
    for number, (status, paid_at) in enumerate(
        [
            (Status.RECEIVED, "2026-11-24T12:01:00.000Z"),
            (Status.READY, "2026-11-24T12:04:00.000Z"),
            (Status.IN_PREPARATION, "2026-11-24T12:02:00.000Z"),
            (Status.READY, "2026-11-24T12:03:00.000Z"),
            (Status.RECEIVED, "2026-11-24T12:00:00.000Z"),
        ]
    ):
        record = order(order_id=f"o{number}", status=status, paid_at=paid_at)
        table.save(record)
    assert [each["order_id"] for each in records.queue("centro")] == ["o3", "o1", "o2", "o4", "o0"]
    assert list(records.queue("norte")) == []


def test_numbers_count_up_by_store_and_day() -> None:
    assert [next_number("centro", "2026-11-24") for _ in range(3)] == [1, 2, 3]
    assert next_number("centro", "2026-11-25") == 1
    assert next_number("norte", "2026-11-24") == 1
