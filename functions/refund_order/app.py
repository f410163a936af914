"""POST /staff/orders/{order_id}/refund: give the whole payment back, with a reason.

Once per order; a repeated call refunds again only where the provider had refused.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import PreconditionFailed
from bytemeburger.orders import records, staff_views
from bytemeburger.orders.schemas import OrderReason
from bytemeburger.payments import providers
from bytemeburger.payments.refunds import refund


@endpoint(
    "manager",
    headers=(IF_MATCH,),
    problems={
        404: ("order-not-found",),
        409: ("order-status", "nothing-to-refund"),
        412: ("order-changed",),
    },
)
def handler(request: Request, body: OrderReason) -> Response[staff_views.StaffOrder]:
    order = records.of_store(request.path("order_id"), request.principal.staff_store)
    request.require_unchanged(order.version, PreconditionFailed("order-changed", current_status=order.status))
    order = refund(order.order_id, request.principal.subject, body.reason, providers.gateway(order.store), body.note)
    return Response(staff_views.for_staff(order.plain()), etag=str(order.version))
