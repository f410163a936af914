"""GET /staff/customers: the customers whom a campaign may reach, contacts masked.

Of all stores, the latest activity first in each part. `consent` keeps those who agreed to that purpose, `since` (a date,
UTC) those who ordered or registered since; `limit` and `cursor` page through.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.customers import records, views
from bytemeburger.customers.rules import PURPOSES
from bytemeburger.parameters import CURSOR, choice, day, limit

CONSENT = choice("consent", PURPOSES, "Only customers who agree to this purpose.")
SINCE = day("since", "Only customers who ordered, or registered, on this day or later.")
LIMIT = limit()


@endpoint("manager", query=(CONSENT, SINCE, LIMIT, CURSOR))
def handler(request: Request) -> Response[views.CustomerPage]:
    purpose = request.query(CONSENT)
    where = {f"consents.{purpose}.granted": True} if purpose else {}
    page = records.read_page(where, request.query(SINCE), limit=request.query(LIMIT), cursor=request.query(CURSOR))
    return Response({"customers": [views.in_list(profile) for profile in page.items], "cursor": page.cursor})
