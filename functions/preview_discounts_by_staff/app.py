"""POST /staff/cart/discounts: what campaigns take off a cart that is put together at the counter, and why others do not.

Nothing is reserved or counted: its `total` is what POST /staff/orders takes as `expected_total`.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import preview, views
from bytemeburger.orders.placement import Orderer
from bytemeburger.orders.schemas import Cart


@endpoint("counter", "manager", problems=preview.REFUSED)
def handler(request: Request, body: Cart) -> Response[views.PricedCart]:
    return Response(preview.price_cart(request.principal.staff_store, body, Orderer(by=request.principal.subject)))
