"""Who hears what of a store's orders while they happen, and in which words.

A channel is a text: `kitchen:<store>`, `board:<store>` or `order:<order id>`. The protocol, and why it is this one:
docs/decisions/live-updates.md.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bytemeburger.orders.model import is_refunded

TICKET_SECONDS = 60
CONNECTION_SECONDS = 2 * 3600
"""API Gateway ends every WebSocket then (quotas, "connection duration for WebSocket API")."""
GRACE_SECONDS = 10
"""A connection that is being made is told to be gone as one that has ended is; after this long it has ended."""
MOST_LISTENERS = 200
"""Per channel: anybody may listen to a board, and each listener costs a message per change."""

type Frame = dict[str, Any]


def kitchen(store: str) -> str:
    return f"kitchen:{store}"


def board(store: str) -> str:
    return f"board:{store}"


def order(order_id: str) -> str:
    return f"order:{order_id}"


def frames(order_now: Mapping[str, Any], sequence: int) -> Iterator[tuple[str, Frame]]:
    """What each channel is told of an order that changed, in the store's `sequence`-th frame.

    A frame says what the order is, not what to do, so that it may come twice or late: the higher `version` counts. `at`
    is since when it has its status. The board is public, so it hears numbers and no ids, nor that money went back.
    `number` is None before the payment.
    """
    shown = {
        "sequence": sequence,
        "event": "OrderStatusChanged",
        "business_day": order_now["business_day"],
        "number": order_now.get("number"),
        "status": order_now["status"],
        "version": order_now["version"],
        "at": order_now["history"][-1]["at"],
    }
    named = shown | {"order_id": order_now["order_id"], "refunded": is_refunded(order_now)}
    yield kitchen(order_now["store"]), named
    yield order(order_now["order_id"]), named
    yield board(order_now["store"]), shown
