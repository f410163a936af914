"""Frames on their way to the WebSockets that listen."""

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bytemeburger import aws, clock, settings
from bytemeburger.live import records
from bytemeburger.live.records import Listener, Listeners
from bytemeburger.live.rules import Frame
from bytemeburger.telemetry import logger

AT_ONCE = 8


def deliver(frames: Iterable[tuple[str, Frame]], listeners: Listeners) -> tuple[int, int]:
    """Send each channel's frame to its listeners; how many got it, and to how many it failed.

    One failure does not stop the others, and nothing is sent again: a client that misses a frame sees the gap with the
    next. A connection that has ended is forgotten, and counted as neither.
    """
    messages = [(channel, listener, _text(frame)) for channel, frame in frames for listener in listeners[channel]]
    if not messages:
        return 0, 0
    gateway = aws.client("apigatewaymanagementapi", settings.live_connections_url())  # created once, not on each thread
    with ThreadPoolExecutor(AT_ONCE) as senders:
        sent = list(senders.map(lambda message: _send(gateway, *message), messages))
    return sent.count(True), sent.count(False)


def _send(gateway: Any, channel: str, listener: Listener, text: bytes) -> bool | None:
    """Whether the frame arrived; None when the connection has ended."""
    try:
        gateway.post_to_connection(ConnectionId=listener.connection_id, Data=text)
    except gateway.exceptions.GoneException:
        if listener.is_settled(clock.now()):
            records.remove(listener.connection_id, channel)
        return None
    except Exception as error:  # botocore has tried again already
        logger.warning("frame not delivered", extra={"error": type(error).__qualname__})
        return False
    return True


def _text(frame: Frame) -> bytes:
    return json.dumps(frame, separators=(",", ":")).encode()
