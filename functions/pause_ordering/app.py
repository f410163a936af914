"""PUT /store/orders: take no orders from now on (the emergency stop), or take them again.

Orders that were placed before can still be paid and are prepared.
"""

from bytemeburger import table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.audit import records as audit
from bytemeburger.audit.rules import About
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import PreconditionFailed
from bytemeburger.stores import records, views
from bytemeburger.stores.records import Store
from bytemeburger.stores.schemas import AcceptingOrders


@endpoint(
    "kitchen", "counter", "manager", headers=(IF_MATCH,), problems={404: ("store-unknown",), 412: ("store-changed",)}
)
def handler(request: Request, body: AcceptingOrders) -> Response[views.Ordering]:
    def switch(store: Store) -> bool:
        request.require_unchanged(store.version, PreconditionFailed("store-changed"))
        changed = store.accepts_orders is not body.accepts_orders
        store.accepts_orders = body.accepts_orders
        return changed

    switched = [{"path": "/accepts_orders", "old": not body.accepts_orders, "new": body.accepts_orders}]
    also = audit.record_changes(request.principal.staff_store, request.principal.subject, About.ORDERING, switched)
    store = table.change(lambda: records.read(request.principal.staff_store), switch, lambda _: also)
    return Response({"store": store.store, "accepts_orders": store.accepts_orders})
