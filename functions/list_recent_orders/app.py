"""GET /kitchen/recent: the orders handed over a moment ago, the last first, which `advance` can recall to READY."""

from bytemeburger import clock
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.orders import records, views
from bytemeburger.stores import records as stores


@endpoint("kitchen", "counter", "manager")
def handler(request: Request) -> Reply:
    store = stores.read(request.staff_store)
    found = records.recently_completed(store.store, store.time_zone, clock.now())
    return Reply({"orders": [views.for_kitchen(order) for order in found]})
