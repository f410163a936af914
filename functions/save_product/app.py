"""PUT /products/{product_id}: put a product on the menu, or change it.

`If-Match` with the version that was read keeps two managers from undoing each other; where no product is, or it was
removed, there is nothing to undo, and `If-None-Match: *` makes sure of that. Sold orders keep their lines.
"""

from bytemeburger import table
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.conditions import strong
from bytemeburger.errors import Conflict, NotFound, PreconditionFailed
from bytemeburger.menu import records, views
from bytemeburger.menu.schemas import SaveProduct


@endpoint("manager")
def handler(request: Request) -> Reply:
    store, product_id = request.staff_store, request.path("product_id")
    body = request.parse(SaveProduct).model_dump(by_alias=True)
    try:
        product = records.read(store, product_id)
        unchanged = request.conditions.require(strong(product.version))
    except NotFound:
        product = records.restored(store, product_id)
        unchanged = request.conditions.matches(strong(product.version) if product.version else None)
    if not unchanged:
        raise PreconditionFailed("product-changed")
    for name, value in body.items():
        setattr(product, name, value)
    try:
        table.save(product)
    except table.Stale:
        raise Conflict("product-changed") from None
    return Reply(views.for_manager(product.plain()), etag=str(product.version))
