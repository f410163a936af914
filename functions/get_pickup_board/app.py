"""GET /board: the numbers in preparation and ready to be picked up. Public: numbers, nothing else."""

from bytemeburger import settings
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.orders import records
from bytemeburger.orders.rules import Status


@endpoint()
def handler(request: Request) -> Reply:
    store = request.identifier("store") or settings.default_store()
    board: dict[str, list[int]] = {"preparing": [], "ready": []}
    for order in records.queue(store):
        board["ready" if order["status"] == Status.READY else "preparing"].append(order["number"])
    return Reply({"store": store, **board}, headers={"Cache-Control": "public, max-age=2"})
