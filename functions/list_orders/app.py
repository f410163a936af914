"""GET /staff/orders: the orders of a business day, those at work first, then the ended ones, newest first.

`day` (today when left out), `status`, `number`, `reference` (what the customer says) and `pix_txid` (what the account's
statement says) narrow the list; `limit` and `cursor` page through it.
"""

from bytemeburger import clock
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.hours.rules import business_day
from bytemeburger.orders import archive, staff_views
from bytemeburger.orders.rules import Status
from bytemeburger.parameters import CURSOR, choice, day, identifier, integer, limit
from bytemeburger.stores import records as stores

DAY = day("day", "A business day of the store; today when left out.")
STATUS = choice("status", Status, "Only orders with this status.")
NUMBER = integer("number", 1, 999_999, "The pick-up number.")
REFERENCE = identifier("reference", "The order's short name, as the customer says it.")
PIX_TXID = identifier("pix_txid", "The `txid` of a static Pix, as the account's statement shows it.")
LIMIT = limit()


@endpoint(
    "kitchen",
    "counter",
    "manager",
    query=(DAY, STATUS, NUMBER, REFERENCE, PIX_TXID, LIMIT, CURSOR),
    problems={404: ("store-unknown",)},
)
def handler(request: Request) -> Response[staff_views.OrderPage]:
    store = request.principal.staff_store
    reference, txid = request.query(REFERENCE), request.query(PIX_TXID)
    where = {
        "status": request.query(STATUS),
        "number": request.query(NUMBER),
        "reference": reference and reference.upper(),
        "pix_txid": txid and txid.upper(),
    }
    day = request.query(DAY) or business_day(clock.now(), stores.read(store).time_zone)
    page = archive.of_day(
        store,
        day,
        {name: value for name, value in where.items() if value is not None},
        limit=request.query(LIMIT),
        cursor=request.query(CURSOR),
    )
    return Response({"orders": [staff_views.in_list(order) for order in page.items], "cursor": page.cursor})
