"""GET /orders/{order_id}: the order as its holder sees it; `If-None-Match` answers 304 while nothing happened."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import VALIDATORS
from bytemeburger.orders import keys, views
from bytemeburger.orders.keys import READING_KEY


@endpoint(headers=(READING_KEY, *VALIDATORS), problems={404: ("order-not-found",)})
def handler(request: Request) -> Response[views.CustomerOrder]:
    order = keys.authorize_reading(
        request.path("order_id"), request.header(READING_KEY), request.principal.verified_customer
    )
    return Response(views.for_customer(order), etag=str(order.version))
