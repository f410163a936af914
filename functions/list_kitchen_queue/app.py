"""GET /kitchen/queue: what the kitchen has to do, Ready first, then In preparation, then Received.

Live frames with a higher `sequence` are newer than this answer.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.live.records import last_sequence
from bytemeburger.orders import records, views


@endpoint("kitchen", "counter", "manager")
def handler(request: Request) -> Response:
    sequence = last_sequence(request.staff_store)
    orders = [views.for_kitchen(order) for order in records.queue(request.staff_store)]
    return Response({"sequence": sequence, "orders": orders})
