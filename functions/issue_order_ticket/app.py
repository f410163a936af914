"""POST /orders/{order_id}/live-ticket: a ticket for the WebSocket with the status changes of one order.

Open the WebSocket with `?ticket=` within `expires_in` seconds; it lives for two hours at the most.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.live import tickets
from bytemeburger.live.rules import order_channel
from bytemeburger.orders import keys
from bytemeburger.orders.keys import READING_KEY


@endpoint(headers=(READING_KEY,), problems={404: ("order-not-found",)})
def handler(request: Request) -> Response[tickets.LiveTicket]:
    followed = keys.authorize_reading(
        request.path("order_id"), request.header(READING_KEY), request.principal.verified_customer
    )
    return Response(tickets.issue(order_channel(followed.order_id)))
