"""The kiosk's own rules, web/rules/cpf.js and cart.js, against ours: the same CPFs, the same prices, bodies that hold."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from bytemeburger.customers.rules import cpf_digits
from bytemeburger.errors import Invalid
from bytemeburger.menu import views
from bytemeburger.orders import pricing
from bytemeburger.orders.rules import MAX_UNITS
from bytemeburger.orders.schemas import NewLine, NewOrder
from tests.browser import page_in

ROOT = Path(__file__).parents[2]
MENU = json.loads((ROOT / "local" / "menu.json").read_text())
LOCAL = datetime(2026, 11, 24, 12, tzinfo=UTC)
OPTIONS = sorted(
    {
        option["option_id"]
        for product in MENU
        for group in product.get("option_groups", [])
        for option in group["options"]
    }
)
PRODUCTS = [product["product_id"] for product in MENU]

LOAD = '(source) => import("data:text/javascript;base64," + btoa(unescape(encodeURIComponent(source))))'
CPF = f"async ({{ source, digits }}) => {{ const {{ isCpf }} = await ({LOAD})(source); return digits.map(isCpf); }}"
MASKED = f"async ({{ source, digits }}) => (await ({LOAD})(source)).masked(digits)"
CART = f"""
async ({{ source, menu, store, wishes }}) => {{
  const cart = await ({LOAD})(source);
  let lines = [];
  for (const {{ product_id, taps, parts, quantity, note }} of wishes) {{
    const product = menu.products.find((each) => each.product_id === product_id);
    const line = {{ ...cart.newLine(menu, product), quantity, note }};
    product.slots.forEach((slot, at) => {{
      const offered = cart.offered(menu, slot);
      const part = offered[parts[at] % offered.length].product;
      line.choices[slot.slot_id] = {{ product_id: part.product_id, options: cart.defaults(part) }};
    }});
    for (const tap of taps) {{
      for (const group of product.option_groups) {{
        if (group.options.some((each) => each.option_id === tap)) line.options = cart.toggled(group, line.options, tap);
      }}
    }}
    lines = cart.withLine(lines, line);
  }}
  return {{
    body: JSON.stringify(cart.orderBody({{ store, dining: "eat_in", lines }})),
    total: cart.total(menu, lines),
    units: cart.units(lines),
    complete: lines.map((line) => cart.isComplete(menu, line)),
    lines,
  }};
}}
"""
ATTEMPTS = f"""
async ({{ source, bodies }}) => {{
  const {{ attempt }} = await ({LOAD})(source);
  let last, created = 0;
  return bodies.map((body) => (last = attempt(last, body, () => `key-${{++created}}`)).key);
}}
"""

type Run = Callable[..., Any]


@pytest.fixture(scope="module")
def run(browser: Browser) -> Iterator[Run]:
    """Run a script with a module of the kiosk."""
    with page_in(browser) as page:
        yield lambda script, module, **parameters: page.evaluate(
            script, {"source": (ROOT / "web" / "rules" / module).read_text(), **parameters}
        )


def is_cpf(digits: str) -> bool:
    try:
        return cpf_digits(digits) == digits
    except ValueError:
        return False


def checked(base: str) -> str:
    """The base with check digits that hold."""
    for length in (9, 10):
        weights = range(length + 1, 1, -1)
        base += str(sum(int(digit) * weight for digit, weight in zip(base, weights, strict=True)) * 10 % 11 % 10)
    return base


bases = st.text("0123456789", min_size=9, max_size=9)
typed = st.one_of(
    bases.map(checked),
    st.text("0123456789", max_size=13),
    st.text(max_size=11),
    st.sampled_from([digit * 11 for digit in "0123456789"]),
    bases.map(checked).flatmap(lambda cpf: st.integers(0, 99).map(lambda end: f"{cpf[:9]}{end:02}")),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(digits=st.lists(typed, min_size=1, max_size=40))
def test_the_page_takes_the_cpfs_that_the_api_takes(run: Run, digits: list[str]) -> None:
    assert run(CPF, "cpf.js", digits=digits) == [is_cpf(each) for each in digits]


def test_a_cpf_is_shown_so_that_nobody_can_read_it_over_a_shoulder(run: Run) -> None:
    assert run(MASKED, "cpf.js", digits="52998224725") == "•••.982.247-••"
    assert run(MASKED, "cpf.js", digits="5299") == "•••.9__.___-__"
    assert run(MASKED, "cpf.js", digits="") == "___.___.___-__"


def menu_of(sold_out: set[str]) -> list[dict[str, Any]]:
    """The products as they are saved, some of them and of their options sold out."""
    products = json.loads(json.dumps(MENU))
    for product in products:
        product["available"] = product["product_id"] not in sold_out
        for group in product.get("option_groups", []):
            for option in group["options"]:
                option["available"] = option["option_id"] not in sold_out
    return list(products)


def menu_shown(products: list[dict[str, Any]]) -> dict[str, Any]:
    """The menu as a customer gets it."""
    by_id = {product["product_id"]: product for product in products}
    return {"products": [views.for_customer(product, by_id, LOCAL) for product in products]}


wishes = st.fixed_dictionaries(
    {
        "product_id": st.sampled_from(PRODUCTS),
        "taps": st.lists(st.sampled_from(OPTIONS), max_size=6),
        "parts": st.lists(st.integers(0, 20), min_size=3, max_size=3),
        "quantity": st.integers(1, 60),
        "note": st.sampled_from(["", " ", "sem sal", "x" * 140]),
    }
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wanted=st.lists(wishes, min_size=1, max_size=6), sold_out=st.sets(st.sampled_from(PRODUCTS + OPTIONS), max_size=3)
)
def test_a_cart_costs_what_the_order_will_and_is_complete_when_it_can_be_ordered(
    run: Run, wanted: list[dict[str, Any]], sold_out: set[str]
) -> None:
    products = menu_of(sold_out)
    shown = menu_shown(products)
    cart = run(CART, "cart.js", menu=shown, store="centro", wishes=wanted)
    order = NewOrder.model_validate_json(cart["body"])
    saved = {product["product_id"]: product for product in products}

    def orderable(line: NewLine) -> bool:
        try:
            pricing.price([line], saved, LOCAL)
        except Invalid:
            return False
        return True

    assert [orderable(line) for line in order.lines] == cart["complete"]
    assert cart["units"] == min(MAX_UNITS, sum(wish["quantity"] for wish in wanted))
    if all(cart["complete"]):
        assert pricing.price(order.lines, saved, LOCAL).total == cart["total"]


def test_what_is_the_same_is_one_line(run: Run) -> None:
    plain: dict[str, Any] = {"product_id": "x-burger", "taps": [], "parts": [], "quantity": 1, "note": ""}
    bacon = plain | {"taps": ["bacon", "ovo"]}
    turned = plain | {"taps": ["ovo", "bacon"], "quantity": 2}
    shown = menu_shown(menu_of(set()))
    cart = run(CART, "cart.js", menu=shown, store="centro", wishes=[plain, bacon, plain, turned])
    assert [(len(line["options"]), line["quantity"]) for line in cart["lines"]] == [(0, 2), (2, 3)]


def test_the_same_cart_keeps_its_key_and_another_has_its_own(run: Run) -> None:
    first, second = {"lines": [1]}, {"lines": [2]}
    assert run(ATTEMPTS, "cart.js", bodies=[first, first, second, second, first]) == [
        "key-1",
        "key-1",
        "key-2",
        "key-2",
        "key-3",
    ]
