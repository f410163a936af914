"""GET /orders/{order_id}/payment: what the provider says of the payment now.

For the screen that shows the QR code, when no push arrives. `checked` is false when the provider did not answer.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import keys, views
from bytemeburger.payments import providers
from bytemeburger.payments.gateway import ProviderRejected, ProviderUnavailable
from bytemeburger.payments.settlement import check


@endpoint()
def handler(request: Request) -> Response:
    order = keys.authorize_access(request.path("order_id"), request.header("Order-Key"), request.verified_customer)
    checked = True
    try:
        order = check(order, providers.gateway(order.store))
    except (ProviderUnavailable, ProviderRejected):
        checked = False
    return Response({**views.payment(order), "checked": checked})
