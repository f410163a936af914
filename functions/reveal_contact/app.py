"""POST /staff/customers/{customer_id}/contact: a customer's name and address, for a reason that is written down first."""

from bytemeburger import table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.customers import records, views
from bytemeburger.privacy.records import audit
from bytemeburger.privacy.schemas import RevealContact


@endpoint("manager", problems={404: ("customer-not-found",)})
def handler(request: Request, body: RevealContact) -> Response[views.Contact]:
    profile = records.read(request.path("customer_id"))
    table.transact(
        [audit("contact_revealed", profile.sub, request.principal.subject, reason=body.reason, note=body.note)]
    )
    return Response(views.contact(profile))
