"""GET /me/orders: the orders that the customer placed signed in or claimed, newest first."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.orders import records, views
from bytemeburger.parameters import CURSOR, limit

LIMIT = limit(default=20)


@endpoint(signed_in=True, query=(LIMIT, CURSOR))
def handler(request: Request) -> Response[views.PastOrderPage]:
    page = records.of_customer(request.principal.customer, limit=request.query(LIMIT), cursor=request.query(CURSOR))
    return Response({"orders": [views.in_history(order) for order in page.items], "cursor": page.cursor})
