"""Logs and metrics. Every line passes one redactor, because a CPF or an e-mail address can hide in any text,
an exception's included (Lei 13.709/2018, art. 46)."""

import os
import re
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.logging.types import PowertoolsLogRecord
from aws_lambda_powertools.metrics import Metrics, MetricUnit, single_metric

_CPF = re.compile(r"(?<![\w.-])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![\w-])")
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+\.[\w.-]+")
_BEARER = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")


def redact(text: str) -> str:
    """`text` without anything shaped like a CPF, an e-mail address or a JSON web token."""
    return _BEARER.sub("[token]", _EMAIL.sub("[e-mail]", _CPF.sub("[cpf]", text)))


class _RedactingFormatter(LambdaPowertoolsFormatter):
    def serialize(self, log: dict[str, Any] | PowertoolsLogRecord) -> str:
        return redact(super().serialize(log))


logger = Logger(service="bytemeburger", logger_formatter=_RedactingFormatter())
logger.append_keys(function=os.environ.get("AWS_LAMBDA_FUNCTION_NAME"))  # all functions share one log group
# The namespace is the stack's name (POWERTOOLS_METRICS_NAMESPACE), so that stages of one account stay apart.
metrics = Metrics(service="orders")


def follow(correlation_id: str | None) -> None:
    """From here on we work for this request of a client's, or run of the clock: log lines, items written, events and
    calls of the provider carry its id."""
    logger.set_correlation_id(correlation_id)


def followed() -> str | None:
    """The id that `follow` was told last."""
    return logger.get_correlation_id()


def count(name: str, value: float = 1) -> None:
    """Add to a business metric; it leaves with the log line that ends the invocation."""
    metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)


def measure(store: str, name: str, value: float, unit: str) -> None:
    """Say one value of a store's business metric, at once and for that store alone."""
    with single_metric(name=name, unit=MetricUnit(unit), value=value) as metric:
        metric.add_dimension(name="store", value=store)
