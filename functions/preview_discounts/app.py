"""POST /cart/discounts: what campaigns take off a cart now, and why others do not.

Nothing is reserved or counted: its `total` is what POST /orders takes as `expected_total`, and answers 409 where another order
was faster.
"""

from bytemeburger import settings
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import preview, views
from bytemeburger.orders.placement import Orderer
from bytemeburger.orders.schemas import CustomerCart


@endpoint(problems=preview.REFUSED | {422: (*preview.REFUSED[422], "customer-reference-invalid")})
def handler(request: Request, body: CustomerCart) -> Response[views.PricedCart]:
    customer = Orderer(
        account=request.principal.verified_customer,
        customer_ref=body.customer_ref,
        address=request.source if body.coupon is not None else None,
    )
    return Response(preview.price_cart(body.store or settings.default_store(), body, customer))
