"""GET /orders/{order_id}/pix: a static Pix code, for when the payment provider is down.

Nobody is told when it is paid: the counter looks for `txid` on the store's account and then says so.
"""

from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.errors import Conflict
from bytemeburger.orders import keys
from bytemeburger.orders.rules import Status
from bytemeburger.payments import qr
from bytemeburger.payments.brcode import static_pix, txid
from bytemeburger.stores import records as stores


@endpoint()
def handler(request: Request) -> Reply:
    order = keys.opened(request.path("order_id"), request.header("Order-Key"), request.verified_customer)
    if order.status != Status.AWAITING_PAYMENT:
        raise Conflict("order-status", current_status=order.status)
    account = stores.read(order.store).pix
    if account is None:
        raise Conflict("pix-unavailable")
    code = static_pix(account["key"], account["name"], account["city"], order.total, txid(order.order_id))
    return Reply(
        {
            "order_id": order.order_id,
            "amount": order.total,
            "currency": "BRL",
            "txid": txid(order.order_id),
            "qr_data": code,
            "qr_svg": qr.svg(code),
        }
    )
