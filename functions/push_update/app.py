"""OrderStatusChanged on the bus: tell the kitchen's screens, the board and whoever follows the order.

The frame carries the store's next sequence number, by which a screen sees that it missed one. A repeated event is told
again under a new number: it says nothing new, so nothing changes.
"""

from typing import Any

from bytemeburger.live import delivery, records, rules
from bytemeburger.telemetry import count, logger, metrics


@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> None:
    changed = event["detail"]
    sequence = records.next_sequence(changed["store"])
    sent, failed = delivery.deliver(rules.frames(changed, sequence))
    count("FrameSent", sent)
    count("FrameFailed", failed)
    logger.info("update pushed", extra={"order_id": changed["order_id"], "sequence": sequence, "sent": sent})
