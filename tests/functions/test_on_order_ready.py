from typing import Any

import boto3
import pytest

from tests.provider import Provider


@pytest.fixture
def ready(call: Any, event: Any, shop: None) -> Any:
    """The event that an order of `ana`, who signed in, is ready."""
    placed = call("create_order", claims={"sub": "ana", "aud": "customer-client"})[1]
    happened = event("on_order_ready")
    happened["detail"]["order_id"] = placed["order_id"]
    return happened


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch, aws: None) -> list[dict[str, Any]]:
    """The e-mails sent."""
    from moto.ses.models import ses_backends

    boto3.client("ses").verify_domain_identity(Domain="bytemeburger.example")
    return ses_backends["123456789012"]["sa-east-1"].sent_messages  # type: ignore[return-value]


def test_a_customer_with_an_address_is_told(ready: Any, context: Any, outbox: list[Any], provider: Provider) -> None:
    from bytemeburger import table
    from bytemeburger.customers import records
    from functions.on_order_ready.app import handler

    table.save(records.Profile(*records.key("ana"), sub="ana", name="Ana", email="ana@example.com", language="en"))
    handler(ready, context)
    assert [message.destinations["ToAddresses"] for message in outbox] == [["ana@example.com"]]


def test_nobody_else_is(ready: Any, context: Any, outbox: list[Any]) -> None:
    from functions.on_order_ready.app import handler

    handler(ready, context)
    assert outbox == []
