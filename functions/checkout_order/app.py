"""POST /orders/{order_id}/checkout: the QR code that pays the order; a repeated call answers the same code."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import keys, views
from bytemeburger.orders.keys import ORDER_KEY
from bytemeburger.payments import providers, qr
from bytemeburger.payments.settlement import request_payment


@endpoint(
    headers=(ORDER_KEY,), problems={404: ("order-not-found",), 409: ("order-status",), 503: ("payment-unavailable",)}
)
def handler(request: Request) -> Response[views.Checkout]:
    order = keys.authorize_access(
        request.path("order_id"), request.header(ORDER_KEY), request.principal.verified_customer
    )
    return Response(qr.checkout(request_payment(order, providers.gateway(order.store))))
