"""What campaigns take off a cart, before it is an order: nothing is reserved or counted."""

from bytemeburger import clock
from bytemeburger.campaigns import records as campaigns
from bytemeburger.campaigns import views as campaign_views
from bytemeburger.discounts import views as discount_views
from bytemeburger.orders import discounting, placement, pricing
from bytemeburger.orders.line_views import priced_line
from bytemeburger.orders.placement import Orderer
from bytemeburger.orders.schemas import Cart
from bytemeburger.orders.views import PricedCart
from bytemeburger.stores import records as stores

_NEVER = ("product-limit", "idempotency-key-reused")
"""Of the reasons why no order is placed: nothing is placed here."""
REFUSED = {
    **placement.REFUSED,
    409: ("store-stopped", "store-closed"),
    422: tuple(each for each in placement.REFUSED[422] if each not in _NEVER),
}
"""Why a cart has no price, by status."""


def price_cart(store: str, cart: Cart, orderer: Orderer) -> PricedCart:
    """What an order of this cart would come to now. Raises what `placement.place` does for what cannot be ordered."""
    products, coupon, found, _ = placement.look_up(store, cart, orderer)
    seller = stores.open_store(found, clock.now())
    lines, subtotal, _ = pricing.price(cart.lines, products, seller.local)
    active = campaigns.active(seller.campaigns)
    offers = discounting.offers(active, cart.dining, orderer.customer(), coupon, seller.local)
    outcome = offers.available(store, seller.business_day, lines).outcome(lines)
    return {
        "store": store,
        "lines": [priced_line(line.plain()) for line in lines],
        "subtotal": subtotal,
        "discounts": discount_views.discounts(outcome.discounts),
        "skipped": campaign_views.skipped_offers(outcome.skipped, offers.campaigns, subtotal),
        "total": subtotal - outcome.amount,
        "currency": "BRL",
    }
