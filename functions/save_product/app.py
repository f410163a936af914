"""PUT /products/{product_id}: put a product on the menu, or change it.

`If-Match` with the version that was read keeps two managers from undoing each other. Sold orders keep their lines.
"""

from bytemeburger import table
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.errors import Conflict, NotFound, PreconditionFailed
from bytemeburger.menu import records, views
from bytemeburger.menu.schemas import SaveProduct


@endpoint("manager")
def handler(request: Request) -> Reply:
    store, product_id = request.staff_store, request.path("product_id")
    body = request.parse(SaveProduct).model_dump(by_alias=True)
    seen = request.header("If-Match")
    try:
        product = records.read(store, product_id)
    except NotFound:
        product = records.restored(store, product_id)
    if seen is not None and seen != f'"{product.version}"':
        raise PreconditionFailed("product-changed")
    for name, value in body.items():
        setattr(product, name, value)
    try:
        table.save(product)
    except table.Stale:
        raise Conflict("product-changed") from None
    return Reply(views.for_manager(product.plain()), etag=str(product.version))
