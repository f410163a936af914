"""GET /staff/orders: the orders of a business day, those at work first, then the ended ones, newest first.

`day` (today when left out), `status` and `number` narrow the list; `limit` and `cursor` page through it.
"""

from bytemeburger import clock
from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.orders import records, views
from bytemeburger.orders.rules import Status
from bytemeburger.parameters import CURSOR, choice, day, integer, limit
from bytemeburger.stores import records as stores

DAY = day("day", "A business day of the store; today when left out.")
STATUS = choice("status", Status, "Only orders with this status.")
NUMBER = integer("number", 1, 999_999, "The pick-up number.")
LIMIT = limit()


@endpoint("kitchen", "counter", "manager", query=(DAY, STATUS, NUMBER, LIMIT, CURSOR))
def handler(request: Request) -> Reply:
    store = request.staff_store
    where = {"status": request.query(STATUS), "number": request.query(NUMBER)}
    business_day = request.query(DAY) or clock.business_day(clock.now(), stores.read(store).time_zone)
    page = records.of_day(
        store,
        business_day,
        {name: value for name, value in where.items() if value is not None},
        limit=request.query(LIMIT),
        cursor=request.query(CURSOR),
    )
    return Reply({"orders": [views.in_list(order) for order in page.items], "cursor": page.cursor})
