"""What each reader sees of an order."""

from collections.abc import Iterable
from typing import Any

from bytemeburger import clock
from bytemeburger.orders.model import RefundStatus, is_refunded
from bytemeburger.orders.records import Order
from bytemeburger.orders.references import pix_txid, reference
from bytemeburger.orders.rules import IN_QUEUE, Status
from bytemeburger.table import Plain

WAITING = (Status.AWAITING_PAYMENT, *IN_QUEUE)


def as_created(order: Order) -> dict[str, Any]:
    """The order as it was placed, so that a replay answers the same whatever has happened since: one that costs
    nothing was received at once and has its number."""
    placed_as = order.history[0].status
    return {
        "order_id": order.order_id,
        "reference": reference(order.order_id),
        "store": order.store,
        "status": placed_as,
        "number": order.number if placed_as == Status.RECEIVED else None,
        "dining": order.dining,
        "lines": _as_ordered(order),
        "total": order.total,
        "currency": "BRL",
        "created_at": order.created_at,
    }


def for_customer(order: Order) -> dict[str, Any]:
    """Everything but the history's actors and the provider's ids. Money in centavos, times in UTC."""
    return {
        "order_id": order.order_id,
        "reference": reference(order.order_id),
        "store": order.store,
        "status": order.status,
        "number": order.number,
        "dining": order.dining,
        "lines": _as_ordered(order),
        "total": order.total,
        "currency": "BRL",
        "created_at": order.created_at,
        "due_at": order.due_at,
        "paid_at": order.paid_at,
        "timeline": [{"status": step.status, "at": step.at} for step in order.history],
        **payment(order),
    }


def payment(order: Order) -> dict[str, Any]:
    """How the payment stands. Money in centavos."""
    return {
        "payment": {"status": order.payment.status, "amount": order.payment.amount} if order.payment else None,
        "refunds": [
            {"amount": refund.amount, "status": refund.status, "reason": refund.code}
            for refund in order.refunds
            if refund.status != RefundStatus.UNDECIDED
        ],
    }


def for_kitchen(order: Plain) -> dict[str, Any]:
    """A card on the kitchen's screen: what to make and since when; nobody's name. `refunded`: not to be made any more."""
    return {
        "order_id": order["order_id"],
        "number": order["number"],
        "status": order["status"],
        "refunded": is_refunded(order),
        "dining": order["dining"],
        "lines": [
            {name: line.get(name) for name in ("product_id", "name", "options", "choices", "note", "quantity")}
            | {"done": bool(line.get("done"))}
            for line in order["lines"]
        ],
        "paid_at": order["paid_at"],
        "since": order["history"][-1]["at"],
        "waiting_seconds": _waiting(order),
        "version": order["version"],
    }


def board(orders: Iterable[Plain]) -> dict[str, Any]:
    """What the pick-up board shows of the kitchen's orders: numbers, and what a live frame may be compared with."""
    shown = [{name: order[name] for name in ("business_day", "number", "status", "version")} for order in orders]
    return {
        "preparing": [order["number"] for order in shown if order["status"] != Status.READY],
        "ready": [order["number"] for order in shown if order["status"] == Status.READY],
        "orders": shown,
    }


def in_list(order: Plain) -> dict[str, Any]:
    """A row of the staff's list."""
    return {
        "order_id": order["order_id"],
        "reference": reference(order["order_id"]),
        "number": order.get("number"),
        "status": order["status"],
        "dining": order["dining"],
        "units": sum(line["quantity"] for line in order["lines"]),
        "total": order["total"],
        "created_at": order["created_at"],
        "paid_at": order.get("paid_at"),
        "waiting_seconds": _waiting(order),
    }


def in_history(order: Plain) -> dict[str, Any]:
    """A row of a customer's own list."""
    return {
        **{name: order[name] for name in ("order_id", "store", "status", "dining", "total", "created_at")},
        "reference": reference(order["order_id"]),
        "number": order.get("number"),
        "paid_at": order.get("paid_at"),
        "units": sum(line["quantity"] for line in order["lines"]),
        "products": [line["name"] for line in order["lines"]],
    }


def for_staff(order: Plain) -> dict[str, Any]:
    """All that the store needs: who did what when, the provider's ids, the refunds with their reasons."""
    return {
        **in_list(order),
        "business_day": order["business_day"],
        "lines": [line | {"done": bool(line.get("done"))} for line in order["lines"]],
        "due_at": order["due_at"],
        "pix_txid": pix_txid(order["order_id"]),
        "timeline": [step | {"reason": step.get("reason")} for step in order["history"]],
        "staff_notes": order.get("staff_notes") or [],
        "payment": order.get("payment"),
        "refunds": order.get("refunds") or [],
        "payment_exceptions": order.get("exceptions") or [],
        "version": order["version"],
    }


def receipt(order: Order) -> dict[str, Any]:
    """What stands on the receipt, but for the CPF."""
    return {
        "order_id": order.order_id,
        "reference": reference(order.order_id),
        "store": order.store,
        "number": order.number,
        "paid_at": order.paid_at,
        "business_day": order.business_day,
        "lines": _as_ordered(order),
        "total": order.total,
        "currency": "BRL",
        "paid_with": order.payment.provider if order.payment else None,
    }


def on_receipt(order: Order) -> dict[str, Any]:
    """What an order tells the person whose CPF is on its receipt, whoever placed it: what a receipt says, without notes,
    and until when (UTC) it is kept; null while it is open."""
    return {
        **receipt(order),
        "lines": [line | {"note": None} for line in _as_ordered(order)],
        "status": order.status,
        "created_at": order.created_at,
        "kept_until": kept_until(order),
    }


def _as_ordered(order: Order) -> list[Plain]:
    """The lines without what the kitchen has ticked off."""
    return [line.as_ordered().plain() for line in order.lines]


def kept_until(order: Order) -> str | None:
    """When the order is removed; None while it is open."""
    return clock.text(order.expires_at) if order.expires_at else None


def _waiting(order: Plain) -> int | None:
    """Seconds since the payment, or since the order was placed when it waits for that; None once it has ended."""
    if order["status"] not in WAITING:
        return None
    since = clock.instant(order.get("paid_at") or order["created_at"])
    return max(0, int((clock.now() - since).total_seconds()))
