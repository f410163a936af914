"""PUT /me: change one's name, language and consents.

Each consent given or taken back is a line of a ledger that only grows. `If-Match` with the ETag that was read keeps
two screens from undoing each other.
"""

from bytemeburger import clock, table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import strong
from bytemeburger.customers import records, views
from bytemeburger.customers.schemas import UpdateProfile
from bytemeburger.errors import Conflict, PreconditionFailed


@endpoint()
def handler(request: Request) -> Response:
    customer, body = request.customer, request.parse_body(UpdateProfile)
    profile = records.read(customer)
    if not request.conditions.require(strong(profile.version)):
        raise PreconditionFailed("profile-changed")
    profile.name, profile.language = body.name, body.language
    given = [consent.model_dump() for consent in body.consents]
    try:
        table.save(profile, records.record_consents(profile, given, clock.text(clock.now())))
    except (table.VersionConflict, table.TransactionCancelled):
        raise Conflict("profile-changed") from None
    return Response(views.own(profile), etag=str(profile.version))
