"""GET /products: every product as it is saved, those off the menu too, with stock and version.

`category` narrows the list.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.menu import records, views
from bytemeburger.menu.rules import CATEGORIES
from bytemeburger.parameters import choice
from bytemeburger.stores import records as stores

CATEGORY = choice("category", CATEGORIES, "Only products of this category.")


@endpoint("kitchen", "counter", "manager", query=(CATEGORY,), problems={404: ("store-unknown",)})
def handler(request: Request) -> Response[views.ProductList]:
    category = request.query(CATEGORY)
    store, products = records.read_menu(request.principal.staff_store)
    stores.require_known(store)
    selected = [each for each in products if category in (None, each["category"])]
    return Response({"products": [views.for_manager(product) for product in views.in_order(selected)]})
