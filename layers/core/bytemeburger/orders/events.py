"""Domain events of an order: what happened, told to whoever listens on the bus, without personal data.

`signed_in` says whether there is a customer who can be told, never who it is. A refund's reason stays in the order. The
schemas stand in docs/events/.
"""

from typing import Any

from bytemeburger.customers.rules import is_verified
from bytemeburger.events import DomainEvent, domain_event
from bytemeburger.orders.rules import Status
from bytemeburger.stream import Change

VERSION = 2


def of_change(change: Change) -> list[DomainEvent]:
    """The events of one change of an order, in the order in which they happened."""
    new, old = change.new, change.old
    if new is None or new["type"] != "order":
        return []
    events = [] if old else [_event("OrderCreated", new, total=new["total"], lines=_lines(new))]
    before = old or {"status": Status.AWAITING_PAYMENT}  # a free order is placed and paid in one change
    if new["status"] != before["status"]:
        if new["status"] == Status.RECEIVED:
            events.append(_event("OrderPaid", new, total=new["total"], number=new["number"], lines=_lines(new)))
        step = {"from": before["status"], "to": new["status"], "number": new.get("number")}
        events.append(_event("OrderStatusChanged", new, **step))
        match new["status"]:
            case Status.CANCELLED:
                events.append(_event("OrderCancelled", new, **{"from": before["status"]}))
            case Status.EXPIRED:
                events.append(_event("OrderExpired", new))
    known = {refund["provider_order_id"]: refund["status"] for refund in before.get("refunds") or []}
    events += [
        _event("RefundChanged", new, f".{place}", refund=place, amount=refund["amount"], status=refund["status"])
        for place, refund in enumerate(new.get("refunds") or [], 1)
        if known.get(refund["provider_order_id"]) != refund["status"] and refund["status"] != "UNDECIDED"
    ]
    return events


def _event(name: str, order: dict[str, Any], part: str = "", **detail: Any) -> DomainEvent:
    return domain_event(
        name,
        VERSION,
        f"{order['order_id']}.{order['version']}.{name}{part}",
        order["updated_at"],
        store=order["store"],
        business_day=order["business_day"],
        order_id=order["order_id"],
        order_version=order["version"],
        signed_in=is_verified(order.get("customer")),
        **detail,
    )


def _lines(order: dict[str, Any]) -> list[dict[str, Any]]:
    names = ("product_id", "quantity", "unit_price")
    return [{name: line[name] for name in names} for line in order["lines"]]
