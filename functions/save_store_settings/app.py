"""PUT /store: change the store's settings: name, hours, static Pix, waits, kitchen.

`If-Match` with the ETag that was read keeps two managers from undoing each other.
"""

from bytemeburger import table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.audit import records as audit
from bytemeburger.audit.rules import About, differences
from bytemeburger.conditions import IF_MATCH_NEEDED
from bytemeburger.errors import Conflict, PreconditionFailed
from bytemeburger.stores import records, views
from bytemeburger.stores.schemas import StoreSettings


@endpoint(
    "manager",
    headers=(IF_MATCH_NEEDED,),
    problems={404: ("store-unknown",), 409: ("store-changed",), 412: ("store-changed",)},
)
def handler(request: Request, body: StoreSettings) -> Response[views.StoreProfile]:
    store = records.read(request.principal.staff_store)
    request.require_unchanged(store.version, PreconditionFailed("store-changed"))
    before = views.saved(store)
    for name, value in body.model_dump().items():
        setattr(store, name, value)
    changes = map(views.for_audit, differences(before, views.saved(store)))
    try:
        table.save(store, audit.record_changes(store.store, request.principal.subject, About.SETTINGS, changes))
    except table.VersionConflict:
        raise Conflict("store-changed") from None
    return Response(views.for_staff(store), etag=str(store.version))
