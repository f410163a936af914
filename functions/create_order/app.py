"""POST /orders: place an order.

A repeated request with the same Idempotency-Key answers the order that it created.
"""

from bytemeburger import settings
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import keys, placement, views
from bytemeburger.orders.keys import IDEMPOTENCY_KEY
from bytemeburger.orders.placement import Orderer, place
from bytemeburger.orders.schemas import NewOrder

REFUSED = {
    **placement.REFUSED,
    403: ("sign-in-required",),
    409: (*placement.REFUSED[409], "product-reserved"),
    422: (*placement.REFUSED[422], "customer-reference-invalid", "order-exceeds-kitchen"),
    503: ("kitchen-full",),
}


@endpoint(headers=(IDEMPOTENCY_KEY,), statuses=(201,), problems=REFUSED)
def handler(request: Request, body: NewOrder) -> Response[views.CreatedOrder]:
    order_id = keys.order_id(request.principal.subject, request.header(IDEMPOTENCY_KEY))
    customer = Orderer(
        account=request.principal.verified_customer,
        customer_ref=body.customer_ref,
        receipt_cpf=body.receipt_cpf,
        address=request.source if body.coupon is not None else None,
    )
    order = place(order_id, body.store or settings.default_store(), body, customer)
    return Response(views.as_created(order, keys.order_key(order_id), keys.reading_key(order_id)))
