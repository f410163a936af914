"""POST /orders: place an order.

The Idempotency-Key names it: a request that is repeated answers the order it has made.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.errors import Malformed
from bytemeburger.orders import keys, views
from bytemeburger.orders.placement import place
from bytemeburger.orders.schemas import NewOrder
from bytemeburger.parameters import uuid

IDEMPOTENCY_KEY = uuid("Idempotency-Key", "A new UUID for each order, the same for its retries.").needed(
    lambda _: Malformed("idempotency-key-missing")
)
REFUSED = {
    403: ("sign-in-required",),
    409: ("store-stopped", "store-closed", "product-reserved"),
    422: (
        "store-unknown",
        "product-unknown",
        "product-unavailable",
        "product-limit",
        "option-unavailable",
        "options-count",
        "choice-unknown",
        "order-too-large",
        "customer-reference-invalid",
        "idempotency-key-reused",
    ),
}


@endpoint(headers=(IDEMPOTENCY_KEY,), statuses=(201,), problems=REFUSED)
def handler(request: Request, body: NewOrder) -> Response[views.CreatedOrder]:
    order = place(keys.order_id(request.subject, request.header(IDEMPOTENCY_KEY)), body, request.verified_customer)
    return Response(views.as_created(order, keys.order_key(order.order_id), keys.reading_key(order.order_id)))
