"""GET /orders/{order_id}/pix: a static Pix code, for when the payment provider is down.

No notification comes when it is paid: the counter looks for `txid` on the store's account and records the payment. It
begins with the order's `reference`, which the customer can say.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.errors import Conflict
from bytemeburger.orders import keys, views
from bytemeburger.orders.keys import READING_KEY
from bytemeburger.orders.references import pix_txid, reference
from bytemeburger.payments import qr
from bytemeburger.payments.settlement import require_unpaid
from bytemeburger.pix.brcode import static_pix
from bytemeburger.stores import records as stores


@endpoint(
    headers=(READING_KEY,),
    problems={404: ("order-not-found", "store-unknown"), 409: ("order-status", "pix-unavailable")},
)
def handler(request: Request) -> Response[views.PixCode]:
    order = keys.authorize_reading(
        request.path("order_id"), request.header(READING_KEY), request.principal.verified_customer
    )
    require_unpaid(order)
    account = stores.read(order.store).pix
    if account is None:
        raise Conflict("pix-unavailable")
    txid = pix_txid(order.order_id)
    code = static_pix(account["key"], account["name"], account["city"], order.total, txid)
    return Response(
        {
            "order_id": order.order_id,
            "amount": order.total,
            "currency": "BRL",
            "reference": reference(order.order_id),
            "txid": txid,
            "qr_data": code,
            "qr_svg": qr.svg(code),
        }
    )
