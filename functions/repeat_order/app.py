"""GET /me/orders/{order_id}/repeat: an earlier order as lines for POST /orders, at today's prices.

What cannot be had today, as it was then, is left out and listed with the reason.
"""

from bytemeburger import clock
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.hours.rules import local_time
from bytemeburger.menu import records as menu
from bytemeburger.orders import keys
from bytemeburger.orders.repetition import RepeatedOrder, repeat
from bytemeburger.stores import records as stores


@endpoint(signed_in=True, problems={404: ("order-not-found", "store-unknown")})
def handler(request: Request) -> Response[RepeatedOrder]:
    order = keys.authorize_access(request.path("order_id"), None, request.principal.customer)
    store, products = menu.read_menu(order.store)
    seller = stores.require_known(store)
    offered = {product["product_id"]: product for product in products}
    return Response(repeat(order.store, order.lines, offered, local_time(clock.now(), seller["time_zone"])))
