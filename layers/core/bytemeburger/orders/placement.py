"""Placing an order: two round trips. One reads store, products and the order that this key may already have made, one
writes the order if nobody did, together with the stock it takes. A CPF for the receipt costs a third, and so does the
number of an order that is free: it is settled before it is written."""

from datetime import timedelta

from bytemeburger import clock, seal, settings, table
from bytemeburger.customers import receipts
from bytemeburger.customers import records as customers
from bytemeburger.errors import Forbidden, Invalid
from bytemeburger.menu import records as menu
from bytemeburger.orders import pricing, records
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import SECONDS_TO_PAY, Status
from bytemeburger.orders.schemas import NewOrder
from bytemeburger.payments.settlement import receive_free
from bytemeburger.stores import records as stores


def place(order_id: str, wanted: NewOrder, customer: str | None, account: str | None = None) -> Order:
    """The order of that id, made now unless it was made before by the very same request. It joins the history of
    `account`, where a verified customer ordered it.

    Raises Invalid for what the menu does not offer, for stock that does not suffice and for another request under the
    same id; Conflict when the store takes no orders; Forbidden for an account that is gone.
    """
    store = wanted.store or settings.default_store()
    fingerprint = seal.encode(seal.digest("order-body", wanted.model_dump_json()))
    named = pricing.product_ids(wanted.lines)
    found = table.fetch([records.key(order_id), stores.key(store), *(menu.key(store, each) for each in named)])
    if made := found.get(records.key(order_id)):
        return _same(records.restore(made), fingerprint)

    now = clock.now()
    seller = stores.open_store(found.get(stores.key(store)), now)
    products = {product_id: found.get(menu.key(store, product_id)) for product_id in named}
    order = Order(*records.key(order_id), order_id=order_id, store=store, dining=wanted.dining, customer=customer)
    order.fingerprint = fingerprint
    order.time_zone = seller["time_zone"]
    order.business_day = clock.business_day(now, order.time_zone)
    order.lines, order.total = pricing.price(wanted.lines, products, stores.local_time(seller, now))
    order.reserved = pricing.counted_units(order.lines, products)
    if wanted.receipt_cpf is not None:
        order.receipt_cpf = receipts.close(wanted.receipt_cpf, order_id)
    order.created_at = clock.text(now)
    order.due_at = clock.text(now + timedelta(seconds=SECONDS_TO_PAY))
    if order.total:
        order.enter(Status.AWAITING_PAYMENT, order.created_at, "customer")
    else:
        receive_free(order)
    joining = [customers.joined_by(account, order_id)] if account else []
    try:
        table.save(order, [*menu.reserve(store, order.reserved), *joining])
    except table.Stale:
        return _same(records.read(order_id), fingerprint)
    except table.Refused as refused:
        if min(refused.failed) > len(order.reserved):
            raise Forbidden("sign-in-required") from None
        sold_out = list(order.reserved)[min(refused.failed) - 1]
        raise Invalid("product-unavailable", product_id=sold_out) from None
    return order


def _same(order: Order, fingerprint: str) -> Order:
    """The order a key made, when this request asks for the very same."""
    if order.fingerprint != fingerprint:
        raise Invalid("idempotency-key-reused")
    return order
