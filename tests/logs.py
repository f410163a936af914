"""What functions write into their log."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bytemeburger.telemetry import logger


@contextmanager
def written_log() -> Iterator[io.StringIO]:
    """The lines written within the block, one JSON text each."""
    handler = logger.registered_handler
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    try:
        yield written
    finally:
        handler.setStream(before)
