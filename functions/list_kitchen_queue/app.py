"""GET /kitchen/queue: what the kitchen has to do, Ready first, then In preparation, then Received."""

from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.orders import records, views


@endpoint("kitchen", "counter", "manager")
def handler(request: Request) -> Reply:
    return Reply({"orders": [views.for_kitchen(order) for order in records.queue(request.staff_store)]})
