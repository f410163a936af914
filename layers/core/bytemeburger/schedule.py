"""What the clock starts."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from bytemeburger.telemetry import instrumented, set_correlation_id

SPARE_MILLISECONDS = 15_000
"""What a piece of work that was begun may take: none is begun with less."""

type Counts = dict[str, int]
"""What a run answers: how many of its pieces of work ended in which way."""


class Run:
    """One run of a job: it takes on pieces of work while there is time, and leaves the rest to the next run. `event`: what
    the rule that started it says."""

    def __init__(self, event: Mapping[str, Any], context: Any):
        self.event = event
        self._context = context

    def has_time(self) -> bool:
        """Whether another piece of work may be begun."""
        return bool(self._context.get_remaining_time_in_millis() >= SPARE_MILLISECONDS)


def scheduled(job: Callable[[Run], Counts]) -> Callable[[dict[str, Any], Any], Counts]:
    """The Lambda handler of a job. What it does carries the id of this run."""

    @wraps(job)
    def handler(event: dict[str, Any], context: Any) -> Counts:
        set_correlation_id(context.aws_request_id)
        return job(Run(event, context))

    return instrumented(handler)
