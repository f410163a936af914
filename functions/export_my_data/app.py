"""GET /me/export: all that is known of the customer who signed in (Lei 13.709/2018, art. 18).

Orders come in pages: ask with `cursor` until it is null.
"""

from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.customers import records
from bytemeburger.orders import records as orders
from bytemeburger.privacy import export


@endpoint()
def handler(request: Request) -> Reply:
    profile = records.read(request.customer)
    page = orders.of_customer(profile.sub, limit=request.limit(), cursor=request.query("cursor"))
    return Reply(export.of_account(profile, page))
