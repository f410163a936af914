"""POST /customers: ask for an account; a code goes to the e-mail address.

The answer is the same, by the same work, whether or not the address is known. Nothing opens before the code comes back.
One person gets five e-mails in half an hour; one network may ask for fifty. Then the answer is 429, an account or not.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.customers import views
from bytemeburger.registration.rules import CONFIRMABLE
from bytemeburger.registration.schemas import Register
from bytemeburger.registration.signup import begin


@endpoint(statuses=(202,), problems={429: ("too-many-registrations", "too-many-codes"), 503: ("mail-unavailable",)})
def handler(request: Request, body: Register) -> Response[views.Registration]:
    registration = begin(body, request.source)
    return Response({"registration": registration, "expires_in": int(CONFIRMABLE.total_seconds())})
