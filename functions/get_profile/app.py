"""GET /me: the profile of the customer who signed in; its ETag is for `If-Match` of PUT /me."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import VALIDATORS
from bytemeburger.customers import records, views


@endpoint(signed_in=True, headers=VALIDATORS, problems={404: ("customer-not-found",)})
def handler(request: Request) -> Response[views.CustomerProfile]:
    profile = records.read(request.principal.customer)
    return Response(views.for_customer(profile), etag=str(profile.version))
