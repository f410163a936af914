"""POST /orders: place an order. Two round trips: one reads store, products and the order this key may already have
made, one writes the order if nobody did."""

import hashlib
from datetime import timedelta

from bytemeburger import clock, settings, table
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.customers import pseudonym
from bytemeburger.errors import Invalid, Malformed
from bytemeburger.menu import records as menu
from bytemeburger.orders import keys, pricing, records, views
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import IDEMPOTENCY_KEY, SECONDS_TO_PAY, Status
from bytemeburger.orders.schemas import NewOrder
from bytemeburger.stores import records as stores


@endpoint()
def handler(request: Request) -> Reply:
    idempotency_key = request.header("Idempotency-Key") or ""
    if not IDEMPOTENCY_KEY.fullmatch(idempotency_key):
        raise Malformed("idempotency-key-missing")
    body = request.parse(NewOrder)
    store = body.store or settings.default_store()
    order_id = keys.order_id(request.subject, idempotency_key)
    fingerprint = hashlib.sha256(body.model_dump_json().encode()).hexdigest()

    product_ids = {line.product_id for line in body.lines}
    found = table.fetch(
        [
            records.key(order_id),
            stores.key(store),
            *(menu.key(store, product_id) for product_id in product_ids),
        ]
    )
    if made := found.get(records.key(order_id)):
        return _created(_same(records.restore(made), fingerprint))

    order = Order(*records.key(order_id), order_id=order_id, store=store, fingerprint=fingerprint, dining=body.dining)
    now = clock.now()
    order.time_zone = stores.open_store(found.get(stores.key(store)))["time_zone"]
    order.business_day = clock.business_day(now, order.time_zone)
    products = {product_id: found.get(menu.key(store, product_id)) for product_id in product_ids}
    order.lines, order.total = pricing.price(body.lines, products)
    order.customer = request.verified_customer or (body.customer_ref and pseudonym.referred(body.customer_ref))
    order.created_at = clock.text(now)
    order.due_at = clock.text(now + timedelta(seconds=SECONDS_TO_PAY))
    order.enter(Status.AWAITING_PAYMENT, order.created_at, "customer")
    try:
        table.save(order)
    except table.Stale:
        order = _same(records.read(order_id), fingerprint)
    return _created(order)


def _same(order: Order, fingerprint: str) -> Order:
    """The order a key made, when this request asks for the very same."""
    if order.fingerprint != fingerprint:
        raise Invalid("idempotency-key-reused")
    return order


def _created(order: Order) -> Reply:
    return Reply(views.as_created(order) | {"order_key": keys.order_key(order.order_id)}, status=201)
