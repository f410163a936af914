"""POST /orders/{order_id}/cancel: cancel an order that is not paid yet.

While a payment is under way the answer is 409: it may still arrive, and then the order is made.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import PreconditionFailed
from bytemeburger.orders import keys, views
from bytemeburger.orders.keys import ORDER_KEY
from bytemeburger.orders.rules import Status
from bytemeburger.payments import providers
from bytemeburger.payments.settlement import end_unpaid


@endpoint(
    headers=(ORDER_KEY, IF_MATCH),
    problems={
        404: ("order-not-found",),
        409: ("order-status", "payment-in-progress"),
        412: ("order-changed",),
        503: ("payment-unavailable",),
    },
)
def handler(request: Request) -> Response[views.CustomerOrder]:
    order_id = request.path("order_id")
    order = keys.authorize_access(order_id, request.header(ORDER_KEY), request.principal.verified_customer)
    request.require_unchanged(order.version, PreconditionFailed("order-changed", current_status=order.status))
    if order.status != Status.CANCELLED:
        order = end_unpaid(order_id, Status.CANCELLED, "customer", providers.gateway(order.store))
    return Response(views.for_customer(order), etag=str(order.version))
