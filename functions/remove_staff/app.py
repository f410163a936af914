"""DELETE /staff/people/{person_id}: remove a person from the store's staff.

Managers cannot remove themselves, so one stays. A token that they hold is good for a quarter of an hour at most.
"""

from bytemeburger import table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.audit import records as audit
from bytemeburger.audit.rules import About
from bytemeburger.errors import Conflict
from bytemeburger.staff import people


@endpoint("manager", statuses=(204,), problems={404: ("staff-unknown",), 409: ("staff-yourself",)})
def handler(request: Request) -> Response[None]:
    store, person_id = request.principal.staff_store, request.path("person_id")
    if person_id == request.principal.subject:
        raise Conflict("staff-yourself")
    person = people.read(person_id, store)
    changes = [{"path": "/groups", "old": people.groups(person), "new": None}]
    table.transact(audit.record_changes(store, request.principal.subject, About.STAFF, changes, person.sub))
    people.remove(person)
    return Response(None)
