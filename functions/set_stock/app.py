"""PUT /products/{product_id}/stock: say how many units there are; null ends the counting.

Orders take from it and give back on their own; this is the count of whoever stands before the shelf.
"""

from bytemeburger import table
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.menu import records
from bytemeburger.menu.records import Product, Stock
from bytemeburger.menu.schemas import Counted


@endpoint("kitchen", "manager")
def handler(request: Request) -> Reply:
    store, product_id = request.staff_store, request.path("product_id")
    counted = request.parse(Counted)
    units = counted.units

    def switch(product: Product) -> bool:
        changed = product.counted is not (units is not None)
        product.counted = units is not None
        return changed

    def put(stock: Stock) -> bool:
        stock.units, stock.low_at = units or 0, counted.low_at
        return True

    records.read(store, product_id)
    if units is not None:  # the stock first: a counted product without one is sold out
        table.change(lambda: records.read_stock(store, product_id), put)
    table.change(lambda: records.read(store, product_id), switch)
    return Reply({"product_id": product_id, "units": units, "low_at": counted.low_at})
