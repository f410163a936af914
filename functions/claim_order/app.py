"""POST /me/orders: add an order from a kiosk to the customer's history, with its Order-Key.

Repeating it answers the same. An order in another customer's history stays there.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.customers.schemas import ClaimOrder
from bytemeburger.orders import claims, keys, views
from bytemeburger.orders.keys import ORDER_KEY


@endpoint(signed_in=True, headers=(ORDER_KEY,), problems={404: ("order-not-found",), 409: ("order-claimed",)})
def handler(request: Request, body: ClaimOrder) -> Response[views.PastOrder]:
    keys.require(body.order_id, request.header(ORDER_KEY))
    return Response(views.in_history(claims.claim(body.order_id, request.principal.customer).plain()))
