"""POST /kitchen/live-ticket: a ticket for the WebSocket with the status changes of a store's orders.

Open the WebSocket with `?ticket=` within `expires_in` seconds; it lives for two hours at the most.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.live import tickets
from bytemeburger.live.rules import kitchen_channel


@endpoint("kitchen", "counter", "manager")
def handler(request: Request) -> Response[tickets.LiveTicket]:
    return Response(tickets.issue(kitchen_channel(request.principal.staff_store)))
