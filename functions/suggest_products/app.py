"""GET /suggestions: products that go well with a cart, by what others have bought together, the best first.

`products` names the cart's, separated by commas. Only what is sold now is suggested.
"""

from collections import Counter

from bytemeburger import clock, settings
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.errors import NotFound
from bytemeburger.hours.rules import local_time
from bytemeburger.menu import records as menu
from bytemeburger.menu import views
from bytemeburger.menu.rules import sold_now
from bytemeburger.parameters import STORE, identifiers
from bytemeburger.sales import records

CART = identifiers("products", 10, "The products in the cart, separated by commas.").needed()
MAX_SUGGESTED = 5


@endpoint(query=(CART, STORE), problems={404: ("store-unknown",)})
def handler(request: Request) -> Response[views.Suggestions]:
    cart = request.query(CART)
    name = request.query(STORE) or settings.default_store()
    store, products = menu.read_menu(name)
    if store is None:
        raise NotFound("store-unknown")
    together: Counter[str] = Counter()
    for product_id in cart:
        together.update(records.bought_with(name, product_id))
    local = local_time(clock.now(), store["time_zone"])
    known = {each["product_id"]: each for each in products}
    fitting = [each for each in products if sold_now(each, local) and each["product_id"] not in cart]
    best = sorted(fitting, key=lambda each: (-together[each["product_id"]], each["product_id"]))
    return Response(
        {
            "store": name,
            "products": [
                {**views.for_customer(each, known, local), "orders": together[each["product_id"]]}
                for each in best[:MAX_SUGGESTED]
                if together[each["product_id"]]
            ],
        }
    )
