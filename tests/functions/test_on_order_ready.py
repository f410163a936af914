from typing import Any

import pytest

from tests.provider import Provider


@pytest.fixture
def ready(call: Any, event: Any, shop: None) -> Any:
    """The event that somebody's order is ready."""

    def order_of(claims: dict[str, str]) -> dict[str, Any]:
        happened: dict[str, Any] = event("on_order_ready")
        happened["detail"]["order_id"] = call("create_order", claims=claims)[1]["order_id"]
        return happened

    return order_of


def test_a_customer_with_an_address_is_told(
    ready: Any, ana: dict[str, str], context: Any, outbox: list[Any], provider: Provider
) -> None:
    from functions.on_order_ready.app import handler

    handler(ready(ana), context)
    assert [message.destinations["ToAddresses"] for message in outbox] == [["ana@example.com"]]


def test_nobody_else_is(ready: Any, context: Any, outbox: list[Any]) -> None:
    from functions.on_order_ready.app import handler

    handler(ready({}), context)
    assert outbox == []
