"""A person at the simulator's page, in a real browser."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from local.mercadopago.server import Simulator, serving
from tests.browser import page_in


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with page_in(browser) as page:
        yield page


@pytest.fixture
def simulator() -> Iterator[httpx.Client]:
    """The simulator with one open order of R$ 49,90."""
    headers = {"Authorization": "Bearer token", "X-Idempotency-Key": "key"}
    with (
        serving(Simulator(access_token="token", webhook_secret="secret")) as url,
        httpx.Client(base_url=url, trust_env=False, headers=headers) as client,
    ):
        client.post(
            "/v1/orders",
            json={
                "type": "qr",
                "total_amount": "49.90",
                "external_reference": "order-1",
                "config": {"qr": {"external_pos_id": "CENTRO001", "mode": "dynamic"}},
                "transactions": {"payments": [{"amount": "49.90"}]},
            },
        ).raise_for_status()
        yield client


def test_a_person_pays_the_code_they_see(page: Page, simulator: httpx.Client) -> None:
    page.goto(str(simulator.base_url))
    card = page.get_by_role("listitem").filter(has_text="49,90")
    expect(card.get_by_role("img", name="QR code")).to_be_visible()
    card.get_by_role("button", name="Pagar").click()
    expect(card).to_contain_text("processed")
    expect(card.get_by_role("button")).to_have_count(0)
    assert [order["status"] for order in simulator.get("/simulator/orders").json()] == ["processed"]


def test_or_lets_it_run_out(page: Page, simulator: httpx.Client) -> None:
    page.goto(str(simulator.base_url))
    page.get_by_role("button", name="Deixar expirar").click()
    expect(page.get_by_role("listitem")).to_contain_text("expired")


def test_a_new_code_appears_by_itself(page: Page, simulator: httpx.Client) -> None:
    simulator.post("/simulator/reset")
    page.goto(str(simulator.base_url))
    expect(page.get_by_role("status")).to_be_visible()
    simulator.post(
        "/v1/orders",
        json={
            "type": "qr",
            "total_amount": "10.00",
            "external_reference": "order-2",
            "config": {"qr": {"external_pos_id": "CENTRO001", "mode": "dynamic"}},
            "transactions": {"payments": [{"amount": "10.00"}]},
        },
    )
    expect(page.get_by_role("listitem")).to_contain_text("10,00")
