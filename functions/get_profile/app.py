"""GET /me: what is known of the customer who signed in; its ETag is for `If-Match` of PUT /me."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.customers import records, views


@endpoint()
def handler(request: Request) -> Response:
    profile = records.read(request.customer)
    return Response(views.own(profile), etag=str(profile.version))
