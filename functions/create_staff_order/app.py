"""POST /staff/orders: place an order at the counter, by the rules of POST /orders.

No payment is requested of the provider: it is paid at the counter, or by the QR code of its `checkout`. `note` is
read by staff alone. A repeated request with the same Idempotency-Key answers the order that it created.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import keys, placement, views
from bytemeburger.orders.keys import IDEMPOTENCY_KEY
from bytemeburger.orders.placement import Orderer, place
from bytemeburger.orders.schemas import NewStaffOrder


@endpoint("counter", "manager", headers=(IDEMPOTENCY_KEY,), statuses=(201,), problems=placement.REFUSED)
def handler(request: Request, body: NewStaffOrder) -> Response[views.PlacedOrder]:
    order_id = keys.order_id(request.principal.subject, request.header(IDEMPOTENCY_KEY))
    counter = Orderer(by=request.principal.subject, note=body.note, receipt_cpf=body.receipt_cpf)
    order = place(order_id, request.principal.staff_store, body, counter)
    return Response(views.as_placed(order))
