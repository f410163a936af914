"""POST /kitchen/orders/{order_id}/advance: take an order one step on, or one back.

Back it goes from Ready, and within ten minutes from Completed.
Of two screens that advance one order at once, one succeeds; the other answers with the order's current status. An order
whose money goes back is not advanced: 409, until staff acknowledge it.
"""

from bytemeburger import clock
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import Conflict, NotFound, PreconditionFailed
from bytemeburger.orders import records, staff_views
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import Status, kitchen_may, recallable
from bytemeburger.orders.schemas import Advance


@endpoint(
    "kitchen",
    "counter",
    "manager",
    headers=(IF_MATCH,),
    problems={404: ("order-not-found",), 409: ("order-status", "order-refunded"), 412: ("order-changed",)},
)
def handler(request: Request, body: Advance) -> Response[staff_views.KitchenCard]:
    def advance(order: Order) -> bool:
        if order.store != request.principal.staff_store:
            raise NotFound("order-not-found")
        request.require_unchanged(order.version, PreconditionFailed("order-changed", current_status=order.status))
        if not kitchen_may(order.status, body.to) or _is_over(order):
            raise Conflict("order-status", current_status=order.status)
        if order.refunded:
            raise Conflict("order-refunded")
        order.change_status(body.to, clock.text(clock.now()), request.principal.subject)
        return True

    order = records.change(request.path("order_id"), advance)
    return Response(staff_views.for_kitchen(order.plain()), etag=str(order.version))


def _is_over(order: Order) -> bool:
    completed_at = clock.instant(order.history[-1].at)
    return order.status == Status.COMPLETED and not recallable(completed_at, clock.now())
