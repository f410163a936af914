"""What an order costs in DynamoDB's units, from the kiosk to its hand-over: benchmarks/order_units.py."""

import pytest

from benchmarks import order_units

pytestmark = pytest.mark.usefixtures("aws", "unmeasured")

MOST = {
    "create_order": 5,
    "checkout_order": 4,
    "receive_payment_notification": 8,
    "advance_order to IN_PREPARATION": 4,
    "advance_order to READY": 4,
    "advance_order to COMPLETED": 6,
    "check_off_item": 12,
    "push_update": 4,
    "record_sales": 5,
    "get_order": 0,
}
"""Write units of one order of three products with options, whose sale is booked by itself, at the end of a busy day."""


def test_an_orders_life_costs_no_more_write_units_than_it_did(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {step.name: step.write_units for step in order_units.lives(1, monkeypatch)} == MOST
    assert sum(MOST.values()) - MOST["check_off_item"] <= 40
