"""POST /me/orders: bring an order made at a kiosk into one's history, with its Order-Key.

Once or often, the answer is the same. An order in somebody else's history stays there.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.customers.schemas import ClaimOrder
from bytemeburger.orders import claims, keys, views


@endpoint()
def handler(request: Request) -> Response:
    customer, order_id = request.customer, request.parse_body(ClaimOrder).order_id
    keys.require(order_id, request.header("Order-Key"))
    return Response(views.in_history(claims.claim(order_id, customer).plain()))
