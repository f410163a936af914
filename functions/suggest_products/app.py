"""GET /suggestions: what goes well with a cart, by what others have bought together, the best first.

`products` names the cart's, separated by commas. Only what is sold now is suggested.
"""

from collections import Counter

from bytemeburger import clock, settings
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.errors import NotFound
from bytemeburger.menu import records as menu
from bytemeburger.menu import views
from bytemeburger.sales import records
from bytemeburger.stores import records as stores

MOST_IN_CART, MOST_SUGGESTED = 10, 5


@endpoint()
def handler(request: Request) -> Reply:
    cart = request.identifiers("products", MOST_IN_CART)
    name = request.identifier("store") or settings.default_store()
    store, products = menu.whole(name)
    if store is None:
        raise NotFound("store-unknown")
    together: Counter[str] = Counter()
    for product_id in cart:
        together.update(records.bought_with(name, product_id))
    local = stores.local_time(store, clock.now())
    fitting = [each for each in products if views.sold_now(each, local) and each["product_id"] not in cart]
    best = sorted(fitting, key=lambda each: (-together[each["product_id"]], each["product_id"]))
    return Reply(
        {
            "store": name,
            "products": [
                {**views.for_customer(each, local), "orders": together[each["product_id"]]}
                for each in best[:MOST_SUGGESTED]
                if together[each["product_id"]]
            ],
        }
    )
