"""POST /cart/discounts: what campaigns take off a cart now, and why others do not.

Nothing is reserved or counted: its `total` is what POST /orders takes as `expected_total`, and answers 409 where another order
was faster.
"""

from bytemeburger import clock, settings
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.campaigns import records as campaigns
from bytemeburger.campaigns import views as campaign_views
from bytemeburger.orders import discounting, placement, pricing, views
from bytemeburger.orders.line_views import priced_line
from bytemeburger.orders.placement import Orderer
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
    products, coupon, found, _ = placement.look_up(store, body)
    seller = stores.open_store(found, now)
    lines, subtotal, _ = pricing.price(body.lines, products, seller.local)
    customer = Orderer(account=request.verified_customer, customer_ref=body.customer_ref).customer()
    active = campaigns.active(seller.campaigns)
    offers = discounting.offers(active, body.dining, customer, coupon, seller.local)
    outcome = offers.available(store, seller.business_day, lines).outcome(lines)
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
