"""GET /products: every product as it is saved, those off the menu too, with stock and version."""

from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.menu import records, views


@endpoint("kitchen", "counter", "manager")
def handler(request: Request) -> Reply:
    _, products = records.whole(request.staff_store)
    return Reply({"products": [views.for_manager(product) for product in views.in_order(products)]})
