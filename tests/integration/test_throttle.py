"""A kitchen's limit as a manager sets it, over HTTP with IAM enforced, and what managers may not set."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from local.caller import Caller, pay
from tests.integration.waiting import eventually

SAVED = ("name", "hours", "pix", "alert_email", "wait_limits", "kitchen_places", "mail_hours", "throttle")
TEXT = {"pt-BR": "Prova", "en": "Trial"}
BAKED = {"option_id": "assado", "name": TEXT, "make_seconds": 120}
PRODUCT: dict[str, Any] = {
    "category": "dessert",
    "name": TEXT,
    "description": TEXT,
    "price": 1000,
    "allergens": [],
    "make_seconds": 60,
    "option_groups": [{"group_id": "preparo", "name": TEXT, "options": [BAKED]}],
}
PLACES = {"burger": 1, "side": 1, "drink": 1, "dessert": 1}
UNWANTED = {"reason": "customer-wish"}
THROTTLED = {"kitchen_places": PLACES, "throttle": {"busy_minutes": None, "full_minutes": 5}}
CAMPAIGN: dict[str, Any] = {
    "name": TEXT,
    "offer": {"kind": "order_percent", "basis_points": 1000},
    "with_coupon": True,
}
NIGHT = {"days": ["fri"], "opens": "22:00", "closes": "02:00"}
BAD_BODIES: dict[str, tuple[str, dict[str, Any]]] = {
    **{
        f"{name} {value}": ("/store", THROTTLED | {"throttle": {name: value}})
        for name in ("full_minutes", "busy_minutes")
        for value in (0, -1, "ten")
    },
    "as busy as full": ("/store", THROTTLED | {"throttle": {"busy_minutes": 20, "full_minutes": 20}}),
    "busier than full": ("/store", THROTTLED | {"throttle": {"busy_minutes": 30, "full_minutes": 20}}),
    "nothing measures it": ("/store", THROTTLED | {"kitchen_places": None}),
    "no place": ("/store", THROTTLED | {"kitchen_places": PLACES | {"side": 0}}),
    **{f"make_seconds {value}": ("/products/{}", PRODUCT | {"make_seconds": value}) for value in (0, -1, 3601)},
    **{
        f"option's make_seconds {value}": (
            "/products/{}",
            PRODUCT
            | {"option_groups": [{"group_id": "p", "name": TEXT, "options": [BAKED | {"make_seconds": value}]}]},
        )
        for value in (0, -1, 3601)
    },
    "101 %": ("/campaigns/{}", CAMPAIGN | {"offer": {"kind": "order_percent", "basis_points": 10_100}}),
    "0 %": ("/campaigns/{}", CAMPAIGN | {"offer": {"kind": "order_percent", "basis_points": 0}}),
    "a limit of 0": ("/campaigns/{}", CAMPAIGN | {"limits": {"uses": 0}}),
    "a limit below 0": ("/campaigns/{}", CAMPAIGN | {"limits": {"budget": -1}}),
    "a minimum below 0": ("/campaigns/{}", CAMPAIGN | {"minimum": -1}),
    "start after end": (
        "/campaigns/{}",
        CAMPAIGN | {"starts": "2026-12-02T10:00", "ends": "2026-12-01T10:00"},
    ),
    "start at end": ("/campaigns/{}", CAMPAIGN | {"starts": "2026-12-01T10:00", "ends": "2026-12-01T10:00"}),
    "no such day": ("/campaigns/{}", CAMPAIGN | {"starts": "2026-02-30T10:00"}),
    "overlapping hours": (
        "/campaigns/{}",
        CAMPAIGN | {"hours": [NIGHT, {"days": ["sat"], "opens": "01:00", "closes": "03:00"}]},
    ),
}


@pytest.fixture
def save_store(manager: Caller) -> Iterator[Callable[..., httpx.Response]]:
    """Change some of the settings; they are what they were afterwards."""

    def save(**news: Any) -> httpx.Response:
        read = manager.send("GET", "/store")
        body = {name: read.json()[name] for name in SAVED} | news
        return manager.ask("PUT", "/store", json=body, headers={"If-Match": read.headers["ETag"]})

    before = manager("GET", "/store")
    yield save
    assert save(**{name: before[name] for name in SAVED}).status_code == 200


@pytest.fixture
def product(manager: Caller) -> Iterator[Callable[..., str]]:
    """Put a product of the test's own on the menu; its id."""
    products: list[str] = []

    def put(**news: Any) -> str:
        products.append(f"prova-{uuid.uuid4().hex[:8]}")
        manager("PUT", f"/products/{products[-1]}", json=PRODUCT | news)
        return products[-1]

    yield put
    for each in products:
        etag = manager.send("GET", f"/products/{each}").headers.get("ETag", '"1"')
        manager.send("DELETE", f"/products/{each}", headers={"If-Match": etag})


def test_a_full_kitchen_refuses_customers_until_there_is_room(
    api: httpx.Client,
    kiosk: Caller,
    staff_token: Callable[[str], str],
    simulator: httpx.Client,
    save_store: Callable[..., httpx.Response],
    product: Callable[..., str],
) -> None:
    counter, kitchen = Caller(api, staff_token("counter")), Caller(api, staff_token("kitchen"))
    dessert, side = product(), product(category="side", option_groups=[])
    assert save_store(**THROTTLED).json()["throttle"] == THROTTLED["throttle"]

    def order(caller: Caller = kiosk, path: str = "/orders", *, baked: bool = False) -> httpx.Response:
        """Of 60 seconds of desserts, of 180 where it is baked."""
        lines = [
            {"product_id": dessert, "quantity": 1, "options": [BAKED["option_id"]] if baked else []},
            {"product_id": side, "quantity": 1},
        ]
        return caller.ask("POST", path, headers={"Idempotency-Key": str(uuid.uuid4())}, json={"lines": lines})

    first, second = order(baked=True), order()
    assert (first.status_code, second.status_code) == (201, 201), (first.text, second.text)
    refused = order(baked=True)
    problem = refused.json()
    assert (refused.status_code, problem["type"]) == (503, "urn:bytemeburger:problem:kitchen-full")
    assert int(refused.headers["Retry-After"]) == problem["free_in"] >= 15
    assert datetime.fromisoformat(problem["free_at"]) > datetime.fromisoformat(first.json()["created_at"])
    by_staff = order(counter, "/staff/orders", baked=True)
    assert by_staff.status_code == 201
    assert order().status_code == 503

    counter("POST", f"/staff/orders/{by_staff.json()['order_id']}/cancel", json=UNWANTED)
    key = {"Order-Key": second.json()["order_key"]}
    kiosk("POST", f"/orders/{second.json()['order_id']}/cancel", headers=key)
    third = order()
    assert third.status_code == 201

    paid = first.json()["order_id"]
    pay(kiosk, simulator, paid, {"Order-Key": first.json()["order_key"]})

    def cards() -> list[Any]:
        return [each for each in kitchen("GET", "/kitchen/queue")["orders"] if each["order_id"] == paid]

    eventually(lambda: bool(cards()))
    (start,) = cards()[0]["starts"]
    assert start["station"] == "side"
    assert start["after_seconds"] == pytest.approx(120, abs=40), "as fast as this kitchen was in the tests before"
    kiosk("POST", f"/orders/{third.json()['order_id']}/cancel", headers={"Order-Key": third.json()["order_key"]})
    counter("POST", f"/staff/orders/{paid}/cancel", json=UNWANTED)
    assert order(baked=True).status_code == 201, "nothing is left of who was cancelled"


@pytest.mark.parametrize("bad", BAD_BODIES)
def test_what_limits_nothing_or_means_nothing_is_refused_with_one_text(
    manager: Caller, save_store: Callable[..., httpx.Response], bad: str
) -> None:
    path, body = BAD_BODIES[bad]
    if path == "/store":
        answer = save_store(**body)
    else:
        answer = manager.ask("PUT", path.format(f"prova-{uuid.uuid4().hex[:8]}"), json=body)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, "urn:bytemeburger:problem:body-invalid"), answer.text
    assert problem["title"]
    assert len(problem["errors"]) == 1, problem


def test_a_code_that_counts_for_nothing_has_one_text_and_one_of_too_small_an_order_says_so(
    kiosk: Caller, manager: Caller, product: Callable[..., str]
) -> None:
    """Of a code that nobody issued, of an ended campaign and of one that has not begun nobody learns which it is."""
    cart = {"lines": [{"product_id": product(), "quantity": 1}]}

    def code(**news: Any) -> str:
        campaign = f"prova-{uuid.uuid4().hex[:8]}"
        manager("PUT", f"/campaigns/{campaign}", json=CAMPAIGN | news)
        (issued,) = manager("POST", f"/campaigns/{campaign}/coupons", 201, json={"count": 1})["codes"]
        return str(issued)

    def order(coupon: str) -> Any:
        key = {"Idempotency-Key": str(uuid.uuid4())}
        return kiosk.send("POST", "/orders", headers=key, json=cart | {"coupon": coupon}).json()

    codes = ["NOSUCHCODE", code(ends="2026-01-01T00:00"), code(starts="2099-12-31T00:00")]
    answers = [order(each) for each in codes]
    assert answers == [answers[0]] * len(codes)
    assert answers[0]["type"] == "urn:bytemeburger:problem:coupon-refused"
    assert [each["reason"] for each in order(code(minimum=100_000))["skipped"]] == ["minimum-not-reached"]
