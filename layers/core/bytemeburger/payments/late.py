"""Decisions of a person about late payments (`refunds.record_late_payment`): the order is prepared after all, or the
money is returned. Either happens once and is recorded with who did it."""

from dataclasses import replace

from bytemeburger import clock, table
from bytemeburger.campaigns import records as campaigns
from bytemeburger.errors import Conflict
from bytemeburger.estimates import admission
from bytemeburger.estimates import records as estimates
from bytemeburger.menu import records as menu
from bytemeburger.orders import pricing, records
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import Status
from bytemeburger.payments.refunds import is_late_payment, undecided
from bytemeburger.payments.settlement import counter_order, receive
from bytemeburger.stores import records as stores
from bytemeburger.table import Plain


def accept(order: Order, by: str) -> Order:
    """Accept the late payment of an expired order, at its original prices; it reserves its stock again, and is made however
    much the kitchen has to do.

    Raises Conflict where no money waits, where the order did not just expire, where the stock does not suffice, and
    where a campaign that it was given has been used up since.
    """
    seller, products = _seller_and_products(order)
    units = pricing.counted_units(order.lines, products)
    active = campaigns.active(seller.get("campaigns") or [])
    returned = order.campaign_uses if order.uses_returned else []
    taking = [action for use in returned for action in campaigns.take(order.store, use, active.get(use.campaign_id))]
    backlog = admission.seconds_of(order.work) if stores.backlog_limit(seller) else None
    if backlog:
        taking.append(estimates.add_to_backlog(order.store, backlog, None))

    def decide(order: Order) -> bool:
        if order.payment and is_late_payment(order, order.payment.provider_order_id):
            return False
        if not undecided(order):
            raise Conflict("late-payment-none")
        if order.status != Status.EXPIRED:
            raise Conflict("order-status", current_status=order.status)
        late, *_ = undecided(order)
        order.refunds = [each for each in order.refunds if each != late]
        order.reserved, order.reserved_in = (units, menu.PAID) if units else (None, None)
        order.uses_returned, order.backlog = None, backlog
        return receive(order, replace(counter_order(order, "pix"), order_id=late.provider_order_id), by)

    try:
        return records.change(order.order_id, decide, [*menu.reserve(order.store, units, menu.PAID), *taking])
    except table.TransactionCancelled as refused:
        place, stock = min(refused.failed.items())
        if place > len(units):
            raise Conflict("discount-used-up") from None
        product = pricing.problem_members(list(units)[place - 1], products)
        raise Conflict("product-unavailable", **product, units_left=menu.units_left(stock)) from None


def return_payment(order: Order, method: str, by: str) -> Order:
    """Record that a person returned all late payments, in cash or by Pix. Raises Conflict where there are none."""

    def decide(order: Order) -> bool:
        if not any(is_late_payment(order, each.provider_order_id) for each in order.refunds):
            raise Conflict("late-payment-none")
        waiting, at = undecided(order), clock.text(clock.now())
        order.refunds = [each.return_by_hand(method, by, at) if each in waiting else each for each in order.refunds]
        return bool(waiting)

    return records.change(order.order_id, decide)


def _seller_and_products(order: Order) -> tuple[Plain, pricing.Products]:
    named = {product_id: menu.key(order.store, product_id) for line in order.lines for product_id in line.product_ids}
    found = table.fetch([stores.key(order.store), *named.values()])
    return found.get(stores.key(order.store), {}), {product_id: found.get(key) for product_id, key in named.items()}
