"""POST /orders: place an order.

The Idempotency-Key names it: a request that is repeated answers the order it has made.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.errors import Malformed
from bytemeburger.orders import keys, views
from bytemeburger.orders.placement import place
from bytemeburger.orders.rules import IDEMPOTENCY_KEY
from bytemeburger.orders.schemas import NewOrder


@endpoint()
def handler(request: Request) -> Response:
    idempotency_key = request.header("Idempotency-Key") or ""
    if not IDEMPOTENCY_KEY.fullmatch(idempotency_key):
        raise Malformed("idempotency-key-missing")
    wanted = request.parse_body(NewOrder)
    order = place(keys.order_id(request.subject, idempotency_key), wanted, request.verified_customer)
    return Response(views.as_created(order) | {"order_key": keys.order_key(order.order_id)}, status=201)
