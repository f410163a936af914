"""GET /me/export: all that is known of the customer who signed in (Lei 13.709/2018, art. 18).

Orders come in pages: ask with `cursor` until it is null.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.customers import records
from bytemeburger.orders import records as orders
from bytemeburger.parameters import CURSOR, limit
from bytemeburger.privacy import export

LIMIT = limit()


@endpoint(signed_in=True, query=(LIMIT, CURSOR), problems={404: ("customer-not-found",)})
def handler(request: Request) -> Response[export.AccountExport]:
    profile = records.read(request.principal.customer)
    page = orders.of_customer(profile.sub, limit=request.query(LIMIT), cursor=request.query(CURSOR))
    return Response(export.of_account(profile, page))
