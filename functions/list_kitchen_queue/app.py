"""GET /kitchen/queue: the orders in the kitchen: Ready first, then In preparation, then Received.

Live frames with a higher `sequence` are newer than this answer.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.live.records import last_sequence
from bytemeburger.orders import records, staff_views
from bytemeburger.stores import records as stores


@endpoint("kitchen", "counter", "manager", problems={404: ("store-unknown",)})
def handler(request: Request) -> Response[staff_views.KitchenQueue]:
    store = request.principal.staff_store
    sequence = last_sequence(store)
    if not sequence:  # nothing ever happened there: perhaps it is no store
        stores.read(store)
    orders = [staff_views.for_kitchen(order) for order in records.queue(store)]
    return Response({"sequence": sequence, "orders": orders})
