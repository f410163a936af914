"""Consumers of the domain events on the bus: docs/events/README.md."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from bytemeburger.telemetry import instrumented, logger, set_correlation_id


def event_consumer[Detail](take: Callable[[Detail], None]) -> Callable[[dict[str, Any], Any], None]:
    """The Lambda handler of what takes the detail of one event: it works for the request that caused the event.

    What fails is logged and raised again: Lambda repeats it twice, then keeps it as a dead letter.
    """

    @wraps(take)
    def handler(event: dict[str, Any], _context: Any) -> None:
        set_correlation_id(event["detail"].get("correlation_id"))
        try:
            take(event["detail"])
        except Exception:
            logger.exception("failed")
            raise

    return instrumented(handler)
