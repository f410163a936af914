"""PUT /me: change one's name, language and consents.

Each consent given or taken back is a line of a ledger that only grows. `If-Match` with the ETag that was read keeps
two screens from undoing each other.
"""

from bytemeburger import clock, table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import IF_MATCH_NEEDED
from bytemeburger.customers import records, views
from bytemeburger.customers.schemas import UpdateProfile
from bytemeburger.errors import Conflict, PreconditionFailed


@endpoint(
    signed_in=True,
    headers=(IF_MATCH_NEEDED,),
    problems={404: ("customer-not-found",), 409: ("profile-changed",), 412: ("profile-changed",)},
)
def handler(request: Request, body: UpdateProfile) -> Response[views.CustomerProfile]:
    profile = records.read(request.principal.customer)
    request.require_unchanged(profile.version, PreconditionFailed("profile-changed"))
    profile.name, profile.language = body.name, body.language
    consents = [consent.model_dump() for consent in body.consents]
    try:
        table.save(profile, records.record_consents(profile, consents, clock.text(clock.now())))
    except (table.VersionConflict, table.TransactionCancelled):
        raise Conflict("profile-changed") from None
    return Response(views.for_customer(profile), etag=str(profile.version))
