"""GET /store: the store's name, hours, static Pix and whether it takes orders."""

from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.stores import records, views


@endpoint("kitchen", "counter", "manager")
def handler(request: Request) -> Reply:
    store = records.read(request.staff_store)
    return Reply(views.for_staff(store), etag=str(store.version))
