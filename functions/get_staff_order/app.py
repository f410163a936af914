"""GET /staff/orders/{order_id}: an order with all that the store may know of it, and its timeline.

With `day`, an order of more than 400 days ago is found too; it has no person and no notes any more.
Without an ETag: how long the customer waits grows while the order's version stays. For If-Match, `version` says it.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import archive, staff_views
from bytemeburger.parameters import day

DAY = day("day", "The order's business day: then the archive is searched too, which orders move to after 400 days.")


@endpoint("kitchen", "counter", "manager", query=(DAY,), problems={404: ("order-not-found",)})
def handler(request: Request) -> Response[staff_views.StaffOrder]:
    order = archive.of_store(request.path("order_id"), request.principal.staff_store, request.query(DAY))
    return Response(staff_views.for_staff(order.plain()))
