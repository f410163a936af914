"""GET /staff/people: who works for the store, and what each may do.

Ask with `cursor` until it is null: people of all stores are read for it.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.parameters import CURSOR
from bytemeburger.staff import people, views


@endpoint("manager", query=(CURSOR,))
def handler(request: Request) -> Response[views.StaffPage]:
    found, cursor = people.read_page(request.principal.staff_store, request.query(CURSOR))
    return Response({"people": [views.member(person, groups) for person, groups in found], "cursor": cursor})
