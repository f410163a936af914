"""Problems that several routes declare, brought about on each of them."""

from collections.abc import Callable
from typing import Any

import pytest

from bytemeburger import clock, table
from bytemeburger.customers import records as customers
from bytemeburger.hours.rules import DAYS, local_time
from bytemeburger.stores import records as stores
from deployment.template import functions, read_template
from scripts.documents.openapi import endpoint_of
from tests.functions.fixture_types import Answer, Call, OfAna, On
from tests.functions.shop import change_product, change_store, set_stock

OPERATIONS = {name: path for name, path, *_ in functions(read_template())}
OF_AN_ORDERS_STORE = {"get_static_pix", "repeat_order"}
NAME = {"pt-BR": "x", "en": "x"}
SIZES = {
    "group_id": "size",
    "name": NAME,
    "min": 1,
    "max": 1,
    "options": [{"option_id": "big", "name": NAME, "price": 0, "default": False, "available": True, "allergens": []}],
}
CART_ROUTES = ("create_order", "create_staff_order", "preview_discounts", "preview_discounts_by_staff")


def declaring(code: str, status: int) -> list[str]:
    """The routes that declare this problem under this status."""
    return sorted(name for name in OPERATIONS if code in endpoint_of(name).contract.problems.get(status, ()))


def problem(answer: Answer) -> tuple[int, str]:
    return answer[0], answer[1]["type"].rpartition(":")[2]


@pytest.mark.parametrize("name", declaring("order-not-found", 404))
def test_an_order_that_does_not_exist_is_not_found(on: On, shop: None, name: str) -> None:
    line = "0" if "{line}" in OPERATIONS[name] else None
    assert problem(on(name, "unknown", line=line)) == (404, "order-not-found")


@pytest.mark.parametrize("name", [name for name in declaring("store-unknown", 404) if name not in OF_AN_ORDERS_STORE])
def test_a_store_that_does_not_exist_is_not_found(
    call: Call, event: Callable[[str], dict[str, Any]], shop: None, name: str
) -> None:
    parts: dict[str, Any] = {"claims": {"custom:store": "norte"}}
    if not endpoint_of(name).contract.groups:
        parts = {"queryStringParameters": {**(event(name)["queryStringParameters"] or {}), "store": "norte"}}
    assert problem(call(name, **parts)) == (404, "store-unknown")


def test_nor_is_the_one_of_an_order_whose_store_is_gone(
    on: On, placed: dict[str, Any], of_ana: OfAna, ana: dict[str, str]
) -> None:
    mine = of_ana("COMPLETED").order_id
    table.delete(stores.key("centro"))
    static_pix = on("get_static_pix", placed["order_id"], headers={"Order-Key": placed["order_key"]})
    assert problem(static_pix) == (404, "store-unknown")
    assert problem(on("repeat_order", mine, claims=ana)) == (404, "store-unknown")


@pytest.mark.parametrize("name", [name for name in declaring("customer-not-found", 404) if name != "confirm_customer"])
def test_a_customer_without_a_profile_is_not_found(call: Call, ana: dict[str, str], name: str) -> None:
    table.delete(customers.key(ana["sub"]))
    staff = endpoint_of(name).contract.groups
    parts: dict[str, Any] = {"pathParameters": {"customer_id": ana["sub"]}} if staff else {"claims": ana}
    assert problem(call(name, **parts)) == (404, "customer-not-found")


def _close() -> None:
    today = local_time(clock.now(), "America/Sao_Paulo").weekday()
    change_store(hours=[{"days": [DAYS[(today + 3) % 7]], "opens": "10:00", "closes": "11:00"}])


# What the store does first, and what of the cart is other than one pudding.
CARTS: dict[tuple[int, str], tuple[Callable[[], None], dict[str, Any], dict[str, Any]]] = {
    (409, "store-stopped"): (lambda: change_store(accepts_orders=False), {}, {}),
    (409, "store-closed"): (_close, {}, {}),
    (409, "total-changed"): (lambda: None, {}, {"expected_total": 1}),
    (422, "product-unknown"): (lambda: None, {"product_id": "pizza"}, {}),
    (422, "product-unavailable"): (lambda: change_product("pudim", available=False), {}, {}),
    (422, "product-limit"): (lambda: set_stock("pudim", 100), {"quantity": 50}, {}),
    (422, "option-unavailable"): (lambda: None, {"options": ["gold"]}, {}),
    (422, "options-count"): (lambda: change_product("pudim", option_groups=[SIZES]), {}, {}),
    (422, "choice-unknown"): (lambda: None, {"product_id": "combo-x"}, {}),
    (422, "order-too-large"): (lambda: change_product("pudim", price=1_000_000), {"quantity": 100}, {}),
    (422, "coupon-refused"): (lambda: None, {}, {"coupon": "WRONGCODE"}),
}


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [(name, *case) for case in CARTS for name in declaring(case[1], case[0]) if name in CART_ROUTES],
)
def test_a_cart_that_cannot_be_ordered_is_refused(call: Call, shop: None, name: str, status: int, code: str) -> None:
    prepare, line, more = CARTS[status, code]
    prepare()
    body = {"lines": [{"product_id": "pudim", "quantity": 1} | line]} | more
    assert problem(call(name, body=body)) == (status, code)
