import io
import json
import logging

import pytest

from bytemeburger.telemetry import logger, redact


@pytest.mark.parametrize(
    "secret", ["529.982.247-25", "52998224725", "ana@example.com", "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl"]
)
def test_a_log_line_holds_no_personal_data_even_in_an_exception(secret: str) -> None:
    written = io.StringIO()
    handler = logger.registered_handler
    stream = handler.setStream(written)  # type: ignore[attr-defined]
    try:
        try:
            raise ValueError(f"bad value {secret}")
        except ValueError:
            logger.exception("failed for %s", secret, extra={"value": secret})
    finally:
        handler.setStream(stream)  # type: ignore[attr-defined]
    assert json.loads(written.getvalue())["level"] == logging.getLevelName(logging.ERROR)
    assert secret not in written.getvalue()


@pytest.mark.parametrize("text", ["order Yb2vG3q0T1mK5n8R4s6W7A", "1795694460123", "2026-11-24T12:00:00.000Z", "4590"])
def test_what_is_not_personal_stays(text: str) -> None:
    assert redact(text) == text
