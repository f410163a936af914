"""Campaigns and coupons in an order that is put together at the counter."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.counter import Counter
from tests.e2e.discounts import REFUSED, changed_total, priced
from tests.e2e.stub import Stub, menu

PREVIEW = "POST /staff/cart/discounts"
PLACE = "POST /staff/orders"


@pytest.fixture
def counter(page: Page, stub: Stub) -> Counter:
    counter = Counter(page, stub)
    stub.answers |= {"GET /menu": (200, menu() | {"discounts": True, "coupons": True}), PREVIEW: priced(1990)}
    counter.begin()
    page.keyboard.type("x-b")
    counter.press("Enter")
    expect(counter.chosen).to_have_count(1)
    return counter


def sent(counter: Counter) -> list[tuple[str | None, int]]:
    return [(each.get("coupon"), each["expected_total"]) for each in counter.stub.bodies(PLACE)]


def test_a_coupon_is_typed_and_its_discount_seen_before_the_money(counter: Counter) -> None:
    counter.stub.expect_answers(PREVIEW, 1)
    counter.stub.answers[PREVIEW] = priced(1990, 990, ("better-offer", None))
    counter.page.get_by_label("Cupom").fill("week 10")
    counter.press("Enter")
    shown = counter.page.locator("#draft")
    for text in ("Semana do X", "− R$\xa09,90", "Já vale um desconto melhor", "R$\xa010,00"):
        expect(shown).to_contain_text(text)
    assert [each.get("coupon") for each in counter.stub.bodies(PREVIEW)] == [None, "week 10"]
    counter.press("F4")
    expect(counter.form).to_be_visible()
    assert sent(counter) == [("week 10", 1000)]


def test_what_is_typed_and_not_yet_checked_is_checked_before_the_order_is_placed(counter: Counter) -> None:
    # Of an order without a coupon, which is asked about too, the API says nothing of the kind.
    counter.stub.answers[PREVIEW] = lambda request: (
        REFUSED if (request.post_data_json or {}).get("coupon") else priced(1990)
    )
    counter.page.get_by_label("Cupom").fill("WRONG")
    counter.press("F4")
    expect(counter.page.locator("#draft").get_by_role("alert")).to_have_text(
        "Este cupom não pode ser usado neste pedido."
    )
    tries = [each for each in counter.stub.bodies(PREVIEW) if each.get("coupon")]
    counter.press("F4", "F7")
    expect(counter.page.locator("#draft").get_by_role("alert")).not_to_be_empty()
    assert [each for each in counter.stub.bodies(PREVIEW) if each.get("coupon")] == tries
    assert (len(tries), sent(counter)) == (1, [])
    counter.stub.answers[PREVIEW] = priced(1990)
    counter.page.get_by_label("Cupom").fill("")
    counter.press("F4")
    expect(counter.form).to_be_visible()
    assert sent(counter) == [(None, 1990)]


def test_another_total_is_asked_about_once(counter: Counter) -> None:
    counter.stub.expect_answers(PREVIEW, 1)
    placing = counter.stub.answers[PLACE]
    counter.stub.answers[PLACE] = changed_total(2190)
    counter.press("F4")
    expect(counter.page.locator("#draft").get_by_role("alert")).to_have_text(
        "O total mudou de R$\xa019,90 para R$\xa021,90. Confira com o cliente e aperte de novo."
    )
    counter.stub.answers[PLACE] = placing
    counter.press("F4")
    expect(counter.form).to_be_visible()
    assert sent(counter) == [(None, 1990), (None, 2190)]
