"""What of an order is worked out, never stored: its id, the key that opens it, and the key that only reads it."""

from bytemeburger import seal
from bytemeburger.errors import Malformed, NotFound
from bytemeburger.orders.records import Order, read
from bytemeburger.parameters import text, uuid

IDEMPOTENCY_KEY = uuid("Idempotency-Key", "A new UUID for each order, the same for its retries.").needed(
    lambda _: Malformed("idempotency-key-missing")
)
ORDER_KEY = text(
    "Order-Key", "The `order_key` of the order as it was created; whoever holds it may read, pay and cancel the order."
)
READING_KEY = text("Order-Key", "The `order_key` or the `reading_key` of the order as it was created.")
"""In the same header: what a route takes, its holder need not know."""


def order_id(principal: str, idempotency_key: str) -> str:
    """One id per principal and Idempotency-Key (lower-cased UUID), so that a retry finds the order that it created."""
    return seal.encode(seal.digest("order-id", f"{principal}\0{idempotency_key.lower()}")[:16])


def order_key(order_id: str) -> str:
    """Whoever holds it may read, pay and cancel the order."""
    return seal.encode(seal.digest("order-key", order_id))


def reading_key(order_id: str) -> str:
    """It gives read access only: it stands in a QR code that everybody in the queue can see."""
    return seal.encode(seal.digest("reading-key", order_id))


def require(order_id: str, claimed: str | None) -> None:
    """Raises NotFound for a wrong key, as for no order, so the answer reveals nothing."""
    if not claimed or not seal.matches("order-key", order_id, claimed):
        raise NotFound("order-not-found")


def authorize_access(order_id: str, claimed: str | None, customer: str | None) -> Order:
    """The order, for a caller with its key, or for the verified customer whose order it is.

    Raises NotFound for everybody else.
    """
    if claimed is not None:
        require(order_id, claimed)
        return read(order_id)
    order = read(order_id)
    if customer is None or order.customer != customer:
        raise NotFound("order-not-found")
    return order


def authorize_reading(order_id: str, claimed: str | None, customer: str | None) -> Order:
    """As `authorize_access`, and with its reading key too."""
    if claimed and seal.matches("reading-key", order_id, claimed):
        return read(order_id)
    return authorize_access(order_id, claimed, customer)
