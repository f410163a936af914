"""POST /staff/people: invite a person to the staff of the store, by an e-mail that Cognito sends.

It holds a first password, good for seven days. Asked again, who never used theirs gets a new one, and who is there
already the group besides. They may do nothing before it is written down who let them.
"""

from bytemeburger import table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.audit import records as audit
from bytemeburger.audit.rules import About, differences
from bytemeburger.staff import people, views
from bytemeburger.staff.schemas import Invitation


@endpoint(
    "manager",
    statuses=(201,),
    problems={
        404: ("staff-unknown",),
        409: ("staff-elsewhere",),
        422: ("invitation-not-sent",),
        503: ("mail-unavailable",),
    },
)
def handler(request: Request, body: Invitation) -> Response[views.StaffMember]:
    store = request.principal.staff_store
    person = people.invite(body.email, store, body.name)
    before = people.groups(person)
    after = sorted({*before, body.group})
    changes = differences({"groups": before}, {"groups": after})
    if entry := audit.record_changes(store, request.principal.subject, About.STAFF, changes, person.sub):
        table.transact(entry)
        people.join(person, body.group)
    return Response(views.member(person, after))
