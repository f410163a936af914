"""GET /staff/orders/{order_id}: everything the store may know of an order, with its whole timeline.

Without an ETag: how long the customer waits grows while the order's version stays. For If-Match, `version` says it.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import records, staff_views


@endpoint("kitchen", "counter", "manager", problems={404: ("order-not-found",)})
def handler(request: Request) -> Response[staff_views.StaffOrder]:
    order = records.of_store(request.path("order_id"), request.staff_store)
    return Response(staff_views.for_staff(order.plain()))
