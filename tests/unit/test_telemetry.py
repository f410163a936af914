import json
import logging
import time
from typing import Any

import pytest

from bytemeburger.telemetry import logger, redact_text
from tests.logs import written_log


@pytest.mark.parametrize(
    "secret", ["529.982.247-25", "52998224725", "ana@example.com", "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl"]
)
def test_a_log_line_holds_no_personal_data_even_in_an_exception(secret: str) -> None:
    with written_log() as log:
        try:
            raise ValueError(f"bad value {secret}")
        except ValueError:
            logger.exception("failed for %s", secret, extra={"value": secret})
    assert json.loads(log.getvalue())["level"] == logging.getLevelName(logging.ERROR)
    assert secret not in log.getvalue()


def written(message: str, **extra: Any) -> dict[str, Any]:
    """A log line, as it is read again."""
    with written_log() as log:
        logger.info(message, extra=extra)
    line: dict[str, Any] = json.loads(log.getvalue())
    return line


BESIDE = [
    "\n",
    "\t",
    '"',
    "\\",
    "\\n",
    "n",
    "é",
    "_",
    "-",
    ".",
    "/",
    "=",
    "\0",
    "[",
    "\u2028",
    "\\x00",
    "\\u0041",
    "\\u00C9",
    "\\xC9",
    "%20",
    "x" * 99,
]


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize(
    "secret",
    [
        "529.982.247-25",
        "52998224725",
        "529 982 247 25",
        "529-982-247-25",
        "529_982_247_25",
        "529.982.247.25",
        "529.982.247/25",
        "529\u00a0982\u00a0247\u00a025",
        "529.982.247\u201325",
        "ana.souza@example.com",
        "ana.souza%40example.com",
    ],
)
def test_whatever_stands_beside_it(secret: str, beside: str) -> None:
    for text in (f"{beside}{secret}", f"{secret}{beside} ", f"{beside}{secret}{beside}"):
        line = written(text, value=text, **{"deep": [{"in": {"it": text}}, (text, {text})], text: 1})
        assert secret not in json.dumps(line, ensure_ascii=False)


def test_values_that_are_no_text() -> None:
    line = written(
        "x", number=52998224725, error=ValueError("52998224725"), raw=b"52998224725", yes=True, none=None, n=7
    )
    assert "52998224725" not in json.dumps(line)
    assert (line["number"], line["yes"], line["n"]) == ("[cpf]", True, 7)


def test_a_line_names_the_function_and_not_where_it_is() -> None:
    context = {"function_name": "create-order", "function_arn": "arn:aws:lambda:sa-east-1:000000000000:function:x"}
    line = written("x", **context, function_memory_size=512)
    assert line["function_name"] == "create-order"
    assert line.keys() & {"function_arn", "function_memory_size"} == set()


def test_an_apostrophe_does_not_cut_an_address() -> None:
    assert redact_text("sent to o'brien+burger@mail.example.com.br, twice") == "sent to [e-mail], twice"


@pytest.mark.parametrize(
    "text",
    [
        "order Yb2vG3q0T1mK5n8R4s6W7A",
        "1795694460123",
        "2026-11-24T12:00:00.000Z",
        "4590",
        "order-123e4567-e89b-12d3-a456-a98765432109",
        "bytemeburger.api.handler",
        "a@b",
        "a%40b",
        "2026-11-24",
        "10.0.0.1",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert redact_text(text) == text


def seconds(text: str) -> float:
    """CPU time of one look, the least of some."""

    def once() -> float:
        began = time.thread_time()
        redact_text(text)
        return time.thread_time() - began

    return min(once() for _ in range(5))


@pytest.mark.parametrize(
    "part",
    [
        "a",
        "1",
        "1.",
        "a.",
        "eyJ",
        "eyJa.",
        "a@",
        "@a",
        "a-",
        "%20",
        "%40",
        "a%40a",
        "\\x00",
        "00000000-",
        "529.982.247",
    ],
)
def test_a_long_text_costs_as_many_times_more_as_it_is_longer(part: str) -> None:
    """With a pattern that goes back, sixteen times the length is 256 times the work."""
    short, long = part * (4000 // len(part)), part * (64_000 // len(part))
    assert seconds(long) < 64 * max(seconds(short), 1e-5)
