"""GET /menu: what the store sells, and whether it is open.

Public, one query, and cheap to ask again: `If-None-Match` answers 304.
"""

import hashlib
import json

from bytemeburger import clock, settings
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import VALIDATORS
from bytemeburger.errors import NotFound
from bytemeburger.hours.rules import local_time
from bytemeburger.menu import records, views
from bytemeburger.parameters import STORE
from bytemeburger.stores import records as stores


@endpoint(query=(STORE,), headers=VALIDATORS, problems={404: ("store-unknown",)})
def handler(request: Request) -> Response[views.Menu]:
    name = request.query(STORE) or settings.default_store()
    store, products = records.read_menu(name)
    if store is None:
        raise NotFound("store-unknown")
    now = clock.now()
    local = local_time(now, store["time_zone"])
    known = {product["product_id"]: product for product in products}
    menu: views.Menu = {
        "store": name,
        "name": store["name"],
        "time_zone": store["time_zone"],
        "open": stores.takes_orders(store, now),
        "hours": store.get("hours") or [],
        "currency": "BRL",
        "products": [
            views.for_customer(product, known, local)
            for product in views.in_order(products)
            if not product.get("removed")
        ],
    }
    etag = hashlib.sha256(json.dumps(menu, sort_keys=True).encode()).hexdigest()[:32]
    return Response(menu, headers={"Cache-Control": "public, max-age=15"}, etag=etag)
