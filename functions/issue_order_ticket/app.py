"""POST /orders/{order_id}/live-ticket: a ticket for the WebSocket that tells an order's holder what happens to it.

Open the WebSocket with `?ticket=` within `expires_in` seconds; it lives for two hours at the most.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.live import tickets
from bytemeburger.live.rules import order
from bytemeburger.orders import keys


@endpoint()
def handler(request: Request) -> Response:
    held = keys.authorize_access(request.path("order_id"), request.header("Order-Key"), request.verified_customer)
    return Response(tickets.issue(order(held.order_id)))
