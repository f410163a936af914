"""GET /orders/{order_id}: the order as its holder sees it; `If-None-Match` answers 304 while nothing happened."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import keys, views


@endpoint()
def handler(request: Request) -> Response:
    order = keys.authorize_access(request.path("order_id"), request.header("Order-Key"), request.verified_customer)
    return Response(views.for_customer(order), etag=str(order.version))
