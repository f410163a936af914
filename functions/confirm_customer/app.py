"""POST /customers/confirm: become a customer with the code from the e-mail; from then on one may sign in."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.customers import views
from bytemeburger.registration.schemas import Confirm
from bytemeburger.registration.signup import finish


@endpoint()
def handler(request: Request) -> Response:
    body = request.parse_body(Confirm)
    return Response(views.own(finish(body.registration, body.code)), status=201)
