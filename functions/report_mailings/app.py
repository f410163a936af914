"""GET /mailings: the store's mailings, newest first, with what became of each."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.mailings import records, views
from bytemeburger.parameters import CURSOR, limit

LIMIT = limit(20)


@endpoint("manager", query=(LIMIT, CURSOR))
def handler(request: Request) -> Response[views.MailingPage]:
    page = records.read_page(request.principal.staff_store, limit=request.query(LIMIT), cursor=request.query(CURSOR))
    return Response({"mailings": [views.for_manager(each) for each in page.items], "cursor": page.cursor})
