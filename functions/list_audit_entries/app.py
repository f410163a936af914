"""GET /audit: who changed what of the store, from what to what, newest first.

`about` and `subject` (a product, or a member of staff) narrow the list; `limit` and `cursor` page through it. Entries are
written with the change itself, so there is none without the other, and are kept for five years.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.audit import records, views
from bytemeburger.audit.rules import About
from bytemeburger.parameters import CURSOR, choice, identifier, limit

ABOUT = choice("about", About, "Only changes of this kind.")
SUBJECT = identifier("subject", "Only changes of this product or of this member of staff.")
LIMIT = limit(default=20, maximum=40)


@endpoint("manager", query=(ABOUT, SUBJECT, LIMIT, CURSOR))
def handler(request: Request) -> Response[views.AuditPage]:
    where = {"about": request.query(ABOUT), "subject": request.query(SUBJECT)}
    page = records.read_page(
        request.principal.staff_store,
        {name: value for name, value in where.items() if value is not None},
        limit=request.query(LIMIT),
        cursor=request.query(CURSOR),
    )
    return Response({"entries": [views.entry(item) for item in page.items], "cursor": page.cursor})
