"""What each reader sees of an order."""

from typing import Any

from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import Status
from bytemeburger.table import Plain


def as_created(order: Order) -> dict[str, Any]:
    """The order as it was placed, so that a replay answers the same whatever has happened since."""
    return {
        "order_id": order.order_id,
        "store": order.store,
        "status": str(Status.AWAITING_PAYMENT),
        "dining": order.dining,
        "lines": order.lines,
        "total": order.total,
        "currency": "BRL",
        "created_at": order.created_at,
    }


def for_customer(order: Order) -> dict[str, Any]:
    """Everything but the history's actors and the provider's ids. Money in centavos, times in UTC."""
    payment = order.payment or {}
    return {
        "order_id": order.order_id,
        "store": order.store,
        "status": order.status,
        "number": order.number,
        "dining": order.dining,
        "lines": order.lines,
        "total": order.total,
        "currency": "BRL",
        "created_at": order.created_at,
        "due_at": order.due_at,
        "paid_at": order.paid_at,
        "payment": {"status": payment["status"]} if payment else None,
        "refunds": [{name: refund[name] for name in ("amount", "status", "reason")} for refund in order.refunds or []],
    }


def for_kitchen(order: Plain) -> dict[str, Any]:
    """A card on the kitchen's screen: what to make and since when; nobody's name."""
    return {
        "order_id": order["order_id"],
        "number": order["number"],
        "status": order["status"],
        "dining": order["dining"],
        "lines": [{name: line[name] for name in ("product_id", "name", "quantity")} for line in order["lines"]],
        "paid_at": order["paid_at"],
        "since": order["history"][-1]["at"],
        "version": order["version"],
    }
