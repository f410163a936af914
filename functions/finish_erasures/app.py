"""Every hour: continue the erasures that are not finished, because an order was still open, there were many orders, or
a request failed midway.

Erasures are independent: one that fails waits for the next hour and delays no other. Failed and overdue ones are
counted, and an alarm asks a person to look.
"""

from datetime import timedelta

from bytemeburger import clock
from bytemeburger.privacy.erasure import resume
from bytemeburger.privacy.records import open_erasures
from bytemeburger.schedule import Counts, Run, scheduled
from bytemeburger.table import Plain
from bytemeburger.telemetry import count, logger

OVERDUE = timedelta(days=2)
"""An open order keeps its personal data for a day."""


@scheduled
def handler(run: Run) -> Counts:
    tried = finished = failed = 0
    for erasure in open_erasures():
        if run.has_time():
            tried += 1
            done, fault = _resume(erasure)
            finished += done
        else:
            fault = "overdue" if _overdue(erasure) else None
        if fault:
            failed += 1
            logger.error("not erased", extra={"receipt": erasure["receipt"], "error": fault})
    count("ErasureFailed", failed)
    logger.info("erasures", extra={"tried": tried, "finished": finished, "failed": failed})
    return {"tried": tried, "finished": finished}


def _resume(erasure: Plain) -> tuple[bool, str | None]:
    """Whether it is finished, and what is wrong with it: never an error's text, which can contain personal data."""
    try:
        done = resume(erasure).done
    except Exception as error:
        return False, type(error).__qualname__
    return done, None if done or not _overdue(erasure) else "overdue"


def _overdue(erasure: Plain) -> bool:
    return clock.instant(erasure["orders_until"]) + OVERDUE < clock.now()
