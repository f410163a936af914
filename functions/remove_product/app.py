"""DELETE /products/{product_id}: take a product off the menu for good; sold orders keep their lines."""

from bytemeburger import table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.audit import records as audit
from bytemeburger.audit.rules import About
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import PreconditionFailed
from bytemeburger.menu import records
from bytemeburger.menu.records import Product


@endpoint(
    "manager", statuses=(204,), headers=(IF_MATCH,), problems={404: ("product-unknown",), 412: ("product-changed",)}
)
def handler(request: Request) -> Response[None]:
    store, product_id = request.principal.staff_store, request.path("product_id")

    def remove(product: Product) -> bool:
        request.require_unchanged(product.version, PreconditionFailed("product-changed"))
        product.removed = True
        return True

    removed = [{"path": "/removed", "old": False, "new": True}]
    also = audit.record_changes(store, request.principal.subject, About.PRODUCT, removed, product_id)
    table.change(lambda: records.read(store, product_id), remove, lambda _: also)
    return Response(None)
