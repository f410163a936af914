"""GET /kitchen/recent: the orders handed over in the last ten minutes, which `advance` can take back to READY."""

from bytemeburger import clock
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import records, staff_views
from bytemeburger.stores import records as stores


@endpoint("kitchen", "counter", "manager", problems={404: ("store-unknown",)})
def handler(request: Request) -> Response[staff_views.KitchenCards]:
    store = stores.read(request.principal.staff_store)
    found = records.recently_completed(store.store, store.time_zone, clock.now())
    return Response({"orders": [staff_views.for_kitchen(order) for order in found]})
