"""A consumer of the bus says what failed, and fails."""

import io
import json
from typing import Any

import pytest

from bytemeburger import telemetry
from bytemeburger.bus import event_consumer
from tests.conftest import Context

EVENT = {"detail-type": "OrderPaid", "detail": {"at": "ana@example.com", "correlation_id": "c-1"}}


def test_what_fails_is_logged_for_the_request_that_caused_the_event_and_comes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    output = io.StringIO()
    for handler in telemetry.logger.handlers:
        monkeypatch.setattr(handler, "stream", output)

    @event_consumer
    def take(detail: dict[str, Any]) -> None:
        raise LookupError(detail["at"])

    with pytest.raises(LookupError):
        take(EVENT, Context())
    (line,) = map(json.loads, output.getvalue().splitlines())
    assert (line["level"], line["correlation_id"], line["exception_name"]) == ("ERROR", "c-1", "LookupError")
    assert "example.com" not in output.getvalue()


def test_an_event_of_before_events_named_their_request_is_consumed() -> None:
    consumed: list[dict[str, Any]] = []
    event_consumer(consumed.append)({"detail": {"order_id": "7"}}, Context())
    assert consumed == [{"order_id": "7"}]
