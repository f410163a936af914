"""What a person decides on money that came when its order waited for it no more (`refunds.hold`): the order is made after
all, or the money is given back. Either happens once and is written down with who did it."""

from dataclasses import replace

from bytemeburger import clock, table
from bytemeburger.errors import Conflict
from bytemeburger.menu import records as menu
from bytemeburger.orders import pricing, records
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import Status
from bytemeburger.payments.refunds import UNDECIDED, late_money
from bytemeburger.payments.settlement import counter_order, receive
from bytemeburger.table import Plain


def accept(order: Order, by: str) -> Order:
    """Make an expired order with the money that came late, at the prices of then; it takes its stock again.

    Raises Conflict where no money waits, where the order did not just expire, and where the stock does not suffice.
    """
    name, products = late_money(order.order_id), _products(order)
    units = pricing.counted_units(order.lines, products)

    def decide(order: Order) -> bool:
        if (order.payment or {}).get("provider_order_id") == name:
            return False
        late = _late(order)
        if late["status"] != UNDECIDED:
            raise Conflict("late-payment-none")
        if order.status != Status.EXPIRED:
            raise Conflict("order-status", current_status=order.status)
        order.refunds = [each for each in order.refunds or [] if each != late]
        order.reserved, order.reserved_in = (units, menu.PAID) if units else (None, None)
        return receive(order, replace(counter_order(order, "pix"), order_id=name), by)

    try:
        return records.change(order.order_id, decide, menu.reserve(order.store, units, menu.PAID))
    except table.TransactionCancelled as refused:
        place, stock = min(refused.failed.items())
        about = pricing.named(list(units)[place - 1], products)
        raise Conflict("product-unavailable", **about, units_left=menu.units_left(stock)) from None


def give_back(order: Order, method: str, by: str) -> Order:
    """Write down that somebody gave the money back that came late, in cash or by Pix. Raises Conflict where none waits."""

    def decide(order: Order) -> bool:
        late = _late(order)
        if late["status"] != UNDECIDED:
            return False
        done = {**late, "status": "DONE", "method": method, "by": by, "at": clock.text(clock.now())}
        order.refunds = [done if each == late else each for each in order.refunds or []]
        return True

    return records.change(order.order_id, decide)


def _late(order: Order) -> Plain:
    for refund in order.refunds or []:
        if refund["provider_order_id"] == late_money(order.order_id):
            return dict(refund)
    raise Conflict("late-payment-none")


def _products(order: Order) -> pricing.Products:
    named = {name for line in order.lines for name in (line["product_id"], *(c["product_id"] for c in line["choices"]))}
    found = table.fetch(menu.key(order.store, product_id) for product_id in named)
    return {product_id: found.get(menu.key(order.store, product_id)) for product_id in named}
