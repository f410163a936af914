"""POST /kitchen/orders/{order_id}/acknowledge: acknowledge that an order was refunded or charged back.

It leaves the kitchen's queue as CANCELLED, with the refund's reason. Its stock goes back only where nothing was prepared
yet. Repeating it answers the same.
"""

from bytemeburger import clock
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import Conflict, NotFound, PreconditionFailed
from bytemeburger.orders import records, staff_views
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import IN_QUEUE, Reason, Status


@endpoint(
    "kitchen",
    "counter",
    "manager",
    headers=(IF_MATCH,),
    problems={404: ("order-not-found",), 409: ("order-status",), 412: ("order-changed",)},
)
def handler(request: Request) -> Response[staff_views.KitchenCard]:
    def acknowledge(order: Order) -> bool:
        if order.store != request.principal.staff_store:
            raise NotFound("order-not-found")
        request.require_unchanged(order.version, PreconditionFailed("order-changed", current_status=order.status))
        if order.refunded and order.status == Status.CANCELLED:
            return False
        if not order.refunded or order.status not in IN_QUEUE:
            raise Conflict("order-status", current_status=order.status)
        refund = order.refund_of_payment
        reason = refund.code if refund else Reason.CHARGED_BACK
        order.change_status(Status.CANCELLED, clock.text(clock.now()), request.principal.subject, reason=str(reason))
        return True

    order = records.change(request.path("order_id"), acknowledge)
    return Response(staff_views.for_kitchen(order.plain()), etag=str(order.version))
