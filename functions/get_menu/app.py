"""GET /menu: what the store sells. Public, and cheap to ask again: `If-None-Match` answers 304."""

import hashlib
import json

from bytemeburger import settings
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.menu import records, views


@endpoint()
def handler(request: Request) -> Reply:
    store = request.identifier("store") or settings.default_store()
    products = [views.for_customer(product) for product in records.menu(store)]
    menu = {"store": store, "currency": "BRL", "products": views.in_order(products)}
    etag = hashlib.sha256(json.dumps(menu, sort_keys=True).encode()).hexdigest()[:32]
    return Reply(menu, headers={"Cache-Control": "public, max-age=15"}, etag=etag)
