"""GET /orders/{order_id}/payment: what the provider says of the payment now.

For the screen that shows the QR code, when no push arrives. `checked` is false when the provider did not answer.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import keys, views
from bytemeburger.orders.keys import READING_KEY
from bytemeburger.payments import providers
from bytemeburger.payments.gateway import ProviderRejected, ProviderUnavailable
from bytemeburger.payments.settlement import check


@endpoint(headers=(READING_KEY,), problems={404: ("order-not-found",)})
def handler(request: Request) -> Response[views.CheckedPayment]:
    order = keys.authorize_reading(
        request.path("order_id"), request.header(READING_KEY), request.principal.verified_customer
    )
    checked = True
    try:
        order = check(order, providers.gateway(order.store))
    except (ProviderUnavailable, ProviderRejected):
        checked = False
    return Response(views.checked_payment(order, checked=checked))
