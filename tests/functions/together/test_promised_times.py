"""A time that is promised at the payment, by what the kitchen has to do and how fast it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bytemeburger import clock
from bytemeburger.errors import Unavailable
from bytemeburger.estimates import records as estimates
from bytemeburger.orders import keys, records
from functions.record_sales.app import handler as record_sales
from tests.conftest import Context
from tests.fake_gateway import Provider
from tests.functions import books
from tests.functions.fixture_types import Call, CheckOut, On, Paid, Place
from tests.functions.shop import change_product, change_store

NOON = datetime(2026, 11, 24, 15, tzinfo=UTC)
BURGER: dict[str, Any] = {"lines": [{"product_id": "x-burger", "quantity": 1}]}
TEXTS = {"pt-BR": "X", "en": "X"}
ONE_PLACE = {"burger": 1, "side": 1, "drink": 1, "dessert": 1}


@pytest.fixture
def promising(shop: None) -> None:
    """The shop with one place at the grill, where a burger takes four minutes."""
    change_store(kitchen_places=ONE_PLACE)
    change_product("x-burger", make_seconds=240)


class Follower:
    """The stream of orders, in the order in which they are shown to it."""

    def __init__(self) -> None:
        self._images: dict[str, Any] = {}

    def __call__(self, *order_ids: str) -> None:
        for order_id in order_ids:
            new = records.read(order_id).plain()
            record = books.record(new["version"], self._images.get(order_id), new)
            assert record_sales({"Records": [record]}, Context()) == {"batchItemFailures": []}
            self._images[order_id] = new


@pytest.fixture
def follow(promising: None) -> Follower:
    return Follower()


def shown_to_customer(on: On, order_id: str) -> Any:
    """The order as its customer sees it."""
    return on("get_order", order_id, headers={"Order-Key": keys.reading_key(order_id)})[1]


def at(seconds: float) -> str:
    return clock.text(NOON + timedelta(seconds=seconds))


def test_each_order_is_promised_behind_the_ones_before_it_and_keeps_its_promise(
    follow: Follower, paid: Paid, on: On, call: Call
) -> None:
    with time_machine.travel(NOON, tick=False) as travel:
        first = paid(**BURGER)
        follow(first)
        second = paid(**BURGER)
        follow(second)
        assert shown_to_customer(on, first)["promise"] == {"p50": at(240), "p90": at(360)}
        assert shown_to_customer(on, second)["promise"] == {"p50": at(480), "p90": at(720)}
        assert call("get_menu", queryStringParameters=None)[1]["wait"] == {"p50_minutes": 12, "p90_minutes": 18}

        travel.shift(100)
        for order_id, steps in ((first, ("IN_PREPARATION", "READY")), (second, ("IN_PREPARATION",))):
            for step in steps:
                on("advance_order", order_id, body={"to": step})
                follow(order_id)
        assert shown_to_customer(on, second)["promise"] == {"p50": at(480), "p90": at(720)}, (
            "it was frozen at the payment"
        )
        (card,) = [each for each in call("list_kitchen_queue")[1]["orders"] if each["order_id"] == second]
        assert card["promise"] == shown_to_customer(on, second)["promise"]
        assert card["starts"] == []


def test_a_card_says_when_the_short_item_is_begun(promising: None, paid: Paid, call: Call) -> None:
    change_product("batata-frita", make_seconds=100)
    paid(lines=[*BURGER["lines"], {"product_id": "batata-frita", "quantity": 1}])
    (card,) = call("list_kitchen_queue")[1]["orders"]
    assert card["starts"] == [{"station": "side", "after_seconds": 140}]


def test_a_kitchen_that_is_slower_than_planned_promises_later_times(follow: Follower, paid: Paid, on: On) -> None:
    with time_machine.travel(NOON, tick=False) as travel:
        slow = paid(**BURGER)
        on("advance_order", slow, body={"to": "IN_PREPARATION"})
        follow(slow)
        travel.shift(600)
        on("check_off_item", slow, line="0", body={"done": True})
        follow(slow)
        known = estimates.read_learned("centro").calibration
        assert known.speeds == {"burger": pytest.approx(1 + 0.05 * (600 / 240 - 1), abs=0.001)}
        on("advance_order", slow, body={"to": "READY"})
        follow(slow)
        known = estimates.read_learned("centro").calibration
        assert known.ratios == {0: (2.5,)}
        assert known.levels == {12: pytest.approx(0.082)}, "it was missed"
        travel.shift(1)
        late = paid(**BURGER)
        assert shown_to_customer(on, late)["promise"] == {"p50": at(601 + 645), "p90": at(601 + 968)}


def test_a_batch_plans_a_kitchen_once(follow: Follower, paid: Paid, aws_operations: list[str]) -> None:
    changes = []
    for number in range(3):
        new = records.read(paid(**BURGER)).plain()
        changes.append(books.record(number, None, new))
    aws_operations.clear()
    assert record_sales({"Records": changes}, Context()) == {"batchItemFailures": []}
    assert aws_operations.count("Query") == 1


def test_what_cannot_be_learned_holds_up_no_sale(
    follow: Follower, paid: Paid, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(store: str) -> Any:
        raise Unavailable("busy")

    monkeypatch.setattr(estimates, "read_learned", failing)
    with time_machine.travel(NOON, tick=False):
        follow(paid(**BURGER))
        assert call("report_sales", queryStringParameters={"from": "2026-11-24", "to": "2026-11-24"})[1]["rows"]


def test_a_store_without_places_promises_nothing_and_pays_for_nothing(
    shop: None, paid: Paid, on: On, place: Place, check_out: CheckOut, call: Call, aws_operations: list[str]
) -> None:
    change_product("x-burger", make_seconds=240)
    order_id = paid(**BURGER)
    assert shown_to_customer(on, order_id)["promise"] is None
    assert records.read(order_id).work == []
    assert call("get_menu", queryStringParameters=None)[1]["wait"] is None
    aws_operations.clear()
    Follower()(order_id)
    assert "Query" not in aws_operations


def test_an_order_is_still_two_round_trips(promising: None, place: Place, aws_operations: list[str]) -> None:
    aws_operations.clear()
    order = place(**BURGER)
    assert [each for each in aws_operations if each != "GetSecretValue"] == ["BatchGetItem", "PutItem"]
    assert [each.seconds for each in records.read(order["order_id"]).work] == [240]


def test_what_is_at_hand_is_promised_no_time_and_parts_of_a_combo_count(
    promising: None, place: Place, paid: Paid, on: On
) -> None:
    drink = paid(lines=[{"product_id": "guarana", "quantity": 1}])
    assert shown_to_customer(on, drink)["promise"] is None
    choices = {"burger": {"product_id": "x-burger"}, "drink": {"product_id": "guarana"}}
    combo = paid(lines=[{"product_id": "combo-x", "quantity": 2, "choices": choices}])
    (work,) = records.read(combo).work
    assert (work.station, work.seconds, work.units) == ("burger", 240, 2)


def test_the_payment_that_settles_it_tells_the_promise(
    promising: None, place: Place, check_out: CheckOut, provider: Provider, on: On
) -> None:
    order_id = place(**BURGER)["order_id"]
    code, key = check_out(order_id), {"Order-Key": keys.reading_key(order_id)}
    assert on("get_payment_status", order_id, headers=key)[1]["promise"] is None
    provider.pay(code)
    status = on("get_payment_status", order_id, headers=key)[1]
    assert status["promise"] == shown_to_customer(on, order_id)["promise"] is not None


def test_an_order_that_is_free_is_promised_a_time_too(promising: None, place: Place, on: On) -> None:
    change_product("x-burger", price=0)
    assert shown_to_customer(on, place(**BURGER)["order_id"])["promise"] is not None


def test_the_managers_day_says_how_many_promises_were_kept(follow: Follower, paid: Paid, on: On, call: Call) -> None:
    with time_machine.travel(NOON, tick=False) as travel:
        kept, missed = paid(**BURGER), paid(**BURGER)
        for order_id, seconds in ((kept, 300), (missed, 200)):
            on("advance_order", order_id, body={"to": "IN_PREPARATION"})
            travel.shift(seconds)
            on("advance_order", order_id, body={"to": "READY"})
        report = call("report_day", queryStringParameters={"day": "2026-11-24"})[1]
        expected = {"orders": 2, "kept": 1, "bias_seconds": 160, "p90_seconds": 360}
        assert report["promises"] == expected
        assert report["promises_by_hour"] == [{"hour": "12", **expected}]


def test_options_add_to_what_a_product_takes_and_change_no_order_that_was_placed(promising: None, place: Place) -> None:
    def with_bacon(seconds: int | None) -> list[dict[str, Any]]:
        option = {"option_id": "bacon", "name": TEXTS, "price": 0, "default": False, "available": True}
        return [
            {"group_id": "extras", "name": TEXTS, "min": 0, "max": 1, "options": [option | {"make_seconds": seconds}]}
        ]

    change_product("x-burger", option_groups=with_bacon(40))
    change_product("guarana", option_groups=with_bacon(15))
    burger, drink = {"product_id": "x-burger", "options": ["bacon"]}, {"product_id": "guarana", "options": ["bacon"]}
    lines = [
        burger | {"quantity": 2},
        {"product_id": "x-burger", "quantity": 1},
        {"product_id": "combo-x", "quantity": 1, "choices": {"burger": burger, "drink": drink}},
        {"product_id": "guarana", "quantity": 1},
    ]
    order_id = place(lines=lines)["order_id"]
    change_product("x-burger", option_groups=with_bacon(None))
    work = [(each.line, each.station, each.seconds, each.units) for each in records.read(order_id).work]
    assert work == [(0, "burger", 280, 2), (1, "burger", 240, 1), (2, "burger", 280, 1), (2, "drink", 15, 1)]


@pytest.mark.parametrize("seconds", [0, -1, 3601, 1.5, "240", True])
def test_a_time_that_nothing_takes_is_refused(promising: None, call: Call, seconds: Any) -> None:
    body = {"category": "burger", "name": TEXTS, "description": {"pt-BR": "", "en": ""}, "price": 1, "allergens": []}

    def save(own: Any, more: Any) -> tuple[int, Any]:
        groups = [
            {"group_id": "g", "name": TEXTS, "options": [{"option_id": "o", "name": TEXTS, "make_seconds": more}]}
        ]
        return call(
            "save_product",
            pathParameters={"product_id": "novo"},
            headers={"If-Match": None},
            body=body | {"make_seconds": own, "option_groups": groups},
        )

    assert save(seconds, None)[0] == 422
    assert save(90, seconds)[0] == 422
    status, saved = save(90, 30)
    assert status == 200, saved
    assert (saved["make_seconds"], saved["option_groups"][0]["options"][0]["make_seconds"]) == (90, 30)


def test_a_combo_takes_what_its_parts_take(promising: None, call: Call) -> None:
    slot = {"slot_id": "burger", "name": {"pt-BR": "B", "en": "B"}, "choices": [{"product_id": "x-burger"}]}
    body = {"category": "combo", "name": TEXTS, "description": TEXTS, "price": 1, "allergens": [], "slots": [slot]}
    path, headers = {"product_id": "novo"}, {"If-Match": None}
    refused = call("save_product", pathParameters=path, headers=headers, body=body | {"make_seconds": 90})
    assert refused[0] == 422
    option = {"option_id": "o", "name": TEXTS, "make_seconds": 30}
    groups = {"option_groups": [{"group_id": "g", "name": TEXTS, "options": [option]}]}
    assert call("save_product", pathParameters=path, headers=headers, body=body | groups)[0] == 422
    assert call("save_product", pathParameters=path, headers=headers, body=body)[0] == 200


@pytest.mark.parametrize("places", [{"burger": 0}, {"burger": -1}, {"burger": 51}, {"grill": 2}, [2]])
def test_a_kitchen_that_no_store_has_is_refused(promising: None, call: Call, places: Any) -> None:
    version = call("get_store_settings")[1]["version"]
    settings = {"name": "Centro", "hours": []}
    headers = {"If-Match": f'"{version}"'}
    assert call("save_store_settings", headers=headers, body=settings | {"kitchen_places": places})[0] == 422
    status, saved = call("save_store_settings", headers=headers, body=settings | {"kitchen_places": {"burger": 3}})
    assert (status, saved["kitchen_places"]) == (200, {"burger": 3, "side": 1, "drink": 1, "dessert": 1})
