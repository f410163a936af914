from typing import Any

import pytest

from bytemeburger.orders import metrics
from bytemeburger.orders.rules import Status
from bytemeburger.stream import Change

PAID_AT = "2026-11-24T12:00:00.000Z"


def order(status: str, updated_at: str = PAID_AT, **members: Any) -> dict[str, Any]:
    history = members.pop("history", [status])
    return {
        "type": "order",
        "store": "centro",
        "status": status,
        "total": 4590,
        "paid_at": PAID_AT,
        "updated_at": updated_at,
        "history": [{"status": each, "at": PAID_AT, "by": "kitchen"} for each in history],
        **members,
    }


def measured(old: dict[str, Any] | None, new: dict[str, Any] | None) -> dict[str, float]:
    name = "INSERT" if old is None else "MODIFY"
    change = Change("1", name, "1", at=PAID_AT, key=("ORDER#1", "ORDER"), old=old, new=new)
    found = list(metrics.of_change(change))
    assert {store for store, *_ in found} <= {"centro"}
    return {metric: value for _, metric, value, _ in found}


def test_a_new_order_is_counted() -> None:
    assert measured(None, order(Status.AWAITING_PAYMENT)) == {"OrderCreated": 1}


def test_a_payment_counts_with_its_money() -> None:
    assert measured(order(Status.AWAITING_PAYMENT), order(Status.RECEIVED)) == {"OrderPaid": 1, "PaidCentavos": 4590}


@pytest.mark.parametrize(
    ("ready_at", "seconds", "late"),
    [("2026-11-24T12:15:00.000Z", 900, 0), ("2026-11-24T12:15:00.001Z", 900.001, 1)],
)
def test_the_time_to_ready_runs_from_the_payment(ready_at: str, seconds: float, late: int) -> None:
    found = measured(order(Status.IN_PREPARATION), order(Status.READY, ready_at))
    assert found == {"SecondsToReady": pytest.approx(seconds), "OrderLate": late}


def test_an_order_that_was_taken_back_and_is_ready_again_is_not_measured_twice() -> None:
    again = order(Status.READY, "2026-11-24T13:00:00.000Z", history=[Status.READY, Status.IN_PREPARATION, Status.READY])
    assert measured(order(Status.IN_PREPARATION), again) == {}


@pytest.mark.parametrize(("status", "metric"), [(Status.EXPIRED, "OrderExpired"), (Status.CANCELLED, "OrderCancelled")])
def test_an_order_that_nobody_will_eat_is_counted(status: Status, metric: str) -> None:
    assert measured(order(Status.AWAITING_PAYMENT), order(status)) == {metric: 1}


def test_a_refund_counts_once_it_is_done() -> None:
    requested = {"provider_order_id": "a", "status": "REQUESTED"}
    completed = requested | {"status": "DONE"}
    assert measured(order(Status.CANCELLED), order(Status.CANCELLED, refunds=[requested])) == {}
    before, after = order(Status.CANCELLED, refunds=[requested]), order(Status.CANCELLED, refunds=[completed])
    assert measured(before, after) == {"Refunded": 1}
    assert measured(after, after) == {}


def test_other_items_and_deletions_are_no_business_figures() -> None:
    assert measured(None, {"type": "product"}) == {}
    assert measured(order(Status.READY), None) == {}
