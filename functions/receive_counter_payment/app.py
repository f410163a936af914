"""POST /staff/orders/{order_id}/payment: record what a customer paid at the counter.

Cash, a card terminal, or a static Pix that the person at the counter has seen arrive. A Pix that came when the order
waited for it no more is written down as UNDECIDED; then staff accept or return it. A code can be paid again: with
`If-Match` one more Pix is written down, without it is the one that is known already.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import PreconditionFailed
from bytemeburger.orders import records, staff_views
from bytemeburger.orders.schemas import CounterPayment
from bytemeburger.payments import providers
from bytemeburger.payments.settlement import receive_at_counter


@endpoint(
    "counter",
    "manager",
    headers=(IF_MATCH,),
    problems={
        404: ("order-not-found",),
        409: ("order-status", "payment-in-progress"),
        412: ("order-changed",),
    },
)
def handler(request: Request, body: CounterPayment) -> Response[staff_views.StaffOrder]:
    order = records.of_store(request.path("order_id"), request.principal.staff_store)
    request.require_unchanged(order.version, PreconditionFailed("order-changed", current_status=order.status))
    seen_version = order.version if request.conditions.names_version else None
    order = receive_at_counter(
        order.order_id, body.method, request.principal.subject, providers.gateway(order.store), seen_version
    )
    return Response(staff_views.for_staff(order.plain()), etag=str(order.version))
