"""PUT /products/{product_id}: put a product on the menu, or change it.

`If-Match` with the version that was read keeps two managers from undoing each other; where no product is, or it was
removed, there is nothing to undo, and `If-None-Match: *` makes sure of that. Sold orders keep their lines.
"""

from bytemeburger import table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.audit import records as audit
from bytemeburger.audit.rules import About, differences
from bytemeburger.conditions import VALIDATORS, entity_tag
from bytemeburger.errors import Conflict, PreconditionFailed
from bytemeburger.menu import records, rules, views
from bytemeburger.menu.schemas import SaveProduct
from bytemeburger.stores import records as stores


@endpoint(
    "manager",
    headers=VALIDATORS,
    problems={
        404: ("store-unknown",),
        409: ("product-changed",),
        412: ("product-changed",),
        422: ("choice-not-offerable", "product-in-combos"),
        428: ("if-match-missing",),
    },
)
def handler(request: Request, body: SaveProduct) -> Response[views.ManagedProduct]:
    store, product_id = request.principal.staff_store, request.path("product_id")
    saving = body.model_dump(by_alias=True)
    product = records.read_or_new(store, product_id)
    etag = entity_tag(product.version) if product.version else None
    if not (request.conditions.matches(etag) if product.removed else request.conditions.require(etag)):
        raise PreconditionFailed("product-changed")
    product.removed = False
    settings, menu = records.read_menu(store)
    stores.require_known(settings)
    rules.require_combos_of_products(product_id, saving, menu)
    stock = records.read_stock(store, product_id) if product.counted else None
    before = {name: getattr(product, name) for name in saving} if product.version else {}
    for name, value in saving.items():
        setattr(product, name, value)
    changes = differences(before, saving)
    try:
        table.save(product, audit.record_changes(store, request.principal.subject, About.PRODUCT, changes, product_id))
    except table.VersionConflict:
        raise Conflict("product-changed") from None
    saved = product.plain()
    if stock is not None:
        saved |= {"units": stock.units, "low_at": stock.low_at}
    return Response(views.for_manager(saved), etag=str(product.version))
