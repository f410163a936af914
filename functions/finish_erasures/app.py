"""Every hour: carry on the erasures that are not at their end, because an order was still being made, there were many
orders, or a request died midway.

Each is handled by itself, so one that fails waits for the next hour and holds up nobody. What failed, or has not come to
its end although every order has by now, is counted: somebody must look.
"""

from datetime import timedelta
from typing import Any

from bytemeburger import clock
from bytemeburger.privacy import erasure
from bytemeburger.privacy.records import open_erasures
from bytemeburger.table import Plain
from bytemeburger.telemetry import count, follow, logger, metrics

SPARE_MILLISECONDS = 15_000
OVERDUE = timedelta(days=2)
"""An order keeps its person for a day."""


@metrics.log_metrics
def handler(_event: dict[str, Any], context: Any) -> dict[str, int]:
    follow(context.aws_request_id)
    tried = finished = failed = 0
    for asked in open_erasures():
        if context.get_remaining_time_in_millis() < SPARE_MILLISECONDS:
            fault = "overdue" if _overdue(asked) else None
        else:
            tried += 1
            done, fault = _carry_on(asked)
            finished += done
        if fault:
            failed += 1
            logger.error("not erased", extra={"receipt": asked["receipt"], "error": fault})
    count("ErasureFailed", failed)
    logger.info("erasures", extra={"tried": tried, "finished": finished, "failed": failed})
    return {"tried": tried, "finished": finished}


def _carry_on(asked: Plain) -> tuple[bool, str | None]:
    """Whether it is at its end, and what is wrong with it: never an error's text, which can hold personal data."""
    try:
        done = erasure.carry_on(asked).done
    except Exception as error:
        return False, type(error).__qualname__
    return done, None if done or not _overdue(asked) else "overdue"


def _overdue(asked: Plain) -> bool:
    return clock.instant(asked["orders_until"]) + OVERDUE < clock.now()
