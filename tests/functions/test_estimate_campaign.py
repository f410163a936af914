from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bytemeburger.customers.protected_cpf import sign_reference
from functions.estimate_campaign import app
from tests.fake_gateway import Provider
from tests.functions.campaigns import problem
from tests.functions.fixture_types import Call, On, Paid, Place

NOON = datetime(2026, 11, 24, 15, tzinfo=UTC)
"""In São Paulo; the next day is the one that asks."""
NAME = {"pt-BR": "Oferta", "en": "Offer"}
TENTH = {"kind": "order_percent", "basis_points": 1000}
BURGERS = [{"product_id": "x-burger", "quantity": 2}]
FRIES = [{"product_id": "batata-frita", "quantity": 1}]


@pytest.fixture
def at_noon() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ask(call: Call) -> Callable[..., Any]:
    def estimate(offer: dict[str, Any] = TENTH, query: dict[str, str] | None = None, **more: Any) -> Any:
        with time_machine.travel(NOON + timedelta(days=1), tick=False):
            body = {"name": NAME, "offer": offer} | more
            status, answer = call("estimate_campaign", body=body, queryStringParameters=query)
        assert status == 200, answer
        return answer

    return estimate


def test_a_day_without_orders_says_so(ask: Callable[..., Any], shop: None) -> None:
    nothing = dict.fromkeys(("orders", "uses", "gross", "discount", "net"), 0)
    assert ask() == nothing | {"day": "2026-11-24", "complete": True}
    assert ask(query={"day": "2026-11-20"})["day"] == "2026-11-20"


def test_it_counts_what_was_sold_and_kept_on_that_business_day(
    at_noon: None, ask: Callable[..., Any], on: On, paid: Paid, place: Place, provider: Provider
) -> None:
    paid(lines=BURGERS)
    paid(lines=FRIES)
    on("refund_order", paid(lines=FRIES))
    place(lines=FRIES)  # and never paid
    with time_machine.travel(datetime(2026, 11, 25, 3, tzinfo=UTC), tick=False):  # the day after, by the store's clock
        paid(lines=FRIES)
    answer = ask({"kind": "percent", "basis_points": 1000, "target": {"categories": ["burger"]}})
    assert (answer["orders"], answer["uses"]) == (2, 1)
    assert (answer["gross"], answer["discount"], answer["net"]) == (5180, 518, 4662)


def test_its_own_dates_do_not_matter_and_its_hours_do(
    at_noon: None, ask: Callable[..., Any], paid: Paid, provider: Provider
) -> None:
    paid(lines=BURGERS)
    tuesday = [{"days": ["tue"], "opens": "11:00", "closes": "13:00"}]
    assert ask(starts="2026-12-01T00:00", ends="2026-12-02T00:00", hours=tuesday, with_coupon=True)["uses"] == 1
    assert ask(hours=[tuesday[0] | {"days": ["wed"]}])["uses"] == 0
    assert ask(minimum=5181)["uses"] == 0


@pytest.mark.parametrize(
    ("more", "uses"),
    [
        ({"limits": {"uses": 2}}, 2),
        ({"limits": {"uses_per_day": 1}}, 1),
        ({"limits": {"budget": 2 * 518}}, 2),
        ({"limits": {"uses_per_person": 1}}, 1),
        ({"first_order": True}, 1),
    ],
)
def test_it_keeps_within_the_limits(
    at_noon: None, ask: Callable[..., Any], paid: Paid, provider: Provider, more: dict[str, Any], uses: int
) -> None:
    for _ in range(2):
        paid(lines=BURGERS)
        paid(lines=BURGERS, customer_ref=sign_reference("52998224725"))
    assert ask()["uses"] == 4
    assert ask(**more)["uses"] == uses


def test_a_day_beyond_bounds_says_that_it_was_not_looked_at_whole(
    at_noon: None, ask: Callable[..., Any], paid: Paid, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        paid(lines=BURGERS)
    assert ask()["complete"]
    monkeypatch.setattr(app, "MAX_ORDERS", 1)
    answer = ask()
    assert (answer["orders"], answer["complete"]) == (1, False)


def test_what_could_not_be_saved_has_no_cost(call: Call, shop: None) -> None:
    offer = {"kind": "order_percent", "basis_points": 10_001}
    assert problem(call("estimate_campaign", body={"name": NAME, "offer": offer})) == (422, "body-invalid")
    later = {"starts": "2026-12-02T00:00", "ends": "2026-12-01T00:00"}
    assert problem(call("estimate_campaign", body={"name": NAME, "offer": TENTH} | later)) == (422, "body-invalid")
    query = {"day": "yesterday"}
    answer = call("estimate_campaign", body={"name": NAME, "offer": TENTH}, queryStringParameters=query)
    assert problem(answer) == (400, "parameter-invalid")
