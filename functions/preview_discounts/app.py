"""POST /cart/discounts: what campaigns take off a cart now, and why others do not.

Nothing is reserved or counted: its `total` is what POST /orders takes as `expected_total`, and answers 409 where another order
was faster.
"""

from bytemeburger import clock, settings, table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.campaigns import records as campaigns
from bytemeburger.campaigns import views as campaign_views
from bytemeburger.hours.rules import business_day, local_time
from bytemeburger.menu import records as menu
from bytemeburger.orders import discounting, placement, pricing, views
from bytemeburger.orders.line_views import priced_line
from bytemeburger.orders.placement import Orderer
from bytemeburger.orders.rules import MOST_PRODUCTS
from bytemeburger.orders.schemas import Cart
from bytemeburger.stores import records as stores

NEVER = ("product-limit", "idempotency-key-reused")
"""Of the reasons why no order is placed: nothing is placed here."""
REFUSED = {
    409: ("store-stopped", "store-closed"),
    422: (*(each for each in placement.REFUSED[422] if each not in NEVER), "customer-reference-invalid"),
}


@endpoint(problems=REFUSED)
def handler(request: Request, body: Cart) -> Response[views.PricedCart]:
    store, now = body.store or settings.default_store(), clock.now()
    keys = {product_id: menu.key(store, product_id) for line in body.lines for product_id in line.product_ids}
    if len(keys) > MOST_PRODUCTS:
        raise pricing.too_large()
    coupon = campaigns.coupon_key(store, body.coupon) if body.coupon is not None else None
    found = table.fetch([stores.key(store), *keys.values(), *([coupon] if coupon else [])])
    seller = stores.open_store(found.get(stores.key(store)), now)
    products = {product_id: found.get(key) for product_id, key in keys.items()}
    local = local_time(now, seller["time_zone"])
    lines, subtotal, _ = pricing.price(body.lines, products, local)
    customer = Orderer(account=request.verified_customer, customer_ref=body.customer_ref).customer()
    active = {each.campaign_id: each for each in campaigns.active(seller)}
    offers = discounting.offers(active, body.dining, customer, (coupon, found.get(coupon)) if coupon else None, local)
    outcome = offers.still_to_be_had(store, business_day(now, seller["time_zone"])).outcome(lines)
    return Response(
        {
            "store": store,
            "lines": [priced_line(line.plain()) for line in lines],
            "subtotal": subtotal,
            "discounts": campaign_views.discounts(outcome.discounts),
            "skipped": campaign_views.skipped_offers(outcome.skipped, offers.campaigns, subtotal),
            "total": subtotal - outcome.amount,
            "currency": "BRL",
        }
    )
