"""A store that limits its kitchen's backlog: what is admitted, what is refused until when, and what is taken off again."""

import importlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from bytemeburger import clock, table
from bytemeburger.estimates import records as estimates
from bytemeburger.estimates.rules import Calibration
from bytemeburger.orders import keys, records
from bytemeburger.payments.gateway import ProviderStatus
from bytemeburger.payments.settlement import settle
from tests.fake_gateway import Provider
from tests.functions.fixture_types import Call, CheckOut, On, Paid, Place
from tests.functions.shop import change_product, change_store, set_stock, units_left

NOON = datetime(2026, 11, 24, 15, tzinfo=UTC)
BURGER: dict[str, Any] = {"lines": [{"product_id": "x-burger", "quantity": 1}]}
DRINK: dict[str, Any] = {"lines": [{"product_id": "guarana", "quantity": 1}]}
ONE_PLACE = {"burger": 1, "side": 1, "drink": 1, "dessert": 1}


@pytest.fixture
def limited(shop: None) -> None:
    """One place at the grill, where a burger takes three minutes; it may have eight minutes before it, so two burgers."""
    change_store(kitchen_places=ONE_PLACE, throttle={"busy_minutes": None, "full_minutes": 8})
    change_product("x-burger", make_seconds=180)


def backlog() -> dict[str, int]:
    found = table.read_eventual(estimates.backlog_key("centro")) or {}
    return {station: found[station] for station in ONE_PLACE if found.get(station)}


def refused(call: Call, **body: Any) -> Any:
    status, problem = call("create_order", headers={"Idempotency-Key": str(uuid4())}, body=body or BURGER)
    assert status >= 400
    return status, problem["type"].rpartition(":")[2]


def test_orders_at_once_are_admitted_until_the_next_would_be_too_much(limited: None, place: Place, call: Call) -> None:
    place(**BURGER)
    place(**BURGER)
    assert refused(call) == (503, "kitchen-full")
    assert backlog() == {"burger": 360}
    place(**DRINK)


def test_who_is_refused_learns_when_it_is_worth_another_try(
    limited: None, place: Place, event: Any, context: Any
) -> None:
    def ask() -> tuple[int, str, str]:
        request = event("create_order")
        request["headers"]["Idempotency-Key"] = str(uuid4())
        request["body"] = json.dumps(BURGER)
        answer = importlib.import_module("functions.create_order.app").handler(request, context)
        return answer["statusCode"], answer["headers"]["Retry-After"], json.loads(answer["body"])["free_at"]

    place(**BURGER)
    place(**BURGER)
    with time_machine.travel(NOON + timedelta(seconds=1), tick=False):
        assert ask() == (503, "60", clock.text(NOON + timedelta(minutes=2))), "what people read is a whole minute"
    with time_machine.travel(NOON, tick=False):
        assert ask() == (503, "60", clock.text(NOON + timedelta(seconds=60))), "540 of 480 seconds"
        slow = Calibration({0: (1.0,) * 50}, {}, {"burger": 2.0})
        estimates.show_kitchen("centro", {"burger": [0.0]}, slow, NOON, 12)
        assert ask() == (503, "120", clock.text(NOON + timedelta(seconds=120))), "its units take twice as long"
        change_product("x-burger", make_seconds=121)
        assert ask()[1] == "15", "work is done order by order"


def test_an_order_is_two_round_trips_with_a_limit_too(limited: None, place: Place, aws_operations: list[str]) -> None:
    aws_operations.clear()
    place(**BURGER)
    asked = [each for each in aws_operations if each != "GetSecretValue"]
    assert asked == ["BatchGetItem", "TransactWriteItems"]


def test_an_order_without_work_and_a_store_without_a_limit_count_nothing(
    limited: None, place: Place, aws_operations: list[str]
) -> None:
    place(**DRINK)
    change_store(throttle={"busy_minutes": 5, "full_minutes": None})
    aws_operations.clear()
    for _ in range(3):
        place(**BURGER)
    assert "TransactWriteItems" not in aws_operations
    assert backlog() == {}


def test_an_admitted_order_keeps_its_place_while_others_are_refused(
    limited: None, place: Place, check_out: CheckOut, provider: Provider, call: Call
) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    status, first = call("create_order", headers=key, body=BURGER)
    place(**BURGER)
    assert refused(call) == (503, "kitchen-full")
    assert call("create_order", headers=key, body=BURGER) == (status, first), "the same request is the same order"
    order_id = first["order_id"]
    assert settle("centro", provider.pay(check_out(order_id)), provider).status == "RECEIVED"
    assert backlog() == {"burger": 360}


def test_what_is_ready_makes_room_once_whatever_the_kitchen_undoes(limited: None, paid: Paid, on: On) -> None:
    order_id = paid(**BURGER)
    other = paid(**BURGER)
    on("advance_order", order_id, body={"to": "IN_PREPARATION"})
    assert backlog() == {"burger": 360}
    for step in ("READY", "IN_PREPARATION", "READY", "COMPLETED", "READY", "COMPLETED"):
        assert on("advance_order", order_id, body={"to": step})[0] == 200
        assert backlog() == {"burger": 180}
    assert records.read(order_id).backlog is None
    assert records.read(other).backlog == {"burger": 180}


def test_what_ends_unmade_makes_room_once(
    limited: None, place: Place, paid: Paid, on: On, expire: Any, provider: Provider, check_out: CheckOut
) -> None:
    kept = place(**BURGER)
    expired = place(**BURGER)["order_id"]
    expire(expired)
    assert backlog() == {"burger": 180}
    cancelled = place(**BURGER)
    opens = {"Order-Key": keys.order_key(cancelled["order_id"])}
    assert [on("cancel_order", cancelled["order_id"], headers=opens)[0] for _ in range(2)] == [200, 200]
    assert backlog() == {"burger": 180}
    called_off = paid(**BURGER)
    for _ in range(2):
        on("cancel_order_by_staff", called_off)
    assert backlog() == {"burger": 180}
    assert records.read(kept["order_id"]).backlog == {"burger": 180}


def test_what_is_refunded_while_it_is_made_makes_room_once(
    limited: None, paid: Paid, on: On, provider: Provider
) -> None:
    order_id = paid(**BURGER)
    on("advance_order", order_id, body={"to": "IN_PREPARATION"})
    on("refund_order", order_id)
    assert backlog() == {}
    on("advance_order", order_id, body={"to": "READY"})
    charged_back = paid(**BURGER)
    number = [*provider.orders][-1]
    settle("centro", provider.become(number, ProviderStatus.CHARGED_BACK, refunded_amount=2590), provider)
    assert records.read(charged_back).refunded
    assert backlog() == {}


def test_whoever_stands_at_the_counter_is_taken_and_counted(limited: None, place: Place, call: Call) -> None:
    for _ in range(2):
        place(**BURGER)
    headers = {"Idempotency-Key": str(uuid4())}
    assert call("create_staff_order", headers=headers, body=BURGER)[0] == 201
    assert backlog() == {"burger": 540}
    assert refused(call) == (503, "kitchen-full")


def test_late_money_that_is_accepted_is_counted_again(limited: None, place: Place, on: On, expire: Any) -> None:
    order_id = place(**BURGER)["order_id"]
    expire(order_id)
    for _ in range(2):
        place(**BURGER)
    on("receive_counter_payment", order_id, body={"method": "pix"})
    assert on("accept_late_payment", order_id)[0] == 200
    assert backlog() == {"burger": 540}
    on("cancel_order_by_staff", order_id)
    assert backlog() == {"burger": 360}


def test_what_the_kitchen_never_takes_at_once_is_no_matter_of_time(limited: None, call: Call) -> None:
    lines = [{"product_id": "x-burger", "quantity": 3}]
    assert refused(call, lines=lines) == (422, "order-exceeds-kitchen")
    assert call("create_staff_order", headers={"Idempotency-Key": str(uuid4())}, body={"lines": lines})[0] == 201


def test_a_refused_order_takes_nothing(limited: None, place: Place, call: Call, ana: dict[str, str]) -> None:
    set_stock("x-burger", 3)
    for _ in range(2):
        place(**BURGER)
    assert refused(call) == (503, "kitchen-full")
    headers = {"Idempotency-Key": str(uuid4())}
    assert call("create_order", headers=headers, body=BURGER, claims=ana)[0] == 503
    assert units_left("x-burger") == 1
    set_stock("x-burger", 0)
    assert refused(call) == (422, "product-unavailable"), "more time does not help"
    assert backlog() == {"burger": 360}


def test_orders_of_before_a_limit_was_set_or_changed_count_as_they_were_placed(
    limited: None, place: Place, on: On, paid: Paid
) -> None:
    order_id = paid(**BURGER)
    change_product("x-burger", make_seconds=60)
    change_store(throttle=None)
    uncounted = paid(**BURGER)
    for step in ("IN_PREPARATION", "READY"):
        on("advance_order", uncounted, body={"to": step})
        on("advance_order", order_id, body={"to": step})
    assert backlog() == {}


def menu(call: Call) -> Any:
    return call("get_menu", queryStringParameters=None)[1]


def test_the_menu_says_until_when_the_kitchen_is_full(limited: None, place: Place, call: Call) -> None:
    assert menu(call)["full_until"] is None
    with time_machine.travel(NOON, tick=False):
        for _ in range(2):
            place(**BURGER)
        assert menu(call)["full_until"] == clock.text(NOON + timedelta(seconds=60))
        change_store(throttle=None)
        assert menu(call)["full_until"] is None


def test_while_the_kitchen_is_full_the_menu_changes_once_a_minute_and_never_promises_too_early(
    limited: None, place: Place, event: Any, context: Any
) -> None:
    ask = importlib.import_module("functions.get_menu.app").handler
    request = event("get_menu") | {"queryStringParameters": None}
    for _ in range(2):
        place(**BURGER)
    tags = []
    for second in (1, 30, 59, 60):
        with time_machine.travel(NOON + timedelta(seconds=second), tick=False):
            answer = ask(request, context)
        tags.append(answer["headers"]["ETag"])
        full_until = clock.instant(json.loads(answer["body"])["full_until"])
        assert timedelta(seconds=60) <= full_until - NOON - timedelta(seconds=second) < timedelta(seconds=120)
    assert len(set(tags)) == 1


def test_an_idle_kitchen_is_not_full_though_its_limit_takes_no_usual_unit(
    limited: None, place: Place, call: Call
) -> None:
    change_product("pudim", make_seconds=300)
    change_store(throttle={"busy_minutes": None, "full_minutes": 4})
    with time_machine.travel(NOON, tick=False):
        assert menu(call)["full_until"] is None, "no time would help"
        place(**BURGER)
        assert menu(call)["full_until"] == clock.text(NOON + timedelta(seconds=120)), "of what it takes"


def test_while_it_is_busy_what_takes_longer_than_others_of_its_station_is_slow(limited: None, call: Call) -> None:
    def slow() -> set[str]:
        return {each["product_id"] for each in menu(call)["products"] if each["slow"]}

    change_product("guarana", category="burger", make_seconds=240)  # slot "drink": this or the pudding
    with time_machine.travel(NOON, tick=False):
        change_store(throttle={"busy_minutes": 10, "full_minutes": None})
        assert slow() == set()
        estimates.show_kitchen("centro", {"burger": [300.0]}, Calibration({0: (1.0,) * 50}, {}), NOON, 12)
        assert slow() == set(), "540 s"
        change_store(throttle={"busy_minutes": 8, "full_minutes": None})
        assert slow() == {"guarana"}
        change_product("pudim", removed=True)
        assert slow() == {"guarana", "combo-x"}, "the combo has no other"
        change_product("x-burger", make_seconds=240)
        assert slow() == set(), "none takes longer than the other"


@pytest.mark.parametrize(
    "throttle",
    [
        {"full_minutes": 0},
        {"full_minutes": -5},
        {"full_minutes": "ten"},
        {"full_minutes": 241},
        {"full_minutes": 7.5},
        {"busy_minutes": 0},
        {"busy_minutes": 20, "full_minutes": 20},
        {"minutes": 5},
        [5],
    ],
)
def test_a_limit_that_limits_nothing_is_refused(limited: None, call: Call, throttle: Any) -> None:
    def save(**news: Any) -> tuple[int, Any]:
        headers = {"If-Match": f'"{call("get_store_settings")[1]["version"]}"'}
        return call("save_store_settings", headers=headers, body={"name": "Centro", "hours": []} | news)

    assert save(kitchen_places=ONE_PLACE, throttle=throttle)[0] == 422
    assert save(throttle={"full_minutes": 20})[0] == 422, "nothing measures it"
    status, saved = save(kitchen_places=ONE_PLACE, throttle={"full_minutes": 20})
    assert (status, saved["throttle"]) == (200, {"busy_minutes": None, "full_minutes": 20})
