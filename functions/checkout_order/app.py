"""POST /orders/{order_id}/checkout: the QR code that pays the order, the same one however often it is asked for."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import keys, views
from bytemeburger.orders.keys import ORDER_KEY
from bytemeburger.payments import providers, qr
from bytemeburger.payments.settlement import request_payment


@endpoint(
    headers=(ORDER_KEY,), problems={404: ("order-not-found",), 409: ("order-status",), 503: ("payment-unavailable",)}
)
def handler(request: Request) -> Response[views.Checkout]:
    order = keys.authorize_access(request.path("order_id"), request.header(ORDER_KEY), request.verified_customer)
    order = request_payment(order, providers.gateway(order.store))
    payment = order.payment
    assert payment is not None
    assert payment.qr_data is not None
    assert payment.expires_at is not None
    return Response(
        {
            "order_id": order.order_id,
            "amount": payment.amount,
            "currency": "BRL",
            "qr_data": payment.qr_data,
            "qr_svg": qr.svg(payment.qr_data),
            "expires_at": payment.expires_at,
        }
    )
