"""DELETE /me: forget the customer who signed in (Lei 13.709/2018, art. 18).

What was sold stays, without the person. `done` is false while an order is still being made or more is to be done than
fits in one request; it goes on by itself. `receipt` names the line of the audit that proves the erasure. `searched` and
`not_searched` say what it is about: an account holds no CPF, so what was only ordered with one is forgotten at a desk. `kept`
says what the law keeps, and until when.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.privacy import erasure, views


@endpoint(signed_in=True, statuses=(200, 202), problems={404: ("customer-not-found",)})
def handler(request: Request) -> Response[views.Erasure]:
    started = erasure.of_account(request.principal.customer)
    progress = erasure.resume(started)
    return Response(views.erasure(started, progress), status=200 if progress.done else 202)
