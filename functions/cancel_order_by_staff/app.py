"""POST /staff/orders/{order_id}/cancel: call an order off, with a reason; what was paid goes back.

Possible until the kitchen begins. Once it has begun, a manager can still refund.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import PreconditionFailed
from bytemeburger.orders import records, staff_views
from bytemeburger.orders.rules import Status
from bytemeburger.orders.schemas import OrderReason
from bytemeburger.payments import providers
from bytemeburger.payments.refunds import cancel_paid
from bytemeburger.payments.settlement import end_unpaid


@endpoint(
    "counter",
    "manager",
    headers=(IF_MATCH,),
    problems={
        404: ("order-not-found",),
        409: ("order-status", "payment-in-progress"),
        412: ("order-changed",),
        503: ("payment-unavailable",),
    },
)
def handler(request: Request, body: OrderReason) -> Response[staff_views.StaffOrder]:
    order_id = request.path("order_id")
    order = records.of_store(order_id, request.principal.staff_store)
    request.require_unchanged(order.version, PreconditionFailed("order-changed", current_status=order.status))
    gateway = providers.gateway(order.store)
    if order.status == Status.AWAITING_PAYMENT:
        order = end_unpaid(
            order_id, Status.CANCELLED, request.principal.subject, gateway, body.note, reason=body.reason
        )
    elif order.status != Status.CANCELLED:
        order = cancel_paid(order_id, request.principal.subject, body.reason, gateway, body.note)
    return Response(staff_views.for_staff(order.plain()), etag=str(order.version))
