"""Every hour: carry on the erasures that are not at their end, because an order was still being made, there were many
orders, or a request died midway.

Each is handled by itself, so one that fails waits for the next hour and holds up nobody.
"""

from typing import Any

from bytemeburger.privacy import erasure
from bytemeburger.privacy.records import open_erasures
from bytemeburger.telemetry import follow, logger

SPARE_MILLISECONDS = 15_000


def handler(_event: dict[str, Any], context: Any) -> dict[str, int]:
    follow(context.aws_request_id)
    tried = finished = 0
    for asked in open_erasures():
        if context.get_remaining_time_in_millis() < SPARE_MILLISECONDS:
            break
        tried += 1
        try:
            finished += erasure.carry_on(asked)
        except Exception as error:
            # Not the error's text: it can hold personal data.
            logger.error("not erased", extra={"receipt": asked["receipt"], "error": type(error).__qualname__})
    logger.info("erasures", extra={"tried": tried, "finished": finished})
    return {"tried": tried, "finished": finished}
