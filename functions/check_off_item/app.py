"""PUT /kitchen/orders/{order_id}/lines/{line}: tick a line off, or untick it, while the order is in preparation.

`line` is its place in the order, from 0.
"""

from dataclasses import replace

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import Conflict, NotFound, PreconditionFailed
from bytemeburger.orders import records, staff_views
from bytemeburger.orders.records import Order
from bytemeburger.orders.rules import Status
from bytemeburger.orders.schemas import CheckOff


@endpoint(
    "kitchen",
    "counter",
    "manager",
    headers=(IF_MATCH,),
    problems={404: ("order-not-found",), 409: ("order-status", "order-refunded"), 412: ("order-changed",)},
)
def handler(request: Request, body: CheckOff) -> Response[staff_views.KitchenCard]:
    place = request.path("line")

    def check_off(order: Order) -> bool:
        if order.store != request.principal.staff_store or place not in map(str, range(len(order.lines))):
            raise NotFound("order-not-found")
        request.require_unchanged(order.version, PreconditionFailed("order-changed", current_status=order.status))
        if order.status != Status.IN_PREPARATION:
            raise Conflict("order-status", current_status=order.status)
        if order.refunded:
            raise Conflict("order-refunded")
        before = order.lines
        order.lines = [*before]
        order.lines[int(place)] = replace(before[int(place)], done=body.done)
        return order.lines != before

    order = records.change(request.path("order_id"), check_off)
    return Response(staff_views.for_kitchen(order.plain()), etag=str(order.version))
