"""POST /staff/orders/{order_id}/late-payment/accept: prepare an expired order whose money came late.

At the prices that it was placed with, and only if there is stock for it. Asked again, the answer is the same.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import PreconditionFailed
from bytemeburger.orders import records, staff_views
from bytemeburger.payments import late


@endpoint(
    "counter",
    "manager",
    headers=(IF_MATCH,),
    problems={
        404: ("order-not-found",),
        409: ("late-payment-none", "order-status", "product-unavailable", "discount-used-up"),
        412: ("order-changed",),
    },
)
def handler(request: Request) -> Response[staff_views.StaffOrder]:
    order = records.of_store(request.path("order_id"), request.principal.staff_store)
    request.require_unchanged(order.version, PreconditionFailed("order-changed", current_status=order.status))
    order = late.accept(order, request.principal.subject)
    return Response(staff_views.for_staff(order.plain()), etag=str(order.version))
