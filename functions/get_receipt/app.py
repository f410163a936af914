"""GET /staff/orders/{order_id}/receipt: what stands on the receipt, the CPF asked for it included.

Who was shown a CPF is written down first, where its owner can read it.
"""

from bytemeburger import table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.customers import protected_cpf
from bytemeburger.errors import Conflict
from bytemeburger.orders import records, views
from bytemeburger.privacy.records import audit


@endpoint("counter", "manager", problems={404: ("order-not-found",), 409: ("order-status",)})
def handler(request: Request) -> Response[views.Receipt]:
    order = records.of_store(request.path("order_id"), request.principal.staff_store)
    if order.paid_at is None:
        raise Conflict("order-status", current_status=order.status)
    cpf = protected_cpf.decrypt(order.receipt_cpf, order.order_id) if order.receipt_cpf else None
    if cpf is not None:
        table.transact(
            [audit("receipt_shown", protected_cpf.pseudonym(cpf), request.principal.subject, order_id=order.order_id)]
        )
    return Response(views.receipt(order, cpf))
