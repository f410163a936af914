"""PUT /products/{product_id}/stock: say how many units stand on the shelf; null ends the counting.

What open orders have reserved stands there too, so `units`, those left to sell, are the others. Orders take and give
back on their own, counted or not; an order has left the shelf when it is ready.
"""

from bytemeburger import table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.audit import records as audit
from bytemeburger.audit.rules import About, differences
from bytemeburger.conditions import IF_MATCH
from bytemeburger.errors import NotFound, PreconditionFailed
from bytemeburger.menu import records, views
from bytemeburger.menu.records import Stock
from bytemeburger.menu.schemas import StockCount
from bytemeburger.table import Plain


@endpoint("kitchen", "manager", headers=(IF_MATCH,), problems={404: ("product-unknown",), 412: ("product-changed",)})
def handler(request: Request, body: StockCount) -> Response[views.StockLevel]:
    store, product_id = request.principal.staff_store, request.path("product_id")
    counted = body.units is not None
    entry: list[Plain] = []

    def put(stock: Stock) -> bool:
        before = {"units": stock.units + stock.reserved, "low_at": stock.low_at} if product.counted else {}
        changes = differences(before, body.model_dump() if counted else {})
        entry[:] = audit.record_changes(store, request.principal.subject, About.STOCK, changes, product_id)
        if body.units is not None:  # or ending the count would publish StockLow
            stock.recount(body.units)
            stock.low_at = body.low_at
        return True

    product = records.read(store, product_id)
    request.require_unchanged(product.version, PreconditionFailed("product-changed"))
    switched = product.counted is not counted
    switch = [records.switch_counting(store, product_id, counted)] if switched else []
    try:
        stock = table.change(lambda: records.read_stock(store, product_id), put, lambda _: [*switch, *entry])
    except table.TransactionCancelled:
        raise NotFound("product-unknown", product_id=product_id) from None
    return Response(
        {
            "product_id": product_id,
            "units": max(0, stock.units) if counted else None,
            "reserved": stock.reserved,
            "low_at": body.low_at,
        }
    )
