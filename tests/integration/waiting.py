"""What a test waits for, and the day it is."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def eventually(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Ask until it holds: what follows a write by way of the stream takes a moment."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.1)


def today() -> str:
    """The store's business day."""
    return (datetime.now(UTC) - timedelta(hours=3)).date().isoformat()
