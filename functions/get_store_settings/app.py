"""GET /store: the store's name, hours, static Pix and whether it takes orders."""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import VALIDATORS
from bytemeburger.stores import records, views


@endpoint("kitchen", "counter", "manager", headers=VALIDATORS, problems={404: ("store-unknown",)})
def handler(request: Request) -> Response[views.StoreProfile]:
    store = records.read(request.principal.staff_store)
    return Response(views.for_staff(store), etag=str(store.version))
