"""Logs and metrics. Every line passes one redactor, because a CPF or an e-mail address can hide in any text,
an exception's included (Lei 13.709/2018, art. 46)."""

import re
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.logging.types import PowertoolsLogRecord
from aws_lambda_powertools.metrics import Metrics, MetricUnit, single_metric

# Each looks at a character a bounded number of times, however long the text: possessive, and begun where a word begins.
_ESCAPED = r"(?<=\\x[0-9a-fA-F]{2})|(?<=\\u[0-9a-fA-F]{4})|(?<=%[0-9a-fA-F]{2})"
"""What looks like a digit before a number and is the end of an escaped character."""
_UUID = r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"
_BETWEEN = r"[-._/\s\u2010-\u2015]?"
"""How people part the groups of a CPF."""
_CPF = re.compile(
    rf"(?P<uuid>{_UUID})|(?:(?<!\d)|{_ESCAPED})\d{{3}}{_BETWEEN}\d{{3}}{_BETWEEN}\d{{3}}{_BETWEEN}\d{{2}}(?!\d)"
)
_IN_ADDRESS = r"\w.!#$%&'*+/=?^`{|}~-"
_EMAIL = re.compile(rf"(?<![{_IN_ADDRESS}])(?:(?!%40)[{_IN_ADDRESS}])++(?:@|%40)[\w-]++(?:\.[\w-]++)++")
_DOTTED = re.compile(r"(?<![\w-])[\w-]++(?:\.[\w-]++){2,}+")
_SCATTERED = re.compile(rf"{_UUID}|[-._]")


def redact_text(text: str) -> str:
    """`text` without anything shaped like a CPF, an e-mail address or a JSON web token, whatever stands beside it. A
    UUID stays, though eleven of its digits may stand together."""
    if text.isalpha():  # as most names in a log line are
        return text
    text = _CPF.sub(lambda found: found[0] if found["uuid"] else "[cpf]", text)
    if "@" in text or "%40" in text:  # most texts have neither; to look for an address costs twenty times as much
        text = _EMAIL.sub("[e-mail]", text)
    if "eyJ" in text:
        text = _DOTTED.sub(lambda found: "[token]" if "eyJ" in found[0] else found[0], text)
    return text


def is_impersonal(identifier: str) -> bool:
    """Whether nothing personal hides in an identifier that a client chose, be its digits torn apart; a UUID within it
    has digits of its own."""
    joined = _SCATTERED.sub("", identifier)
    return redact_text(identifier) == identifier and redact_text(joined) == joined


def redact_value(value: Any) -> Any:
    """The same of whatever can be written as JSON, at any depth; anything else becomes its text."""
    match value:
        case str():
            return redact_text(value)
        case None | bool():
            return value
        case dict():
            return {redact_text(str(name)): redact_value(each) for name, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [redact_value(each) for each in value]
    text = str(value)
    clean = redact_text(text)
    return value if isinstance(value, int | float) and clean == text else clean


_UNUSED = frozenset({"function_arn", "function_memory_size"})
"""A quarter of a line: the function's name says as much, and bytes are what logs cost."""


class _RedactingFormatter(LambdaPowertoolsFormatter):
    """Redacts values before they are serialized: in JSON, what stands beside them would be part of them."""

    def serialize(self, log: dict[str, Any] | PowertoolsLogRecord) -> str:
        return super().serialize(redact_value({name: value for name, value in log.items() if name not in _UNUSED}))


logger = Logger(service="bytemeburger", logger_formatter=_RedactingFormatter())
# The namespace is the stack's name (POWERTOOLS_METRICS_NAMESPACE), so that stages of one account stay apart.
metrics = Metrics(service="orders")
_counting = Lock()  # Powertools' set of metrics is not made for threads; its logger, and botocore's clients, are


def instrumented[Event, Result](handler: Callable[[Event, Any], Result]) -> Callable[[Event, Any], Result]:
    """The outermost part of every Lambda handler: its log lines name the function (all share one log group), Lambda's
    request and a cold start, never the event; its metrics leave when it ends, however it ends."""

    @wraps(handler)
    def invoke(event: Event, context: Any) -> Result:
        try:
            return handler(event, context)
        finally:
            if metrics.metric_set:
                metrics.flush_metrics()

    return logger.inject_lambda_context(
        invoke, log_event=False
    )  # whatever the environment says: it holds personal data


def set_correlation_id(correlation_id: str | None) -> None:
    """From here on we work for this request of a client's, or run of the clock: log lines, items written, events and
    calls of the provider carry its id."""
    logger.set_correlation_id(correlation_id)


def get_correlation_id() -> str | None:
    """The id that `set_correlation_id` was given last."""
    return logger.get_correlation_id()


def count(name: str, value: float = 1, unit: str = "Count") -> None:
    """Add to a business metric; it leaves with the log line that ends the invocation."""
    with _counting:
        metrics.add_metric(name=name, unit=MetricUnit(unit), value=value)


def measure(store: str, name: str, value: float, unit: str) -> None:
    """Say one value of a store's business metric, at once and for that store alone."""
    with single_metric(name=name, unit=MetricUnit(unit), value=value) as metric:
        metric.add_dimension(name="store", value=store)
