"""The frames of a store's order changes, and the channels that get them.

A channel is a text: `kitchen:<store>`, `board:<store>` or `order:<order id>`. The protocol, and why it is this one:
docs/decisions/live-updates.md.
"""

from collections.abc import Iterator
from typing import Literal, TypedDict

from bytemeburger.orders.model import Promise, StoredOrder, is_refunded, promise_of
from bytemeburger.orders.rules import Status

TICKET_SECONDS = 60
CONNECTION_SECONDS = 2 * 3600
"""API Gateway ends every WebSocket then (quotas, "connection duration for WebSocket API")."""
GRACE_SECONDS = 10
"""A connection that is still being opened answers Gone as an ended one does; after this long it has ended."""
MAX_LISTENERS = 200
"""Per channel: anybody may listen to a board, and each listener costs a message per change."""


class BoardFrame(TypedDict):
    """`number` is null before the payment; `at`: since when it has its status."""

    sequence: int
    event: Literal["OrderStatusChanged"]
    business_day: str
    number: int | None
    status: Status
    version: int
    at: str
    promise: Promise | None


class OrderFrame(BoardFrame):
    order_id: str
    refunded: bool


type Frame = BoardFrame | OrderFrame


def kitchen_channel(store: str) -> str:
    return f"kitchen:{store}"


def board_channel(store: str) -> str:
    return f"board:{store}"


def order_channel(order_id: str) -> str:
    return f"order:{order_id}"


def frames(changed: StoredOrder, sequence: int) -> Iterator[tuple[str, Frame]]:
    """The frame of each channel for an order that changed, the `sequence`-th of its store.

    A frame says what the order is, not what to do, so that it may come twice or late: the higher `version` counts. The
    board is public, so its frames have numbers and no ids, nor that money went back.
    """
    on_board: BoardFrame = {
        "sequence": sequence,
        "event": "OrderStatusChanged",
        "business_day": changed["business_day"],
        "number": changed.get("number"),
        "status": changed["status"],
        "version": changed["version"],
        "at": changed["history"][-1]["at"],
        "promise": promise_of(changed.get("promise")),
    }
    full: OrderFrame = {
        **on_board,
        "order_id": changed["order_id"],
        "refunded": is_refunded(changed),
    }
    yield kitchen_channel(changed["store"]), full
    yield order_channel(changed["order_id"]), full
    yield board_channel(changed["store"]), on_board
