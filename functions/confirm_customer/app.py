"""POST /customers/confirm: confirm an account with the code from the e-mail; from then on one may sign in."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.customers import views
from bytemeburger.registration.schemas import Confirm
from bytemeburger.registration.signup import finish


@endpoint(
    statuses=(201,), problems={404: ("customer-not-found",), 409: ("customer-exists",), 422: ("code-not-accepted",)}
)
def handler(_request: Request, body: Confirm) -> Response[views.CustomerProfile]:
    return Response(views.for_customer(finish(body.registration, body.code)))
