"""POST /identify: begin an order as a guest, with or without a CPF.

A known CPF, an unknown one and none get the same answer by the same work: nothing is looked up. The token is that of
the shared ordering user, and `customer_ref` says whose order it will be.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.customers import protected_cpf, views
from bytemeburger.customers.ordering_user import OrderingUser
from bytemeburger.customers.rules import cpf_digits
from bytemeburger.customers.schemas import Identify
from bytemeburger.errors import Invalid

_ordering_user = OrderingUser()


@endpoint(problems={422: ("cpf-invalid",)})
def handler(_request: Request, body: Identify) -> Response[views.OrderingSession]:
    session = _ordering_user.session()
    try:
        customer_ref = None if body.cpf is None else protected_cpf.sign_reference(cpf_digits(body.cpf))
    except ValueError:
        raise Invalid("cpf-invalid") from None
    return Response({"id_token": session.id_token, "expires_in": session.seconds, "customer_ref": customer_ref})
