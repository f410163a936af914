"""PUT /store/orders: the emergency stop: take no orders from now on, or take them again.

Orders that are placed can still be paid and are made.
"""

from bytemeburger import table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import strong
from bytemeburger.errors import PreconditionFailed
from bytemeburger.stores import records
from bytemeburger.stores.records import Store
from bytemeburger.stores.schemas import AcceptingOrders


@endpoint("kitchen", "counter", "manager")
def handler(request: Request) -> Response:
    wanted = request.parse_body(AcceptingOrders).accepts_orders

    def switch(store: Store) -> bool:
        if not request.conditions.hold(strong(store.version)):
            raise PreconditionFailed("store-changed")
        changed = store.accepts_orders is not wanted
        store.accepts_orders = wanted
        return changed

    store = table.change(lambda: records.read(request.staff_store), switch)
    return Response({"store": store.store, "accepts_orders": store.accepts_orders})
