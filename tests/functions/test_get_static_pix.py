from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine

from bytemeburger.pix.brcode import crc16
from tests.functions.fixture_types import On
from tests.functions.shop import change_store

PIX = {"key": "123e4567-e89b-12d3-a456-426614174000", "name": "Lanchonete Teste", "city": "São Paulo"}


def show(on: On, order: dict[str, Any]) -> tuple[int, Any]:
    status, answer = on("get_static_pix", order["order_id"], headers={"Order-Key": order["order_key"]})
    return status, answer


def test_the_code_holds_key_amount_and_what_to_look_for(on: On, placed: dict[str, Any]) -> None:
    change_store(pix=PIX)
    status, pix = show(on, placed)
    assert status == 200
    assert PIX["key"] in pix["qr_data"]
    assert "540549.90" in pix["qr_data"]
    assert pix["txid"] in pix["qr_data"]
    assert pix["qr_data"][-4:] == crc16(pix["qr_data"][:-4])
    assert on("get_staff_order", placed["order_id"])[1]["pix_txid"] == pix["txid"]


def test_a_store_without_a_key_sends_to_the_counter(on: On, placed: dict[str, Any]) -> None:
    status, problem = show(on, placed)
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:pix-unavailable")


def test_a_paid_order_has_nothing_to_pay(on: On, placed: dict[str, Any], provider: Any) -> None:
    change_store(pix=PIX)
    on("receive_counter_payment", placed["order_id"])
    assert show(on, placed)[0] == 409


def test_after_the_orders_time_no_code_is_given_out(on: On, placed: dict[str, Any]) -> None:
    """Though the reconciler has not come by yet: what is paid with it now would come too late."""
    change_store(pix=PIX)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=15, seconds=1)):
        status, problem = show(on, placed)
    assert (status, problem["current_status"]) == (409, "EXPIRED")


def test_it_says_the_name_that_the_customer_can_say(on: On, placed: dict[str, Any]) -> None:
    change_store(pix=PIX)
    pix = show(on, placed)[1]
    assert pix["reference"] == placed["reference"]
    assert pix["txid"].startswith(placed["reference"])


def test_only_the_holder_of_the_key(on: On, placed: dict[str, Any]) -> None:
    assert on("get_static_pix", placed["order_id"])[0] == 404
