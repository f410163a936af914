"""GET /store: the store's settings: name, hours, static Pix, waits, kitchen, and whether it takes orders."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import VALIDATORS
from bytemeburger.stores import records, views


@endpoint("kitchen", "counter", "manager", headers=VALIDATORS, problems={404: ("store-unknown",)})
def handler(request: Request) -> Response[views.StoreProfile]:
    store = records.read(request.principal.staff_store)
    return Response(views.for_staff(store), etag=str(store.version))
