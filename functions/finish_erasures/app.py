"""Every hour: carry on the erasures that are not at their end, because an order was still being made, there were many
orders, or a request died midway.

Each is handled by itself, so one that fails waits for the next hour and holds up nobody. What failed, or has not come to
its end although every order has by now, is counted: somebody must look.
"""

from datetime import timedelta

from bytemeburger import clock
from bytemeburger.privacy.erasure import carry_on
from bytemeburger.privacy.records import open_erasures
from bytemeburger.schedule import Outcome, Run, scheduled
from bytemeburger.table import Plain
from bytemeburger.telemetry import count, logger

OVERDUE = timedelta(days=2)
"""An order keeps its person for a day."""


@scheduled
def handler(run: Run) -> Outcome:
    tried = finished = failed = 0
    for erasure in open_erasures():
        if run.has_time():
            tried += 1
            done, fault = _carry_on(erasure)
            finished += done
        else:
            fault = "overdue" if _overdue(erasure) else None
        if fault:
            failed += 1
            logger.error("not erased", extra={"receipt": erasure["receipt"], "error": fault})
    count("ErasureFailed", failed)
    logger.info("erasures", extra={"tried": tried, "finished": finished, "failed": failed})
    return {"tried": tried, "finished": finished}


def _carry_on(erasure: Plain) -> tuple[bool, str | None]:
    """Whether it is at its end, and what is wrong with it: never an error's text, which can hold personal data."""
    try:
        done = carry_on(erasure).done
    except Exception as error:
        return False, type(error).__qualname__
    return done, None if done or not _overdue(erasure) else "overdue"


def _overdue(erasure: Plain) -> bool:
    return clock.instant(erasure["orders_until"]) + OVERDUE < clock.now()
