"""PUT /me: change one's name, language and consents.

Each consent given or taken back is a line of a ledger that only grows. `If-Match` with the ETag that was read keeps
two screens from undoing each other.
"""

from bytemeburger import clock, table
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.conditions import strong
from bytemeburger.customers import records, views
from bytemeburger.customers.schemas import UpdateProfile
from bytemeburger.errors import Conflict, PreconditionFailed


@endpoint()
def handler(request: Request) -> Reply:
    customer, body = request.customer, request.parse(UpdateProfile)
    profile = records.read(customer)
    if not request.conditions.require(strong(profile.version)):
        raise PreconditionFailed("profile-changed")
    profile.name, profile.language = body.name, body.language
    given = [consent.model_dump() for consent in body.consents]
    try:
        table.save(profile, records.agree(profile, given, clock.text(clock.now())))
    except (table.Stale, table.Refused):
        raise Conflict("profile-changed") from None
    return Reply(views.own(profile), etag=str(profile.version))
