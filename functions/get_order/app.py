"""GET /orders/{order_id}: the order as its holder sees it; `If-None-Match` answers 304 while nothing happened."""

from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.orders import keys, records, views


@endpoint()
def handler(request: Request) -> Reply:
    order_id = request.path("order_id")
    order_key = request.header("Order-Key")
    if order_key is not None:
        keys.require(order_id, order_key)
    order = records.read(order_id)
    if order_key is None:
        keys.require_owner(order, request.verified_customer)
    return Reply(views.for_customer(order), etag=str(order.version))
