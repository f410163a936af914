"""PUT /products/{product_id}/availability: take a product off the menu at once, or put it back.

The kitchen may call it too, when the last bun is used.
"""

from bytemeburger import table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.audit import records as audit
from bytemeburger.audit.rules import About
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import PreconditionFailed
from bytemeburger.menu import records, views
from bytemeburger.menu.records import Product
from bytemeburger.menu.schemas import Availability


@endpoint(
    "kitchen",
    "counter",
    "manager",
    headers=(IF_MATCH,),
    problems={404: ("product-unknown",), 412: ("product-changed",)},
)
def handler(request: Request, body: Availability) -> Response[views.ProductAvailability]:
    store, product_id = request.principal.staff_store, request.path("product_id")

    def switch(product: Product) -> bool:
        request.require_unchanged(product.version, PreconditionFailed("product-changed"))
        changed = product.available is not body.available
        product.available = body.available
        return changed

    switched = [{"path": "/available", "old": not body.available, "new": body.available}]
    also = audit.record_changes(store, request.principal.subject, About.AVAILABILITY, switched, product_id)
    table.change(lambda: records.read(store, product_id), switch, lambda _: also)
    return Response({"product_id": product_id, "available": body.available})
