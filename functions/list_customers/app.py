"""GET /staff/customers: whom a campaign may reach, contacts masked, of all stores; latest activity first in each part.

`consent` keeps those who agreed to that purpose, `since` (a date, UTC) those who ordered or registered since; `limit` and
`cursor` page through.
"""

from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.customers import records, views
from bytemeburger.customers.rules import PURPOSES


@endpoint("manager")
def handler(request: Request) -> Reply:
    purpose = request.choice("consent", PURPOSES)
    where = {f"consents.{purpose}.granted": True} if purpose else {}
    page = records.listed(where, request.day("since"), limit=request.limit(), cursor=request.query("cursor"))
    return Reply({"customers": [views.in_list(profile) for profile in page.items], "cursor": page.cursor})
