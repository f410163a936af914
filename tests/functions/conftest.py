"""A shop to order from: store, products, and a provider that does what a test says."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.provider import Provider


@pytest.fixture
def shop(aws: None) -> None:
    """The store `centro` with four products."""
    from bytemeburger import table
    from bytemeburger.menu import records as menu
    from bytemeburger.stores import records as stores

    store = stores.new("centro")
    store.name, store.time_zone = "Centro", "America/Sao_Paulo"
    table.save(store)
    for product_id, category, price in (
        ("x-burger", "burger", 2590),
        ("batata-frita", "side", 1200),
        ("guarana", "drink", 750),
        ("pudim", "dessert", 990),
    ):
        product = menu.new("centro", product_id)
        product.category, product.price = category, price
        product.name = {"pt-BR": product_id.title(), "en": product_id.upper()}
        product.description = {"pt-BR": "", "en": ""}
        product.allergens = ["gluten"]
        table.save(product)


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    """Stands in for Mercado Pago in every function."""
    from bytemeburger.payments import providers

    fake = Provider()
    monkeypatch.setattr(providers, "gateway", lambda store: fake)
    return fake


@pytest.fixture
def call(event: Callable[[str], dict[str, Any]], context: Any) -> Callable[..., tuple[int, Any]]:
    """Call an API function with its sample event, parts of it replaced; answers status and body."""
    import importlib

    def invoke(name: str, *, body: Any = ..., headers: dict[str, str] | None = None, **parts: Any) -> tuple[int, Any]:
        request = event(name)
        if body is not ...:
            request["body"] = body if isinstance(body, str) or body is None else json.dumps(body)
        request["headers"] |= headers or {}
        claims = parts.pop("claims", None)
        if claims is not None:
            request["requestContext"]["authorizer"]["claims"] |= claims
        request |= parts
        answer = importlib.import_module(f"functions.{name}.app").handler(request, context)
        return answer["statusCode"], json.loads(answer["body"]) if answer["body"] else None

    return invoke


@pytest.fixture
def placed(shop: None, call: Callable[..., tuple[int, Any]]) -> dict[str, Any]:
    """An order of one burger and two portions of fries, as POST /orders answered it."""
    status, order = call("create_order")
    assert status == 201
    return order
