"""E-mails to customers about their orders, in their language. Anonymous customers have no address.

Each function takes an event's detail, of this version or the one before, and answers whether a message was sent. It
reads the order as it is now: a late event, from a dead letter or a parked record, is sent only while it is still true.
"""

from bytemeburger import mail
from bytemeburger.customers import records as customers
from bytemeburger.notices import records as notices
from bytemeburger.notices.texts import CUSTOMER, reais
from bytemeburger.orders import records as orders
from bytemeburger.orders.events import OrderDetail, OrderPaid, OrderStatusChanged, RefundChanged
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import Status


def order_paid(event: OrderPaid) -> bool:
    """Of an OrderPaid: the money is here, and this is the number."""
    order = orders.read(event["order_id"])
    if order.status not in (Status.RECEIVED, Status.IN_PREPARATION):
        return False
    return _notify("order-paid", order, event)


def order_ready(event: OrderStatusChanged) -> bool:
    """Of an OrderStatusChanged to READY."""
    order = orders.read(event["order_id"])
    return order.status == Status.READY and _notify("order-ready", order, event)


def refund_done(event: RefundChanged) -> bool:
    """Of a RefundChanged to DONE; nothing comes back of an order that was free, or whose payer has the money
    already."""
    return event["amount"] > 0 and _notify("refund-done", orders.read(event["order_id"]), event, event["amount"])


def _notify(message: str, order: Order, event: OrderDetail, amount: int | None = None) -> bool:
    profile = customers.find(order.customer) if order.customer else None
    if profile is None:
        return False
    values = {"number": order.number, "amount": reais(order.total if amount is None else amount)}
    with notices.claim_effect(notices.order_effect(order.order_id, message, event["order_version"])) as new:
        if new:
            mail.send(profile.email, *(part.format(**values) for part in CUSTOMER[message][profile.language]))
    return new
