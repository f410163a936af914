"""POST /staff/orders/{order_id}/checkout: the QR code that pays an order, for the counter to show.

It is the same one however often it is asked for, and whoever asks."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import records, views
from bytemeburger.payments import providers, qr
from bytemeburger.payments.settlement import request_payment


@endpoint(
    "counter",
    "manager",
    problems={404: ("order-not-found",), 409: ("order-status",), 503: ("payment-unavailable",)},
)
def handler(request: Request) -> Response[views.Checkout]:
    order = records.of_store(request.path("order_id"), request.principal.staff_store)
    return Response(qr.checkout(request_payment(order, providers.gateway(order.store))))
