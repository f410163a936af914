"""GET /menu: what the store sells, and whether it is open.

A product's `offer` is its price under a campaign that counts for everybody at this moment, as a happy hour does.
Public, and cheap to ask again: `If-None-Match` answers 304.
"""

from bytemeburger import clock, settings
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.campaigns import menu_views
from bytemeburger.campaigns import records as campaigns
from bytemeburger.conditions import VALIDATORS
from bytemeburger.errors import NotFound
from bytemeburger.estimates import admission, planning
from bytemeburger.hours.rules import local_time
from bytemeburger.menu import records, views
from bytemeburger.parameters import STORE
from bytemeburger.stores import records as stores


@endpoint(query=(STORE,), headers=VALIDATORS, problems={404: ("store-unknown",)})
def handler(request: Request) -> Response[menu_views.Menu]:
    name = request.query(STORE) or settings.default_store()
    store, products = records.read_menu(name)
    if store is None:
        raise NotFound("store-unknown")
    now = clock.now()
    local = local_time(now, store["time_zone"])
    known = {product["product_id"]: product for product in products}
    running = menu_views.running(campaigns.active(store.get("campaigns") or []), local)
    for_everybody = menu_views.for_everybody(running, local)
    usual = planning.usual_work(products)
    slow = planning.slow_products(products, store["kitchen"], now, (store.get("throttle") or {}).get("busy_minutes"))
    menu: menu_views.Menu = {
        "store": name,
        "name": store["name"],
        "time_zone": store["time_zone"],
        "open": stores.takes_orders(store, now),
        "hours": store.get("hours") or [],
        "currency": "BRL",
        "wait": planning.usual_wait(usual, store["kitchen"], now) if store.get("kitchen_places") else None,
        "full_until": admission.full_until(usual, store, now),
        "discounts": any(not each.with_coupon for each in running),
        "coupons": any(each.with_coupon for each in running),
        "products": [
            {
                **views.for_customer(product, known, local),
                "offer": menu_views.offer(product, for_everybody, local),
                "slow": product["product_id"] in slow,
            }
            for product in views.in_order(products)
            if not product.get("removed")
        ],
    }
    return Response(menu, headers={"Cache-Control": "public, max-age=30"}, digested=True)
