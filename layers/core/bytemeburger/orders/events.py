"""Domain events of an order, without personal data.

`signed_in` says whether there is a customer to notify, never who it is. A refund's reason stays in the order.
"""

from typing import Annotated, Literal, TypedDict

from bytemeburger.customers.rules import is_verified
from bytemeburger.events import DomainEvent, EventDetail
from bytemeburger.formats import BusinessDay, Centavos, Format, Identifier, PickupNumber
from bytemeburger.orders.model import RefundStatus, StoredOrder, stored_order
from bytemeburger.orders.rules import Status
from bytemeburger.stream import Change

VERSION: Literal[2] = 2

type FromOne = Annotated[int, Format(minimum=1)]


class SoldLine(TypedDict):
    product_id: Identifier
    quantity: FromOne
    unit_price: Centavos


type SoldLines = Annotated[list[SoldLine], Format(minItems=1)]

From = TypedDict("From", {"from": Status})


class OrderDetail(EventDetail):
    event_version: Literal[2]
    store: Identifier
    business_day: BusinessDay
    order_id: Identifier
    order_version: Annotated[
        int, Format(minimum=1, description="Counts the order's changes: who sees a lower one later ignores it.")
    ]
    signed_in: Annotated[bool, Format(description="Whether there is a customer to notify; never who.")]


class OrderCreated(OrderDetail):
    """An order was placed; it waits for money."""

    total: Centavos
    lines: SoldLines


class OrderPaid(OrderDetail):
    """The order is fully paid, has its number and goes to the kitchen."""

    total: Centavos
    number: PickupNumber
    lines: SoldLines


class OrderStatusChanged(OrderDetail, From):
    """An order took another status."""

    to: Status
    number: PickupNumber | None


class OrderCancelled(OrderDetail, From):
    """An order was cancelled; money that was paid goes back by a refund."""


class OrderExpired(OrderDetail):
    """An order was not paid in time."""


class RefundChanged(OrderDetail):
    """A refund of an order took another status. DONE: the money is back. REFUSED: the store must give it back itself.
    UNCLOSED is none yet: a QR code that could not be closed."""

    refund: Annotated[int, Format(minimum=1, description="Which of the order's refunds.")]
    amount: Centavos
    status: Literal[RefundStatus.DUE, RefundStatus.REQUESTED, RefundStatus.DONE, RefundStatus.REFUSED, "UNCLOSED"]


EVENTS = (OrderCreated, OrderPaid, OrderStatusChanged, OrderCancelled, OrderExpired, RefundChanged)


def of_change(change: Change) -> list[DomainEvent]:
    """The events of one change of an order, in the order in which they happened."""
    new, old = stored_order(change.new), stored_order(change.old)
    if new is None:
        return []
    events: list[DomainEvent] = []
    if not old:
        created = OrderCreated(**_head("OrderCreated", new), total=new["total"], lines=_lines(new))
        events.append(("OrderCreated", created))
    before = old["status"] if old else Status.AWAITING_PAYMENT  # a free order is placed and paid in one change
    if new["status"] != before:
        events += _of_status(before, new)
    known = {refund["provider_order_id"]: refund["status"] for refund in (old and old.get("refunds")) or []}
    for place, refund in enumerate(new.get("refunds") or [], 1):
        status = refund["status"]
        if status not in (RefundStatus.UNDECIDED, known.get(refund["provider_order_id"])):
            head = _head("RefundChanged", new, f".{place}")
            events.append(
                ("RefundChanged", RefundChanged(**head, refund=place, amount=refund["amount"], status=status))
            )
    return events


def _of_status(before: Status, order: StoredOrder) -> list[DomainEvent]:
    """The events of an order that took another status."""
    events: list[DomainEvent] = []
    status, number, origin = order["status"], order.get("number"), From({"from": before})
    if status == Status.RECEIVED:
        paid = OrderPaid(**_head("OrderPaid", order), total=order["total"], number=order["number"], lines=_lines(order))
        events.append(("OrderPaid", paid))
    changed = OrderStatusChanged(**_head("OrderStatusChanged", order), **origin, to=status, number=number)
    events.append(("OrderStatusChanged", changed))
    match status:
        case Status.CANCELLED:
            events.append(("OrderCancelled", OrderCancelled(**_head("OrderCancelled", order), **origin)))
        case Status.EXPIRED:
            events.append(("OrderExpired", OrderExpired(**_head("OrderExpired", order))))
    return events


def _head(name: str, order: StoredOrder, part: str = "") -> OrderDetail:
    return {
        "event_id": f"{order['order_id']}.{order['version']}.{name}{part}",
        "event_version": VERSION,
        "occurred_at": order["updated_at"],
        "store": order["store"],
        "business_day": order["business_day"],
        "order_id": order["order_id"],
        "order_version": order["version"],
        "signed_in": is_verified(order.get("customer")),
    }


def _lines(order: StoredOrder) -> list[SoldLine]:
    return [
        {"product_id": line["product_id"], "quantity": line["quantity"], "unit_price": line["unit_price"]}
        for line in order["lines"]
    ]
