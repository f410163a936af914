"""POST /orders/{order_id}/cancel: the customer changes their mind, before it is paid.

While a payment is under way the answer is 409: it may still arrive, and then the order is made.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import strong
from bytemeburger.errors import PreconditionFailed
from bytemeburger.orders import keys, views
from bytemeburger.orders.rules import Status
from bytemeburger.payments import providers
from bytemeburger.payments.settlement import end_unpaid


@endpoint()
def handler(request: Request) -> Response:
    order_id = request.path("order_id")
    order = keys.authorize_access(order_id, request.header("Order-Key"), request.verified_customer)
    if not request.conditions.hold(strong(order.version)):
        raise PreconditionFailed("order-changed", current_status=order.status)
    if order.status != Status.CANCELLED:
        order = end_unpaid(order_id, Status.CANCELLED, "customer", providers.gateway(order.store))
    return Response(views.for_customer(order), etag=str(order.version))
