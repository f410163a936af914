"""POST /staff/orders/{order_id}/late-payment/return: record that a late payment was returned by hand.

`method` says how: in cash, or by Pix from the store's account. Asked again, the answer is the same.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import PreconditionFailed
from bytemeburger.orders import records, staff_views
from bytemeburger.orders.schemas import ReturnedMoney
from bytemeburger.payments import late


@endpoint(
    "counter",
    "manager",
    headers=(IF_MATCH,),
    problems={404: ("order-not-found",), 409: ("late-payment-none",), 412: ("order-changed",)},
)
def handler(request: Request, body: ReturnedMoney) -> Response[staff_views.StaffOrder]:
    order = records.of_store(request.path("order_id"), request.principal.staff_store)
    request.require_unchanged(order.version, PreconditionFailed("order-changed", current_status=order.status))
    order = late.return_payment(order, body.method, request.principal.subject)
    return Response(staff_views.for_staff(order.plain()), etag=str(order.version))
