"""POST /customers/confirm: become a customer with the code from the e-mail; from then on one may sign in."""

from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.customers import views
from bytemeburger.registration.schemas import Confirm
from bytemeburger.registration.signup import finish


@endpoint()
def handler(request: Request) -> Reply:
    body = request.parse(Confirm)
    return Reply(views.own(finish(body.registration, body.code)), status=201)
